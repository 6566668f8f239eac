// ripgrep's regular expressions (the syntax of Rust's regex crate) as JavaScript's. What is in both means the same in both;
// alternatives and repetitions match alike, too.

import { bracket } from '../../expand/pattern.ts';
import { Failure } from '../applet.ts';
import { literalSource } from '../regex.ts';

const wordChar = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_C}';
const word = `[${wordChar}]`;
const boundary = `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;

const escapes: Readonly<Record<string, string>> = {
  w: word,
  W: `[^${wordChar}]`,
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  b: boundary,
  B: `(?!${boundary})`,
  '<': `(?<!${word})(?=${word})`,
  '>': `(?<=${word})(?!${word})`,
  A: '(?<![\\s\\S])',
  z: '(?![\\s\\S])',
};
/** Both languages have them. */
const same = new Set(['s', 'S', 'n', 't', 'r', 'f', 'v']);

export interface PatternOptions {
  readonly fixed: boolean;
  readonly ignoreCase: boolean;
  /** Without regard to case unless a pattern has a capital letter. */
  readonly smartCase: boolean;
  readonly word: boolean;
  readonly line: boolean;
}

export interface Matcher {
  /** Global: matches of one line after the other. */
  readonly regex: RegExp;
  /** Without a match of this in the whole text, there is none of `regex` in any of its lines; null where that is not known. */
  readonly probe: RegExp | null;
}

/** Throws Failure with code 2 where a pattern is none. */
export function compilePatterns(patterns: readonly string[], options: PatternOptions): Matcher {
  const sources = patterns.map((pattern) => (options.fixed ? literalSource(pattern) : checked(pattern)));
  const hasCapital = patterns.some((pattern) => /\p{Lu}/u.test(pattern.replace(/\\./gu, '')));
  const insensitive = options.ignoreCase || (options.smartCase && !hasCapital);
  let source = sources.length === 1 ? (sources[0] ?? '') : sources.map((each) => `(?:${each})`).join('|');
  if (options.line) source = `^(?:${source})$`;
  else if (options.word) source = `(?<!${word})(?:${source})(?!${word})`;
  const isLiteral =
    options.fixed || patterns.every((pattern) => /^[\p{L}\p{N}_ "'=:;,<>/@#%&~`!-]*$/u.test(pattern));
  const flags = insensitive ? 'ui' : 'u';
  const probe = patterns.map(literalSource).join('|');
  return { regex: new RegExp(source, `g${flags}`), probe: isLiteral ? new RegExp(probe, flags) : null };
}

function checked(pattern: string): string {
  try {
    const source = translated(pattern);
    new RegExp(source, 'u');
    return source;
  } catch (error) {
    const reason = error instanceof Failure ? error.message : reasonOf(error);
    throw new Failure(`regex parse error:\n    ${pattern}\nerror: ${reason}`, 2);
  }
}

/** Of a SyntaxError, without the pattern, which is said already. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .slice(text.lastIndexOf(': ') + 1)
    .trim()
    .toLowerCase();
}

function translated(pattern: string): string {
  let source = '';
  for (let index = 0; index < pattern.length;) {
    const rest = pattern.slice(index);
    const char = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
    if (char === '\\') {
      const [text, length] = escaped(rest, escapes);
      source += text;
      index += length;
    } else if (char === '[') {
      const set = characterClass(pattern, index);
      source += set.source;
      index = set.end;
    } else if (rest.startsWith('(?P<')) {
      source += '(?<';
      index += 4;
    } else if (rest.startsWith('(?i)')) {
      // To the end of the pattern, or of the group that it is in: the former is what is written.
      return `${source}(?i:${translated(rest.slice(4))})`;
    } else {
      source += char === ']' || char === '}' ? (isRepetition(source, char) ? char : `\\${char}`) : char;
      index += char.length;
    }
  }
  return source;
}

/** Whether a brace closes a repetition; alone it stands for itself. */
function isRepetition(source: string, char: string): boolean {
  return char === '}' && /(?:^|[^\\])\{\d+(?:,\d*)?$/.test(source);
}

/** What an escape means, and its length. */
function escaped(text: string, known: Readonly<Record<string, string>>): [source: string, length: number] {
  const next = text.charAt(1);
  if (next === '') throw new Failure('incomplete escape sequence, reached end of pattern prematurely');
  const short = known[next];
  if (short !== undefined) return [short, 2];
  const property = /^\\([pP])(?:\{(\^?)([^}]+)\}|(\p{L}))/u.exec(text);
  if (property !== null) {
    const [all, kind = 'p', not, name, letter] = property;
    const negated = (kind === 'P') !== (not === '^');
    return [`\\${negated ? 'P' : 'p'}{${name ?? letter ?? ''}}`, all.length];
  }
  const hex = /^\\(?:x\{([\da-f]+)\}|x([\da-f]{2})|u\{([\da-f]+)\}|u([\da-f]{4}))/i.exec(text);
  if (hex !== null) return [`\\u{${hex[1] ?? hex[2] ?? hex[3] ?? hex[4] ?? '0'}}`, hex[0].length];
  if (same.has(next)) return [`\\${next}`, 2];
  if (/[\p{L}\p{N}]/u.test(next)) throw new Failure('unrecognized escape sequence');
  return [literalSource(next), 2];
}

/** `[…]` whose inside begins behind `start`. */
function characterClass(pattern: string, start: number): { source: string; end: number } {
  let index = start + 1;
  let inside = '';
  if (pattern[index] === '^') {
    inside = '^';
    index++;
  }
  for (let first = true; ; first = false) {
    const rest = pattern.slice(index);
    const char = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
    if (rest === '') throw new Failure('unclosed character class');
    if (char === ']' && !first) return { source: `[${inside}]`, end: index + 1 };
    const named = /^\[:\^?\w+:\]/.exec(rest)?.[0];
    if (named !== undefined) {
      const set = bracket(`${named}]`, 0, false)?.source ?? '';
      if (named.startsWith('[:^')) throw new Failure('negated classes are not supported');
      inside += set.slice(1, -1);
      index += named.length;
    } else if (char === '\\') {
      const [text, length] = escaped(rest, { w: wordChar, d: '\\p{Nd}', D: '\\P{Nd}' });
      inside += text === '-' ? '\\-' : text;
      index += length;
    } else if (char === '[') throw new Failure('classes within classes are not supported');
    else {
      inside += /[\]&~]/.test(char) ? `\\${char}`.replace('\\&', '&').replace('\\~', '~') : char;
      index += char.length;
    }
  }
}
