/** One word for sh(1), which reads it back as the same text. */
export function quote(word: string): string {
  if (word === '') return `''`;
  if (/^[A-Za-z0-9_/:=.,@%+-]+$/.test(word)) return word;
  return `'${word.replaceAll(`'`, `'\\''`)}'`;
}
