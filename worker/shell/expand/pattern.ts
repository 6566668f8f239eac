// Shell patterns (POSIX XCU 2.14): `*`, `?`, `[…]`, with quoted characters behind a backslash.

const magic = /(?:^|[^\\])(?:\\\\)*[*?[]/;
const posixClasses: Readonly<Record<string, string>> = {
  alpha: '\\p{L}',
  digit: '0-9',
  alnum: '\\p{L}0-9',
  upper: '\\p{Lu}',
  lower: '\\p{Ll}',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`\\{-~',
  print: '\\x20-\\x7e\\u{a0}-\\u{10ffff}',
  graph: '\\x21-\\x7e\\u{a1}-\\u{10ffff}',
  cntrl: '\\x00-\\x1f\\x7f',
  xdigit: '0-9A-Fa-f',
};

/** Makes every character of `text` stand for itself. */
export function escapePattern(text: string): string {
  return text.replace(/[*?[\]\\!^-]/g, '\\$&');
}

/** Undoes escapePattern on what turned out to be no pattern. */
export function unescapePattern(pattern: string): string {
  return pattern.replace(/\\(.)/gs, '$1');
}

export function hasMagic(pattern: string): boolean {
  return magic.test(pattern);
}

const cache = new Map<string, RegExp>();
/** Enough for any script's loop; bounds memory in a long session. */
const cacheLimit = 200;

/** A regular expression that matches the whole of a text. */
export function compilePattern(pattern: string, options: { ignoreCase?: boolean } = {}): RegExp {
  const key = (options.ignoreCase === true ? 'i' : 's') + pattern;
  let compiled = cache.get(key);
  if (compiled === undefined) {
    if (cache.size >= cacheLimit) cache.clear();
    compiled = new RegExp(`^(?:${patternSource(pattern)})$`, options.ignoreCase === true ? 'sui' : 'su');
    cache.set(key, compiled);
  }
  return compiled;
}

/** The regular expression's source, not anchored. */
export function patternSource(pattern: string): string {
  let source = '';
  let index = 0;
  while (index < pattern.length) {
    const char = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
    index += char.length;
    if (char === '*') source += '.*';
    else if (char === '?') source += '.';
    else if (char === '\\' && index < pattern.length) {
      const next = String.fromCodePoint(pattern.codePointAt(index) ?? 0);
      index += next.length;
      source += literal(next);
    } else if (char === '[') {
      const set = bracket(pattern, index);
      if (set === undefined) source += '\\[';
      else {
        source += set.source;
        index = set.end;
      }
    } else source += literal(char);
  }
  return source;
}

function literal(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** A bracket expression whose inside begins at `start`; undefined where it is not closed. In regular expressions a backslash is itself. */
export function bracket(
  pattern: string,
  start: number,
  escapes = true,
): { source: string; end: number } | undefined {
  let index = start;
  const negated = pattern[index] === '!' || pattern[index] === '^';
  if (negated) index += 1;
  let inside = '';
  let first = true;
  for (;;) {
    if (index >= pattern.length) return undefined;
    if (pattern[index] === ']' && !first) break;
    first = false;
    const named = /^\[:(\w+):\]/.exec(pattern.slice(index));
    if (named?.[1] !== undefined) {
      inside += posixClasses[named[1]] ?? '';
      index += named[0].length;
      continue;
    }
    const [low, afterLow] = bracketChar(pattern, index, escapes);
    index = afterLow;
    if (pattern[index] === '-' && index + 1 < pattern.length && pattern[index + 1] !== ']') {
      const [high, afterHigh] = bracketChar(pattern, index + 1, escapes);
      index = afterHigh;
      // An empty range matches nothing.
      if ((low.codePointAt(0) ?? 0) <= (high.codePointAt(0) ?? 0)) inside += `${code(low)}-${code(high)}`;
    } else inside += code(low);
  }
  const source = inside === '' ? (negated ? '.' : '(?!)') : `[${negated ? '^' : ''}${inside}]`;
  return { source, end: index + 1 };
}

function bracketChar(pattern: string, index: number, escapes: boolean): [string, number] {
  const at = escapes && pattern[index] === '\\' && index + 1 < pattern.length ? index + 1 : index;
  const char = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  return [char, at + char.length];
}

function code(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}
