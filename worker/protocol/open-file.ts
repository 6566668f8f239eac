// How a program has a file shown in the editor: it writes this sequence to its terminal, as a link is written there, and the tabs
// that show the terminal obey. It is no part of the screen, so that a reload does not open the file once more.

export interface FilePlace {
  readonly path: string;
  /** 1-based; null where it is not said. */
  readonly line: number | null;
  readonly column: number | null;
}

/** Of the OSC (xterm's "operating system command") with the place as `line;column;path`, the path as a URL has it. */
export const openFileCode = 7711;

export function openFileSequence({ path, line, column }: FilePlace): string {
  return `\x1b]${openFileCode};${line ?? ''};${column ?? ''};${encodeURI(path)}\x07`;
}

/** `data`: what stands between the code and the end. Null where it is no such place. */
export function parseOpenFile(data: string): FilePlace | null {
  const match = /^(\d*);(\d*);(.+)$/.exec(data);
  if (match === null) return null;
  const [, line = '', column = '', path = ''] = match;
  try {
    return { path: decodeURI(path), line: numberOf(line), column: numberOf(column) };
  } catch {
    // No URL's encoding.
    return null;
  }
}

function numberOf(digits: string): number | null {
  return digits === '' ? null : Number(digits);
}
