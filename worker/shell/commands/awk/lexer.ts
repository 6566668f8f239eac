// Tokens of an awk program (POSIX XCU, awk: "Lexical Conventions"). The whole text at once, so that the parser can look
// ahead; whether a slash divides or begins a regular expression, the token before it tells.

import { Failure } from '../applet.ts';
import { builtinNames } from './syntax.ts';

export interface Token {
  /** `operator` and `keyword` are told apart by their text. `callee`: a name with its parenthesis right behind it. */
  readonly type:
    | 'number'
    | 'string'
    | 'regex'
    | 'name'
    | 'callee'
    | 'builtin'
    | 'keyword'
    | 'operator'
    | 'newline'
    | 'end';
  readonly text: string;
  readonly line: number;
}

const keywords: ReadonlySet<string> = new Set([
  'BEGIN',
  'END',
  'break',
  'continue',
  'delete',
  'do',
  'else',
  'exit',
  'for',
  'func',
  'function',
  'getline',
  'if',
  'in',
  'next',
  'print',
  'printf',
  'return',
  'while',
]);
const builtins: ReadonlySet<string> = new Set(builtinNames);

const blanks = /(?:[ \t\r]|\\\r?\n)+/y;
const comment = /#[^\n]*/y;
const number = /(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const word = /[A-Za-z_]\w*/y;
const operator = /&&|\|\||\+\+|--|\*\*=|[-+*%^<>=!]=|\*\*|>>|!~|[-+*%^<>=!~?:,;{}()[\]$|]/y;
const bracket = /^\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\n])*\]/;
const string = /"((?:[^"\\\n]|\\[^])*)"/y;

/** After these a slash divides. */
const endsOperand: ReadonlySet<string> = new Set([')', ']', '$', '++', '--']);

export function failAt(line: number, message: string): never {
  throw new Failure(`line ${String(line)}: ${message}`, 2);
}

export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let index = 0;
  let line = 1;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = index;
    const match = pattern.exec(source);
    if (match !== null) index += match[0].length;
    return match;
  };
  const add = (type: Token['type'], text: string): void => {
    tokens.push({ type, text, line });
  };
  while (index < source.length) {
    const start = index;
    const before = tokens.at(-1);
    if (take(blanks) !== null || take(comment) !== null) line += newlinesIn(source, start, index);
    else if (source[index] === '\n') {
      index += 1;
      add('newline', 'newline');
      line += 1;
    } else if (source[index] === '"') {
      const text = take(string)?.[1];
      if (text === undefined) failAt(line, `runaway string constant ${source.slice(index, index + 10)} ...`);
      add('string', expandEscapes(text));
      line += newlinesIn(source, start, index);
    } else if (source[index] === '/') {
      if (before !== undefined && divides(before)) {
        const text = source[index + 1] === '=' ? '/=' : '/';
        index += text.length;
        add('operator', text);
      } else add('regex', takeRegex());
    } else {
      const digits = take(number)?.[0];
      const name = digits === undefined ? take(word)?.[0] : undefined;
      if (digits !== undefined) add('number', digits);
      else if (name !== undefined) add(kindOf(name, source[index]), name);
      else {
        const text = take(operator)?.[0];
        if (text === undefined) failAt(line, `unexpected character '${source.charAt(index)}'`);
        // POSIX has ^ alone; ** is what older programs write.
        add('operator', text.replace('**', '^'));
      }
    }
  }
  add('newline', 'newline');
  tokens.push({ type: 'end', text: 'end of file', line });
  return tokens;

  function takeRegex(): string {
    const start = index + 1;
    for (index = start; source[index] !== '/'; index += 1) {
      const char = source[index];
      if (char === undefined || char === '\n')
        failAt(line, `runaway regular expression /${source.slice(start, start + 10)} ...`);
      if (char === '\\') index += 1;
      // A slash in a bracket expression is no end.
      if (char === '[') index += Math.max(0, (bracket.exec(source.slice(index))?.[0].length ?? 0) - 1);
    }
    const text = source.slice(start, index);
    index += 1;
    return text;
  }
}

function newlinesIn(source: string, start: number, end: number): number {
  let count = 0;
  for (let at = source.indexOf('\n', start); at !== -1 && at < end; at = source.indexOf('\n', at + 1))
    count += 1;
  return count;
}

function divides({ type, text }: Token): boolean {
  return (
    ['number', 'string', 'name', 'builtin'].includes(type) || (type === 'operator' && endsOperand.has(text))
  );
}

function kindOf(name: string, next: string | undefined): Token['type'] {
  if (keywords.has(name)) return 'keyword';
  if (builtins.has(name)) return 'builtin';
  return next === '(' ? 'callee' : 'name';
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '/': '/',
  '\\': '\\',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

/** Of string constants, -v and operands. A backslash before anything else stays: `"\."` is for a regular expression. */
export function expandEscapes(text: string): string {
  return text.replace(/\\([0-7]{1,3}|[^])/g, (whole, after: string) =>
    /^[0-7]/.test(after) ? octal(after) : (simpleEscapes[after] ?? whole),
  );
}

/** One byte: those above ASCII are kept as such by stream/text.ts. */
export function octal(digits: string): string {
  const byte = parseInt(digits, 8) & 0xff;
  return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
}
