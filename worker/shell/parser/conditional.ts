// The inside of [[ … ]] (bash's manual, "Conditional Constructs").

import type { Conditional, Word } from './ast.ts';
import type { Parser } from './parser.ts';

const binary = new Set([
  '=',
  '==',
  '!=',
  '=~',
  '-eq',
  '-ne',
  '-lt',
  '-le',
  '-gt',
  '-ge',
  '-nt',
  '-ot',
  '-ef',
]);

/** Reads behind `[[` up to and with `]]`. */
export function parseConditional(parser: Parser): Conditional {
  const expression = parseOr(parser);
  parser.skipNewlines();
  if (!parser.takeWord(']]')) parser.unexpected("']]'");
  return expression;
}

function parseOr(parser: Parser): Conditional {
  let left = parseAnd(parser);
  while (parser.takeOperator('||')) left = { type: 'or', left, right: parseAnd(parser) };
  return left;
}

function parseAnd(parser: Parser): Conditional {
  let left = parseNot(parser);
  while (parser.takeOperator('&&')) left = { type: 'and', left, right: parseNot(parser) };
  return left;
}

function parseNot(parser: Parser): Conditional {
  parser.skipNewlines();
  if (parser.takeWord('!')) return { type: 'not', operand: parseNot(parser) };
  if (parser.takeOperator('(')) {
    const inner = parseOr(parser);
    parser.expectOperator(')');
    return inner;
  }
  return parsePrimary(parser);
}

function parsePrimary(parser: Parser): Conditional {
  const first = parser.peek();
  const left = takeOperand(parser);
  if (
    first.type === 'word' &&
    first.literal !== null &&
    /^-[a-zA-Z]$/.test(first.literal) &&
    !parser.isWord(']]')
  ) {
    const token = parser.peek();
    if (token.type === 'word' && !(token.literal !== null && binary.has(token.literal)))
      return { type: 'unary', operator: first.literal, operand: takeOperand(parser) };
  }
  const token = parser.peek();
  if (token.type === 'operator' && (token.value === '<' || token.value === '>')) {
    parser.take();
    return { type: 'binary', operator: token.value, left, right: takeOperand(parser) };
  }
  if (token.type === 'word' && token.literal !== null && binary.has(token.literal)) {
    parser.take();
    const right = token.literal === '=~' ? parser.lexer.regexWord() : takeOperand(parser);
    return { type: 'binary', operator: token.literal, left, right };
  }
  return { type: 'unary', operator: '-n', operand: left };
}

function takeOperand(parser: Parser): Word {
  const token = parser.peek();
  if (token.type !== 'word' || token.literal === ']]') parser.unexpected('an operand');
  parser.take();
  return token.word;
}
