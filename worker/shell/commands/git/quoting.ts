// Paths as git prints them: in C's quotes where they hold something unusual (git-config(1), core.quotePath).

import { encodeText } from '../../stream/text.ts';

const letters: Readonly<Record<number, string>> = {
  7: 'a',
  8: 'b',
  9: 't',
  10: 'n',
  11: 'v',
  12: 'f',
  13: 'r',
  34: '"',
  92: '\\',
};

/** `isAscii`: bytes above 127 are quoted, too. */
export function quotePath(path: string, isAscii: boolean): string {
  // eslint-disable-next-line no-control-regex -- that is what is quoted
  const isUsual = isAscii ? !/[^\x20-\x7e]|["\\]/.test(path) : !/[\x00-\x1f\x7f"\\\udc80-\udcff]/.test(path);
  if (isUsual) return path;
  let quoted = '';
  for (const char of path) {
    for (const byte of encodeText(char)) {
      const letter = letters[byte];
      if (letter !== undefined) quoted += `\\${letter}`;
      else if (byte < 0x20 || byte === 0x7f || (byte > 0x7f && isAscii)) quoted += octal(byte);
      else if (byte < 0x80) quoted += String.fromCharCode(byte);
    }
    if (!isAscii && (char.codePointAt(0) ?? 0) > 0x7f) quoted += char;
  }
  return `"${quoted}"`;
}

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, '0')}`;
