// What is searched for, and the words that tell it to rg (worker/shell/commands/rg.ts). Pure.

export interface SearchQuery {
  readonly pattern: string;
  readonly isRegex: boolean;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
  /** File patterns between commas: a name, a folder, or a glob; '' is all files. */
  readonly include: string;
  readonly exclude: string;
  /** Null: nothing is to be replaced. */
  readonly replacement: string | null;
}

export const emptyQuery: SearchQuery = {
  pattern: '',
  isRegex: false,
  matchCase: false,
  wholeWord: false,
  include: '',
  exclude: '',
  replacement: null,
};

/** Folders that hold what was made or fetched: searched only where they are asked for by name. */
const leftOut = ['.git', 'node_modules', '.cache'];
/** A larger file is no source. */
const largestFile = '2M';

/** Paths come back with `./` before them. */
export function rgArguments(query: SearchQuery): string[] {
  const { pattern, isRegex, matchCase, wholeWord, replacement } = query;
  const include = patternsOf(query.include);
  const isNamed = (folder: string) => include.some((each) => each.split('/').includes(folder));
  const globs = [
    // The last one that fits counts.
    ...include,
    ...leftOut.filter((folder) => !isNamed(folder)).map((folder) => `!${folder}`),
    ...patternsOf(query.exclude).map((each) => `!${each}`),
  ];
  return [
    ...['--json', '--hidden', '--no-messages', '--max-filesize', largestFile],
    ...(leftOut.some(isNamed) ? ['--no-ignore'] : []),
    matchCase ? '-s' : '-i',
    ...(isRegex ? [] : ['-F']),
    ...(wholeWord ? ['-w'] : []),
    ...(replacement === null
      ? []
      : ['-r', isRegex ? forRg(replacement) : replacement.replaceAll('$', '$$$$')]),
    ...globs.flatMap((glob) => ['-g', glob]),
    ...['-e', pattern, '.'],
  ];
}

/** Editors write `$&` for the whole match, as JavaScript does. */
function forRg(replacement: string): string {
  return replacement.replaceAll('$&', '$0').replace(/\$(\d+)/g, '$${$1}');
}

function patternsOf(text: string): string[] {
  // Commas inside braces belong to a glob.
  const parts = text.match(/(?:\{[^}]*\}|[^,{]|\{)+/g) ?? [];
  return parts.map((part) => part.trim().replace(/^\.\//, '')).filter((part) => part !== '');
}
