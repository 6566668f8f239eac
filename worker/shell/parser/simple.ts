// Simple commands (POSIX XCU 2.9.1) and function definitions (2.9.5).

import type { Assignment, Command, FunctionDefinition, Redirection, SimpleCommand, Word } from './ast.ts';
import { parseCompound } from './compound.ts';
import type { Parser } from './parser.ts';
import { readRedirection, readRedirections } from './redirection.ts';

const assignmentStart = /^([A-Za-z_]\w*)(\+?)=/;

/** Commands whose arguments of the form name=value are assignments: neither split nor globbed. */
export function parseSimple(parser: Parser): SimpleCommand {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirections: Redirection[] = [];
  for (;;) {
    const redirection = readRedirection(parser);
    if (redirection !== undefined) {
      redirections.push(redirection);
      continue;
    }
    if (words.length > 0) parser.applyTrailingAlias();
    else if (assignments.length > 0) parser.applyAliases();
    const token = parser.peek();
    if (token.type !== 'word') break;
    parser.take();
    const assignment = words.length === 0 ? asAssignment(token.word) : undefined;
    if (assignment !== undefined) {
      if (assignment.value.length === 0 && parser.isOperator('(') && parser.peek().start === token.end)
        parser.lexer.fail('arrays are not supported by jsh');
      assignments.push(assignment);
    } else words.push(token.word);
  }
  if (assignments.length + words.length + redirections.length === 0) parser.unexpected();
  return { type: 'simple', assignments, words, redirections };
}

/** The assignment that a word is, or undefined. */
export function asAssignment(word: Word): Assignment | undefined {
  const first = word[0];
  if (first?.type !== 'text' || first.quoted) return undefined;
  const match = assignmentStart.exec(first.text);
  if (match?.[1] === undefined) return undefined;
  const rest = first.text.slice(match[0].length);
  const value: Word =
    rest === '' ? word.slice(1) : [{ type: 'text', text: rest, quoted: false }, ...word.slice(1)];
  return { name: match[1], append: match[2] === '+', value };
}

/** `name() command` or `function name { … }`; undefined where the next tokens are neither. */
export function parseFunction(parser: Parser): FunctionDefinition | undefined {
  const token = parser.peek();
  if (token.type !== 'word' || token.literal === null) return undefined;
  if (token.literal === 'function') {
    parser.take();
    const name = parser.peek();
    if (name.type !== 'word' || name.literal === null) parser.unexpected('a function name');
    parser.take();
    if (parser.takeOperator('(')) parser.expectOperator(')');
    return { type: 'function', name: name.literal, body: functionBody(parser) };
  }
  // Only a parenthesis right behind the name (blanks aside) makes a definition.
  const rest = parser.lexer.source.slice(token.end);
  if (!/^[ \t]*\([ \t]*\)/.test(rest) || token.literal.includes('=')) return undefined;
  parser.take();
  parser.expectOperator('(');
  parser.expectOperator(')');
  return { type: 'function', name: token.literal, body: functionBody(parser) };
}

function functionBody(parser: Parser): Command {
  parser.skipNewlines();
  const body = parseCompound(parser);
  if (body === undefined) parser.unexpected();
  return body.type === 'function' || body.type === 'simple'
    ? body
    : { ...body, redirections: [...body.redirections, ...readRedirections(parser)] };
}
