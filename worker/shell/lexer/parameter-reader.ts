// ${…}: a parameter with an operation (POSIX XCU 2.6.2, and those of bash's that scripts commonly use).

import type { ParameterOperation, ParameterPart, Word } from '../parser/ast.ts';
import type { Lexer } from './lexer.ts';
import type { Mode, WordReader } from './word-reader.ts';

const nameAt = /^(?:[A-Za-z_]\w*|\d+|[@*#?\-$!])/;

/** Reads from the `$` to behind the closing brace. `mode` is that of the surroundings. */
export function readParameter(lexer: Lexer, words: WordReader, mode: Mode): ParameterPart {
  const start = lexer.position;
  lexer.position += 2;
  const rest = (): string => lexer.source.slice(lexer.position);
  let subscript: { subscript?: Word } = {};
  const takeName = (): string => {
    const name = nameAt.exec(rest())?.[0];
    if (name === undefined) return bad(lexer, start);
    lexer.position += name.length;
    if (lexer.peekChar() === '[' && /^[A-Za-z_]/.test(name)) {
      lexer.position += 1;
      subscript = { subscript: words.readSubscript() };
      if (lexer.peekChar() !== ']') bad(lexer, start);
      lexer.position += 1;
    }
    return name;
  };
  const close = (operation: ParameterOperation | null, name: string): ParameterPart => {
    if (lexer.peekChar() === '') lexer.incomplete("matching `}'");
    if (lexer.peekChar() !== '}') bad(lexer, start);
    lexer.position += 1;
    return { type: 'parameter', name, ...subscript, operation };
  };
  if (/^#(?!\}|[:%#/+=?-][^}]|-\})/.test(rest()) || /^#[?@*$!-]\}/.test(rest())) {
    lexer.position += 1;
    return close({ type: 'length' }, takeName());
  }
  if (/^![A-Za-z_]\w*\}/.test(rest())) {
    lexer.position += 1;
    return close({ type: 'indirect' }, takeName());
  }
  const name = takeName();
  return close(readOperation(lexer, words, mode, start), name);
}

function readOperation(
  lexer: Lexer,
  words: WordReader,
  mode: Mode,
  start: number,
): ParameterOperation | null {
  const take = (text: string): boolean => {
    if (!lexer.startsWith(text)) return false;
    lexer.position += text.length;
    return true;
  };
  const word = (): Word => words.read((at) => at.peekChar() === '}', mode);
  // A pattern's own quotes count even within "…": "${x#'*'}".
  const pattern = (): Word => words.read((at) => at.peekChar() === '}', 'plain');
  if (lexer.peekChar() === '}') return null;
  const colon = lexer.peekChar() === ':';
  const kind = ({ '-': 'default', '=': 'assign', '?': 'error', '+': 'alternative' } as const)[
    lexer.peekChar(colon ? 1 : 0)
  ];
  if (kind !== undefined) {
    lexer.position += colon ? 2 : 1;
    return { type: kind, colon, word: word() };
  }
  if (take(':')) {
    const offset = words.readArithmeticOperand(true);
    const length = take(':') ? words.readArithmeticOperand(false) : null;
    return { type: 'substring', offset, length };
  }
  if (take('##')) return { type: 'removePrefix', longest: true, pattern: pattern() };
  if (take('#')) return { type: 'removePrefix', longest: false, pattern: pattern() };
  if (take('%%')) return { type: 'removeSuffix', longest: true, pattern: pattern() };
  if (take('%')) return { type: 'removeSuffix', longest: false, pattern: pattern() };
  if (take('/')) {
    const all = take('/');
    const anchor = all ? null : take('#') ? 'start' : take('%') ? 'end' : null;
    const from = words.read((at) => at.peekChar() === '}' || at.peekChar() === '/', 'plain');
    const replacement = take('/') ? pattern() : [];
    return { type: 'replace', pattern: from, replacement, all, anchor };
  }
  for (const [text, upper, all] of [
    ['^^', true, true],
    ['^', true, false],
    [',,', false, true],
    [',', false, false],
  ] as const) {
    if (take(text)) return { type: 'case', upper, all };
  }
  return bad(lexer, start);
}

function bad(lexer: Lexer, start: number): never {
  const end = lexer.source.indexOf('}', start);
  if (end === -1) lexer.incomplete("matching `}'");
  lexer.position = start;
  return lexer.fail(`${lexer.source.slice(start, end + 1)}: bad substitution`);
}
