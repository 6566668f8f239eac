// awk's regular expressions: POSIX's extended ones, with the escapes of string constants, in bracket expressions too (POSIX
// XCU, awk: "Regular Expressions").

import { posixRegex } from '../regex.ts';
import { octal } from './lexer.ts';

const characters: Readonly<Record<string, string>> = {
  a: '\x07',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '/': '/',
  '"': '"',
  '&': '&',
};

const cache = new Map<string, RegExp>();
/** Enough for a program's own; bounds what dynamic ones leave behind. */
const cacheLimit = 500;

/** With `g`: `lastIndex` is the user's to set. */
export function awkRegex(source: string): RegExp {
  let regex = cache.get(source);
  if (regex === undefined) {
    if (cache.size >= cacheLimit) cache.clear();
    regex = posixRegex(translateEscapes(source), { extended: true, global: true, bracketEscapes: true });
    cache.set(source, regex);
  }
  return regex;
}

export function matches(regex: RegExp, text: string): boolean {
  regex.lastIndex = 0;
  return regex.test(text);
}

function translateEscapes(source: string): string {
  return source.replace(/\\([0-7]{1,3}|[^])/g, (whole, after: string) => {
    if (!/^[0-7]/.test(after)) return characters[after] ?? whole;
    const char = octal(after);
    return /[\\^$.*+?()[\]{}|]/.test(char) ? `\\${char}` : char;
  });
}

/** What stands for `text` itself. */
export function literalRegex(text: string): RegExp {
  return awkRegex(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
}
