// Strings by characters, not by JavaScript's code units: which are the same unless there is a surrogate pair.

const pair = /[\ud800-\udbff][\udc00-\udfff]/;

export function lengthOf(text: string): number {
  return pair.test(text) ? [...text].length : text.length;
}

/** How many characters lie before a code unit. */
export function charactersBefore(text: string, unit: number): number {
  return lengthOf(text.slice(0, unit));
}

/** `substr(text, start, count)`: from 1, both rounded, what lies outside left out (POSIX XCU, awk: "String Functions"). */
export function substring(text: string, start: number, count: number): string {
  const first = Math.round(start);
  // Infinity minus Infinity is no number: without an end the text ends it.
  const end = count === Infinity ? Infinity : first + Math.round(count);
  if (Number.isNaN(first) || Number.isNaN(end)) return '';
  const from = Math.max(first, 1) - 1;
  const to = Math.max(end - 1, from);
  return pair.test(text) ? [...text].slice(from, to).join('') : text.slice(from, to);
}
