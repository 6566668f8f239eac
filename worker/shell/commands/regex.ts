// POSIX basic and extended regular expressions (XBD chapter 9, with GNU's \w \b \< \> \+ \?) as JavaScript's. What differs
// remains: alternatives are tried in order, not for the longest match.

import { bracket } from '../expand/pattern.ts';
import { Failure } from './applet.ts';

export interface RegexOptions {
  readonly extended: boolean;
  readonly ignoreCase?: boolean;
  readonly global?: boolean;
  /** The exit code for a bad pattern. */
  readonly code?: number;
  /** `^` and `$` match at each line of the text. */
  readonly multiline?: boolean;
  /** A backslash in a bracket expression makes the next character stand for itself (awk); elsewhere it is one of the set. */
  readonly bracketEscapes?: boolean;
}

export function posixRegex(pattern: string, options: RegexOptions): RegExp {
  const flags = `su${options.ignoreCase === true ? 'i' : ''}${options.global === true ? 'g' : ''}${options.multiline === true ? 'm' : ''}`;
  try {
    return new RegExp(
      regexSource(pattern, options.extended, options.code ?? 2, options.bracketEscapes),
      flags,
    );
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`Invalid regular expression: ${pattern}`, options.code ?? 2);
  }
}

/** Every character stands for itself. */
export function literalSource(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

const escapes: Readonly<Record<string, string>> = {
  w: '[\\p{L}\\p{N}_]',
  W: '[^\\p{L}\\p{N}_]',
  s: '\\s',
  S: '\\S',
  b: '\\b',
  B: '\\B',
  '<': '(?<![\\p{L}\\p{N}_])(?=[\\p{L}\\p{N}_])',
  '>': '(?<=[\\p{L}\\p{N}_])(?![\\p{L}\\p{N}_])',
  '`': '(?<![\\s\\S])',
  "'": '(?![\\s\\S])',
  n: '\\n',
  t: '\\t',
};

export function regexSource(pattern: string, extended: boolean, code = 2, bracketEscapes = false): string {
  let source = '';
  let depth = 0;
  // Nothing before it that could be repeated: a star is then a star, a caret an anchor.
  let atStart = true;
  let index = 0;
  const operator = (): string | undefined => {
    const char = pattern.charAt(index);
    const next = pattern.charAt(index + 1);
    if (extended) return '(){}|+?'.includes(char) && char !== '' ? char : undefined;
    return char === '\\' && '(){}|+?'.includes(next) && next !== '' ? next : undefined;
  };
  while (index < pattern.length) {
    const found = operator();
    if (found !== undefined) {
      const width = extended ? 1 : 2;
      if (found === '{') {
        const close = extended ? '}' : '\\}';
        const end = pattern.indexOf(close, index);
        const bounds = end === -1 ? '' : pattern.slice(index + width, end);
        if (/^\d*,?\d*$/.test(bounds) && bounds !== '' && bounds !== ',' && !atStart) {
          source += `{${bounds.startsWith(',') ? `0${bounds}` : bounds}}`;
          index = end + close.length;
          continue;
        }
        if (!extended) throw new Failure('Invalid content of \\{\\}', code);
        source += '\\{';
      } else if (found === '(') {
        depth += 1;
        source += '(';
        index += width;
        atStart = true;
        continue;
      } else if (found === ')') {
        if (depth === 0 && !extended) throw new Failure('Unmatched ) or \\)', code);
        source += depth === 0 ? '\\)' : ')';
        depth = Math.max(0, depth - 1);
      } else if (found === '|') {
        source += '|';
        index += width;
        atStart = true;
        continue;
      } else if (found === '}') source += '\\}';
      else source += atStart ? `\\${found}` : found;
      index += width;
      atStart = false;
      continue;
    }
    const char = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
    index += char.length;
    if (char === '\\') {
      const next = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
      if (index >= pattern.length) throw new Failure('Trailing backslash', code);
      index += next.length;
      source += /[1-9]/.test(next) ? `\\${next}` : (escapes[next] ?? literalSource(next));
    } else if (char === '[') {
      const set = bracket(pattern, index, bracketEscapes);
      if (set === undefined) throw new Failure('Unmatched [, [^, [:, [., or [=', code);
      source += set.source;
      index = set.end;
    } else if (char === '*') {
      // `a**` is `a*`.
      if (atStart) source += '\\*';
      else if (!source.endsWith('*') || source.endsWith('\\*')) source += '*';
    } else if (char === '.') source += '.';
    else if (char === '^') {
      source += extended || atStart ? '^' : '\\^';
      if (extended || atStart) continue;
    } else if (char === '$') {
      const rest = pattern.slice(index);
      const anchor = extended || rest === '' || rest.startsWith('\\)') || rest.startsWith('\\|');
      source += anchor ? '$' : '\\$';
    } else source += literalSource(char);
    atStart = false;
  }
  if (depth > 0) throw new Failure('Unmatched ( or \\(', code);
  return source;
}
