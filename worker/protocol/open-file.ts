// How a program has a file shown in the editor: it writes this sequence to its terminal, as a link is written there; the kernel,
// whose screen reads all output, tells the tabs. It is no part of the screen: a reload does not open the file once more.

import * as v from 'valibot';
import { count, type Wire } from './schema.ts';

/** `line` and `column`: 1-based; null where they are not said. */
export const filePlace = v.object({ path: v.string(), line: v.nullable(count), column: v.nullable(count) });
export type FilePlace = Wire<typeof filePlace>;

/** A program wants a file shown in the editor; `found` is its path in the project, null where it is none of it. */
export interface ShownFile {
  readonly place: FilePlace;
  readonly found: string | null;
}

/** Of the OSC (xterm's "operating system command") with the place as `line;column;path`, the path as a URL has it. */
export const openFileCode = 7711;

/** A place behind the end of the file is its end: so is every larger one. */
const farthest = 999_999_999;

export function openFileSequence({ path, line, column }: FilePlace): string {
  return `\x1b]${openFileCode};${digitsOf(line)};${digitsOf(column)};${encodeURI(path)}\x07`;
}

function digitsOf(number: number | null): string {
  return number === null ? '' : String(Math.min(number, farthest));
}

/** `data`: what stands between the code and the end. Null where it is no such place: any output may claim to be one. */
export function parseOpenFile(data: string): FilePlace | null {
  const match = /^(\d{0,9});(\d{0,9});(.{1,4096})$/.exec(data);
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
