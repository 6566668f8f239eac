// A line as sed's `l` shows it.

export function visible(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '\\': '\\\\',
    '\t': '\\t',
    '\n': '\\n',
    '\r': '\\r',
    '\f': '\\f',
    '\v': '\\v',
    '\b': '\\b',
    '\x07': '\\a',
  };
  return text.replace(
    // eslint-disable-next-line no-control-regex -- `l` is there to show control characters
    /[\\\x00-\x1f\x7f]/g,
    (char) => names[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
}
