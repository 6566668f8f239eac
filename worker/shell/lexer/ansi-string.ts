// $'…': a quoted string with C's escapes (POSIX.1-2024, XCU 2.2.4).

import type { Lexer } from './lexer.ts';

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** Reads from the `$` to behind the closing quote. */
export function ansiString(lexer: Lexer): string {
  lexer.position += 2;
  let text = '';
  for (;;) {
    const char = lexer.peekChar();
    if (char === '') lexer.incomplete("matching `''");
    lexer.position += 1;
    if (char === "'") return text;
    text += char === '\\' ? escape(lexer) : char;
  }
}

function escape(lexer: Lexer): string {
  const rest = lexer.source.slice(lexer.position, lexer.position + 9);
  const numeric = /^(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/.exec(rest);
  if (numeric !== null) {
    lexer.position += numeric[0].length;
    const hex = numeric[1] ?? numeric[2] ?? numeric[3];
    return String.fromCodePoint(
      hex === undefined ? parseInt(numeric[4] ?? '0', 8) & 0xff : parseInt(hex, 16),
    );
  }
  const char = rest.charAt(0);
  lexer.position += 1;
  if (char === 'c') {
    lexer.position += 1;
    return String.fromCharCode(rest.charCodeAt(1) & 0x1f);
  }
  return simple[char] ?? `\\${char}`;
}
