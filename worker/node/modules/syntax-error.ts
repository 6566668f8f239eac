// Errors of syntax as V8 words them, and the arrow under the offending token. V8's own error is used where the text can be
// given to V8 as it is; it tells no position, so that acorn finds the token.

import { tokenizer } from 'acorn';
import { formatArrow } from './error-arrow.ts';

interface AcornError extends SyntaxError {
  readonly pos: number;
  readonly raisedAt: number;
  readonly loc: { readonly line: number; readonly column: number };
}

export interface SyntaxProblem {
  /** V8's words, as far as they can be told from acorn's. */
  readonly message: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Length of the offending token. */
  readonly width: number;
}

export function describeSyntaxError(source: string, error: unknown): SyntaxProblem | undefined {
  const { pos, loc, message } = error as Partial<AcornError>;
  if (pos === undefined || loc === undefined || message === undefined) return undefined;
  const token = tokenAt(source, pos);
  return {
    message: wording(message.replace(/ \(\d+:\d+\)$/, ''), source, pos, token),
    line: loc.line,
    column: loc.column + 1,
    width: Math.max(1, token.length),
  };
}

/** `file:line`, the line and the carets; at the end of the input V8 shows no caret. */
export function syntaxArrow(filename: string, source: string, problem: SyntaxProblem): string {
  const text = source.split('\n')[problem.line - 1]?.replace(/\r$/, '') ?? '';
  const atEnd = problem.message === 'Unexpected end of input';
  return formatArrow(filename, problem.line, text, problem.column, atEnd ? 0 : problem.width);
}

function tokenAt(source: string, pos: number): string {
  const rest = source.slice(pos);
  const word = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(rest)?.[0];
  if (word !== undefined) return word;
  if (/^["'`]/.test(rest)) return rest.split('\n', 1)[0] ?? '';
  try {
    const token = tokenizer(rest, { ecmaVersion: 'latest' }).getToken();
    return rest.slice(token.start, token.end);
  } catch {
    return rest.slice(0, 1);
  }
}

function wording(acorn: string, source: string, pos: number, token: string): string {
  if (acorn === 'Unexpected token') {
    if (pos >= source.trimEnd().length) return 'Unexpected end of input';
    if (/^["'`]/.test(token))
      return token.startsWith('`') ? 'Unexpected template string' : 'Unexpected string';
    if (/^\d/.test(token)) return 'Unexpected number';
    if (/^(?:await|enum)$/.test(token)) return 'Unexpected reserved word';
    if (/^(?:let|static|implements|interface|package|private|protected|public|yield)$/.test(token)) {
      return 'Unexpected strict mode reserved word';
    }
    return /^[\p{ID_Start}$_]/u.test(token) && !keywords.has(token)
      ? `Unexpected identifier '${token}'`
      : `Unexpected token '${token}'`;
  }
  if (/^Unterminated (?:string constant|regular expression|comment)|^Unexpected character/.test(acorn)) {
    if (acorn === 'Unterminated regular expression') return 'Invalid regular expression: missing /';
    return 'Invalid or unexpected token';
  }
  if (acorn === 'Unterminated template') return 'Unterminated template literal';
  if (acorn.startsWith("'return' outside of function")) return 'Illegal return statement';
  if (acorn === 'Assigning to rvalue') return 'Invalid left-hand side in assignment';
  if (acorn.startsWith("'import' and 'export' may")) {
    return token === 'import'
      ? 'Cannot use import statement outside a module'
      : `Unexpected token '${token}'`;
  }
  if (acorn.startsWith("Cannot use 'import.meta'")) return "Cannot use 'import.meta' outside a module";
  const duplicate = /^Duplicate export '(.*)'$/.exec(acorn);
  if (duplicate !== null) return `Duplicate export of '${duplicate[1]}'`;
  const undefinedExport = /^Export '(.*)' is not defined$/.exec(acorn);
  if (undefinedExport !== null) return `Export '${undefinedExport[1]}' is not defined in module`;
  return acorn;
}

const keywords = new Set(
  (
    'break case catch class const continue debugger default delete do else export extends false finally for function if ' +
    'import in instanceof new null return super switch this throw true try typeof var void while with'
  ).split(' '),
);
