// Astro's way of telling errors: "12:00:00 [ERROR] message" (its own errors of a build: "[Name] message"), perhaps a hint, then
// "Location:" or "Stack trace:" with the place below.

import type { FoundError } from './build-errors.ts';

/** The message is the rest of the line. What comes before it may stand on the line of a page that is being rendered. */
const heads =
  /\d\d:\d\d:\d\d \[ERROR\] (?:\[[\w-]+\] )?(?:✗ Build failed in .*\n)?|^\[astro\] Unable to load your Astro config\n\n|^\[[A-Z]\w+\] (?=.+\n(?:(?:[ \t].*)?\n)*? {2}Stack trace:$)/gm;
/** The next that Astro says, of something else. */
const end = /^\d\d:\d\d:\d\d /m;

const places = [
  /^ {2}Location:\n {4}(\S+?):(\d+):(\d+)$/m,
  // Rollup's, for which Vite knows no place in the file
  /^file: (\/\S+?)(?::(\d+):(\d+))?$/m,
  /^ {4}at (?:.*\()?((?:file:\/\/)?\/[^\s()]+?):(\d+):(\d+)\)?$/m,
];
/** Where the error came up in a package, or in what is built of the pages, the place tells nothing of the mistake. */
const notOwn = /\/node_modules\/|\/\.prerender\//;

export function findAstroErrors(text: string): readonly FoundError[] {
  const starts = [...text.matchAll(heads)].map((match) => ({
    at: match.index,
    from: match.index + match[0].length,
  }));
  const found = starts.map(({ at, from }, index) => {
    const next = starts[index + 1]?.at ?? text.length;
    const said = text.slice(from, next);
    const block = said.slice(0, end.exec(said)?.index ?? said.length);
    const message = block.slice(0, block.indexOf('\n') < 0 ? block.length : block.indexOf('\n')).trim();
    return { at, error: { message, ...placeIn(block) } };
  });
  // An exception is told as it is, and again with its hints.
  return found.filter(
    ({ error }, index) =>
      error.message !== '' &&
      !found.some(
        ({ error: other }, at) =>
          other.file === error.file &&
          other.line === error.line &&
          (other.message === error.message ? at < index : other.message.endsWith(error.message)),
      ),
  );
}

function placeIn(block: string): { file?: string; line?: number; column?: number } {
  for (const place of places) {
    const [, file, line, column] = place.exec(block) ?? [];
    if (file === undefined || notOwn.test(file)) continue;
    return {
      file: file.replace(/^file:\/\//, ''),
      // 0:0 is the file as a whole.
      ...(Number(line) > 0 ? { line: Number(line), column: Number(column) } : {}),
    };
  }
  return {};
}
