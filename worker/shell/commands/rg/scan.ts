// Finds the lines of one file that match, with what they need of their surroundings. Stateless.

import { decodeText } from '../../stream/text.ts';
import type { Matcher } from './pattern.ts';

export interface ScanOptions {
  readonly matcher: Matcher;
  readonly invert: boolean;
  /** Matching lines a file. */
  readonly maxCount: number;
  readonly before: number;
  readonly after: number;
  /** Binary files are searched like text. */
  readonly text: boolean;
}

/** UTF-16 code units of the line. */
export interface Submatch {
  readonly start: number;
  readonly end: number;
  readonly match: RegExpExecArray;
}

export interface FoundLine {
  /** From 1. */
  readonly number: number;
  /** Without its newline. */
  readonly text: string;
  readonly terminated: boolean;
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Null: a line around one that matches. */
  readonly matches: readonly Submatch[] | null;
}

export interface Scan {
  readonly lines: readonly FoundLine[];
  /** Where a NUL byte is: then nothing behind the first matching line is told. */
  readonly binaryAt: number | null;
}

const newline = 0x0a;
const nothing: Scan = { lines: [], binaryAt: null };

export function scan(bytes: Uint8Array, options: ScanOptions): Scan {
  const nul = options.text ? -1 : bytes.indexOf(0);
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const start = hasMark ? 3 : 0;
  const whole = decodeText(bytes.subarray(start));
  if (!options.invert && options.matcher.probe?.test(whole) === false) return nothing;
  const texts = whole.split('\n');
  const isTerminated = texts.at(-1) === '';
  if (isTerminated) texts.pop();
  const found: FoundLine[] = [];
  // Where each line begins is looked up in the bytes, as far as it is needed.
  let at = { line: 0, offset: start };
  const line = (index: number, matches: FoundLine['matches']): FoundLine => {
    while (at.line < index) at = { line: at.line + 1, offset: bytes.indexOf(newline, at.offset) + 1 };
    const isLast = index === texts.length - 1;
    return {
      ...{ number: index + 1, text: texts[index] ?? '', terminated: !isLast || isTerminated },
      ...{ offset: at.offset, matches },
    };
  };
  let count = 0;
  /** The first line that is not told yet. */
  let next = 0;
  let trailing = 0;
  for (const [index, text] of texts.entries()) {
    const matches = count < options.maxCount ? submatches(text, options) : null;
    if (matches !== null) {
      count++;
      for (let around = Math.max(next, index - options.before); around < index; around++)
        found.push(line(around, null));
      found.push(line(index, matches));
      next = index + 1;
      trailing = options.after;
      if (nul >= 0) break;
    } else if (trailing > 0) {
      trailing--;
      found.push(line(index, null));
      next = index + 1;
    } else if (count >= options.maxCount) break;
  }
  return { lines: found, binaryAt: nul >= 0 && count > 0 ? nul : null };
}

/** Those of one line; null where it does not count. */
function submatches(text: string, { matcher, invert }: ScanOptions): readonly Submatch[] | null {
  const { regex } = matcher;
  regex.lastIndex = 0;
  const first = regex.exec(text);
  if (invert) return first === null ? [] : null;
  if (first === null) return null;
  const all: Submatch[] = [];
  for (let match: RegExpExecArray | null = first; match !== null; match = regex.exec(text)) {
    all.push({ start: match.index, end: match.index + match[0].length, match });
    if (match[0] === '') regex.lastIndex += (text.codePointAt(match.index) ?? 0) > 0xffff ? 2 : 1;
  }
  return all;
}
