// sub and gsub (POSIX XCU, awk: "String Functions").

export interface Substitution {
  readonly text: string;
  readonly count: number;
}

/** `&` in the replacement is what matched, `\&` an ampersand, `\\` before either a backslash. */
export function substitute(text: string, regex: RegExp, replacement: string, all: boolean): Substitution {
  const plain = !/[\\&]/.test(replacement);
  const fill = (matched: string): string =>
    plain
      ? replacement
      : replacement.replace(/\\\\(?=\\?&)|\\&|&/g, (token) =>
          token === '&' ? matched : token === '\\&' ? '&' : '\\',
        );
  let result = '';
  let count = 0;
  let copied = 0;
  let from = 0;
  while (from <= text.length) {
    regex.lastIndex = from;
    const match = regex.exec(text);
    if (match === null) break;
    const [matched] = match;
    const end = match.index + matched.length;
    // Nothing right behind a match is no match of its own.
    if (matched !== '' || match.index > copied || count === 0) {
      result += text.slice(copied, match.index) + fill(matched);
      count += 1;
      copied = end;
      if (!all) break;
    }
    from = matched === '' ? end + characterLength(text, end) : end;
  }
  return { text: result + text.slice(copied), count };
}

function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
