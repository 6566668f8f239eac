// Compound commands (POSIX XCU 2.9.4), and (( … )), [[ … ]] and for (( … )) as bash has them.

import type { CaseItem, Command, CompoundCommand, IfClause, List, Redirection, Word } from './ast.ts';
import { parseConditional } from './conditional.ts';
import type { Parser } from './parser.ts';
import { readRedirections } from './redirection.ts';

type Bare = CompoundCommand extends infer C ? (C extends unknown ? Omit<C, 'redirections'> : never) : never;

/** The compound command that the next tokens are, with its redirections; undefined where they are none. */
export function parseCompound(parser: Parser): Command | undefined {
  const bare = parseBare(parser);
  if (bare === undefined) return undefined;
  const redirections: Redirection[] = readRedirections(parser);
  return { ...bare, redirections };
}

function parseBare(parser: Parser): Bare | undefined {
  const token = parser.peek();
  if (parser.isOperator('(')) return parseParenthesis(parser, token.start);
  if (token.type !== 'word') return undefined;
  switch (token.literal) {
    case '{': {
      parser.take();
      const body = parser.body();
      parser.expectWord('}');
      return { type: 'group', body };
    }
    case 'if':
      return parseIf(parser);
    case 'while':
    case 'until': {
      parser.take();
      const condition = parser.body();
      return { type: token.literal, condition, body: doGroup(parser) };
    }
    case 'for':
      return parseFor(parser);
    case 'case':
      return parseCase(parser);
    case '[[':
      parser.take();
      return { type: 'conditional', expression: parseConditional(parser) };
    default:
      return undefined;
  }
}

function parseParenthesis(parser: Parser, start: number): Bare {
  const { lexer } = parser;
  if (lexer.source.startsWith('((', start)) {
    const behind = lexer.position;
    lexer.position = start;
    const expression = lexer.arithmeticCommand();
    if (expression !== undefined) {
      const position = lexer.position;
      // The lookahead is the first parenthesis: drop it, then go on behind the whole.
      parser.take();
      lexer.position = position;
      return { type: 'arithmetic', expression };
    }
    lexer.position = behind;
  }
  parser.take();
  const body = parser.body();
  parser.expectOperator(')');
  return { type: 'subshell', body };
}

function parseIf(parser: Parser): Bare {
  const clauses: IfClause[] = [];
  let otherwise: List | null = null;
  do {
    parser.take();
    const condition = parser.body();
    parser.expectWord('then');
    clauses.push({ condition, body: parser.body() });
  } while (parser.isWord('elif'));
  if (parser.takeWord('else')) otherwise = parser.body();
  parser.expectWord('fi');
  return { type: 'if', clauses, otherwise };
}

function doGroup(parser: Parser): List {
  parser.expectWord('do');
  const body = parser.body();
  parser.expectWord('done');
  return body;
}

function parseFor(parser: Parser): Bare {
  parser.take();
  const next = parser.peek();
  if (parser.isOperator('(')) {
    if (!parser.lexer.source.startsWith('((', next.start)) parser.unexpected();
    parser.lexer.position = next.start;
    const [start, condition, step] = parser.lexer.arithmeticFor();
    const position = parser.lexer.position;
    parser.take();
    parser.lexer.position = position;
    parser.takeOperator(';');
    parser.skipNewlines();
    return { type: 'arithmeticFor', start, condition, step, body: doGroup(parser) };
  }
  if (next.type !== 'word' || next.literal === null || !/^[A-Za-z_]\w*$/.test(next.literal))
    parser.unexpected('a name');
  parser.take();
  let words: Word[] | null = null;
  parser.skipNewlines();
  if (parser.takeWord('in')) {
    words = [];
    for (let token = parser.peek(); token.type === 'word'; token = parser.peek()) {
      words.push(token.word);
      parser.take();
    }
    if (!parser.takeOperator(';') && parser.peek().type !== 'newline') parser.unexpected();
  } else parser.takeOperator(';');
  parser.skipNewlines();
  return { type: 'for', name: next.literal, words, body: doGroup(parser) };
}

function parseCase(parser: Parser): Bare {
  parser.take();
  const subject = parser.peek();
  if (subject.type !== 'word') parser.unexpected('a word');
  parser.take();
  parser.skipNewlines();
  if (!parser.takeWord('in')) parser.unexpected("'in'");
  parser.skipNewlines();
  const items: CaseItem[] = [];
  while (!parser.takeWord('esac')) {
    items.push(caseItem(parser));
    parser.skipNewlines();
  }
  return { type: 'case', subject: subject.word, items };
}

function caseItem(parser: Parser): CaseItem {
  parser.takeOperator('(');
  const patterns: Word[] = [];
  do {
    const pattern = parser.peek();
    if (pattern.type !== 'word') parser.unexpected('a pattern');
    patterns.push(pattern.word);
    parser.take();
  } while (parser.takeOperator('|'));
  parser.expectOperator(')');
  const body = parser.list();
  for (const end of [';;&', ';;', ';&'] as const) {
    if (parser.takeOperator(end)) return { patterns, body, end };
  }
  // The last item may go without.
  if (!parser.isWord('esac')) parser.unexpected("';;'");
  return { patterns, body, end: ';;' };
}
