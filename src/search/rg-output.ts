// Reads what `rg --json` writes. Pure but for what a reader has of a line that is not whole yet.

export interface SearchMatch {
  /** 1-based; columns in UTF-16 code units, as the editor counts. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** Bytes from the start of the file. */
  readonly start: number;
  readonly end: number;
  /** What stands there, and what is to take its place. */
  readonly text: string;
  readonly replacement: string | null;
  /** A little of the line on either side. */
  readonly before: string;
  readonly after: string;
}

export interface FileMatches {
  readonly path: string;
  readonly matches: readonly SearchMatch[];
}

interface RgMatch {
  readonly path: { readonly text: string };
  readonly lines: { readonly text: string };
  readonly line_number: number;
  readonly absolute_offset: number;
  readonly submatches: readonly {
    readonly match: { readonly text: string };
    readonly replacement?: { readonly text: string };
    readonly start: number;
    readonly end: number;
  }[];
}

/** Characters of the line that are shown before and behind a match. */
const shownBefore = 16;
const shownAfter = 160;

export class RgReader {
  #rest = '';

  /** What has become whole with this text: the matches of lines, with their files. */
  read(text: string): FileMatches[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => {
      const message = JSON.parse(line) as { readonly type: string; readonly data: unknown };
      return message.type === 'match' ? [matchesOf(message.data as RgMatch)] : [];
    });
  }
}

function matchesOf({
  path,
  lines,
  line_number: line,
  absolute_offset: offset,
  submatches,
}: RgMatch): FileMatches {
  const text = lines.text.replace(/\r?\n$/, '');
  const encoded = new TextEncoder().encode(text);
  const bytes = encoded.length === text.length ? null : encoded;
  /** UTF-16 code units before so many bytes of the line. */
  const units = (count: number): number =>
    bytes === null ? count : new TextDecoder().decode(bytes.subarray(0, count)).length;
  const matches = submatches.map((each): SearchMatch => {
    const at = units(each.start);
    const end = at + each.match.text.length;
    const from = Math.max(0, at - shownBefore);
    const lead = text.slice(from, at);
    return {
      ...{ line, column: at + 1, length: each.match.text.length },
      ...{ start: offset + each.start, end: offset + each.end, text: each.match.text },
      replacement: each.replacement?.text ?? null,
      before: from > 0 ? `…${lead}` : lead.trimStart(),
      after: text.slice(end, end + shownAfter),
    };
  });
  return { path: path.text.replace(/^\.\//, ''), matches };
}

/** Adds what was read to what is known; files stay in the order in which they came. */
export function withMatches(known: readonly FileMatches[], read: readonly FileMatches[]): FileMatches[] {
  const files = [...known];
  for (const { path, matches } of read) {
    const last = files.at(-1);
    if (last?.path === path) files[files.length - 1] = { path, matches: [...last.matches, ...matches] };
    else files.push({ path, matches });
  }
  return files;
}
