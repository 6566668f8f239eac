// Where the punctuation of a statement stands, which acorn's tree does not tell: parentheses and semicolons of loop heads.

import type { AnyNode } from '../modules/parse.ts';

/** The first offset from `at` on that is neither white space nor comment. */
export function skipTrivia(source: string, at: number): number {
  let position = at;
  for (;;) {
    const rest = source.slice(position, position + 2);
    if (rest === '//') {
      const end = source.slice(position).search(/[\n\r\u2028\u2029]/);
      position = end < 0 ? source.length : position + end;
    } else if (rest === '/*') {
      position = source.indexOf('*/', position + 2) + 2;
    } else if (rest !== '' && rest.trimStart() !== rest) {
      position++;
    } else {
      return position;
    }
  }
}

/** The `(` and `)` of a loop's head around `inner`, which may stand in parentheses of its own. `at` is before the `(`. */
export function headParentheses(
  source: string,
  at: number,
  inner: AnyNode,
): { open: number; close: number } | undefined {
  const open = skipTrivia(source, at);
  let depth = 0;
  for (let position = open; position < inner.start; position = skipTrivia(source, position + 1)) {
    if (source[position] !== '(') return undefined;
    depth++;
  }
  let close = inner.end - 1;
  for (; depth > 0; depth--) {
    close = skipTrivia(source, close + 1);
    if (source[close] !== ')') return undefined;
  }
  return { open, close };
}

/** The `character` after `at`, closing parentheses aside (those of an expression that ended before them). */
export function nextPunctuation(source: string, at: number, character: ';' | ')'): number | undefined {
  let position = skipTrivia(source, at);
  while (character === ';' && source[position] === ')') position = skipTrivia(source, position + 1);
  return source[position] === character ? position : undefined;
}
