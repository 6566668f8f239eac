// The lexer's tokens (POSIX XCU 2.3, token recognition).

import type { Word } from '../parser/ast.ts';

export type Token =
  | {
      readonly type: 'word';
      readonly word: Word;
      /** The text where it is all literal and unquoted: only then it can be a reserved word, an alias or a name. */
      readonly literal: string | null;
      readonly start: number;
      readonly end: number;
    }
  | { readonly type: 'operator'; readonly value: Operator; readonly start: number; readonly end: number }
  /** The digits of `2>`: a word of digits with a redirection right behind it. */
  | { readonly type: 'fd'; readonly fd: number; readonly start: number; readonly end: number }
  | { readonly type: 'newline'; readonly start: number; readonly end: number }
  | { readonly type: 'end'; readonly start: number; readonly end: number };

/** Longest first, so that the first match is the right one. */
export const operators = [
  ';;&',
  '<<-',
  '<<<',
  '&>>',
  '&&',
  '||',
  '|&',
  ';;',
  ';&',
  '<<',
  '>>',
  '<&',
  '>&',
  '<>',
  '>|',
  '&>',
  '|',
  '&',
  ';',
  '<',
  '>',
  '(',
  ')',
] as const;

export type Operator = (typeof operators)[number];
