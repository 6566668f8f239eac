// Changes as a patch (git-diff(1), "Generating patch text with -p").

import { decodeText } from '../../stream/text.ts';
import type { Change } from './changes.ts';
import { modes, type FileEntry } from './index-file.ts';
import { hunksOf, splitLines, type Hunk, type Lines } from './line-diff.ts';
import { paintIf } from './paint.ts';

export interface BlobReader {
  readonly before: (entry: FileEntry, path: string) => Promise<Uint8Array>;
  readonly after: (entry: FileEntry, path: string) => Promise<Uint8Array>;
}

export interface PatchOptions {
  readonly colored: boolean;
  readonly context: number;
  readonly prefixes: readonly [before: string, after: string];
  /** Of object names on the index line. */
  readonly abbreviation: number;
  quoted(path: string): string;
}

export const noOid = '0'.repeat(40);

/** git looks no further. */
export const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 8000).includes(0);

const octal = (mode: number): string => mode.toString(8).padStart(6, '0');

export async function patchText(change: Change, blobs: BlobReader, options: PatchOptions): Promise<string> {
  if (change.kind === 'U') return `* Unmerged path ${options.quoted(change.path)}\n`;
  if (change.kind === 'T')
    return (
      (await patchText({ ...change, kind: 'D', after: null }, blobs, options)) +
      (await patchText({ ...change, kind: 'A', before: null }, blobs, options))
    );
  const { before, after } = change;
  const names = [
    options.quoted(`${options.prefixes[0]}${change.oldPath}`),
    options.quoted(`${options.prefixes[1]}${change.path}`),
  ] as const;
  const head = [`diff --git ${names[0]} ${names[1]}`];
  if (before === null) head.push(`new file mode ${octal(after?.mode ?? 0)}`);
  else if (after === null) head.push(`deleted file mode ${octal(before.mode)}`);
  else if (before.mode !== after.mode)
    head.push(`old mode ${octal(before.mode)}`, `new mode ${octal(after.mode)}`);
  if (change.kind === 'R')
    head.push(
      `similarity index ${String(change.score ?? 100)}%`,
      `rename from ${options.quoted(change.oldPath)}`,
      `rename to ${options.quoted(change.path)}`,
    );
  const short = (entry: FileEntry | null) => (entry?.oid ?? noOid).slice(0, options.abbreviation);
  const hasContents = before?.oid !== after?.oid;
  const paint = paintIf(options.colored);
  const headText = () => head.map((line) => `${paint('bold', line)}\n`).join('');
  if (!hasContents) return headText();
  const mode = before !== null && before.mode === after?.mode ? ` ${octal(before.mode)}` : '';
  head.push(`index ${short(before)}..${short(after)}${mode}`);
  const contents = [
    before === null ? new Uint8Array() : await contentsOf(before, change.oldPath, blobs.before),
    after === null ? new Uint8Array() : await contentsOf(after, change.path, blobs.after),
  ] as const;
  const sides = [before === null ? '/dev/null' : names[0], after === null ? '/dev/null' : names[1]] as const;
  if (contents.some(isBinary)) return `${headText()}Binary files ${sides[0]} and ${sides[1]} differ\n`;
  const lines = [splitLines(decodeText(contents[0])), splitLines(decodeText(contents[1]))] as const;
  const hunks = hunksOf(lines[0], lines[1], options.context);
  if (hunks.length > 0) head.push(`--- ${tabbed(sides[0])}`, `+++ ${tabbed(sides[1])}`);
  return headText() + hunks.map((hunk) => hunkText(hunk, lines[0], options.colored)).join('');
}

export async function contentsOf(
  entry: FileEntry,
  path: string,
  read: (entry: FileEntry, path: string) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  if (entry.mode === modes.submodule) return new TextEncoder().encode(`Subproject commit ${entry.oid}\n`);
  return read(entry, path);
}

/** patch(1) would take a space for the end of the name. */
const tabbed = (name: string): string => (/ /.test(name) && !name.startsWith('"') ? `${name}\t` : name);

/** git cuts the line that tells where a hunk is. */
const longestSection = 80;

function hunkText(hunk: Hunk, before: Lines, colored: boolean): string {
  const range = (start: number, count: number) =>
    count === 1 ? String(start + 1) : `${String(count === 0 ? start : start + 1)},${String(count)}`;
  const at = `@@ -${range(hunk.oldStart, hunk.oldCount)} +${range(hunk.newStart, hunk.newCount)} @@`;
  const section = before.lines
    .slice(0, hunk.oldStart)
    .findLast((line) => /^[A-Za-z_$]/.test(line))
    ?.slice(0, longestSection)
    .trimEnd();
  const paint = paintIf(colored);
  const told = section === undefined ? '' : colored ? ` \x1b[m${section}\x1b[m` : ` ${section}`;
  let text = `${paint('cyan', at)}${told}\n`;
  for (const { mark, text: line, unterminated } of hunk.lines) {
    // A carriage return stays behind what is painted.
    const end = colored && line.endsWith('\r') ? '\r' : '';
    const bare = end === '' ? line : line.slice(0, -1);
    if (mark === '-') text += `${paint('red', `-${bare}`)}${end}`;
    else if (mark === '+') text += `${paint('green', '+')}${addedLine(line, colored)}`;
    else text += ` ${bare}${colored ? '\x1b[m' : ''}${end}`;
    text += unterminated
      ? `\n${colored ? '\\ No newline at end of file\x1b[m' : '\\ No newline at end of file'}\n`
      : '\n';
  }
  return text;
}

/** Blanks at the end of a line are shown (core.whitespace). */
function addedLine(line: string, colored: boolean): string {
  if (!colored) return line;
  const blanks = /[ \t\r]*$/.exec(line)?.[0] ?? '';
  const rest = line.slice(0, line.length - blanks.length);
  return `${paintIf(true)('green', rest)}${blanks === '' ? '' : `\x1b[41m${blanks}\x1b[m`}`;
}
