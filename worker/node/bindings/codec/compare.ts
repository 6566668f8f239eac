// memcmp over byte views.

/** Below this the set-up of a word-wise loop costs more than it saves. */
const WORDWISE_FROM = 64;

/** -1, 0 or 1; a prefix comes first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  const length = Math.min(a.length, b.length);
  let i = 0;
  if (length >= WORDWISE_FROM && ((a.byteOffset | b.byteOffset) & 3) === 0) {
    const words = length >> 2;
    const wordsOfA = new Int32Array(a.buffer, a.byteOffset, words);
    const wordsOfB = new Int32Array(b.buffer, b.byteOffset, words);
    let k = 0;
    while (k < words && wordsOfA[k] === wordsOfB[k]) k++;
    i = k * 4;
  }
  for (; i < length; i++) {
    const x = a[i] as number;
    const y = b[i] as number;
    if (x !== y) return x < y ? -1 : 1;
  }
  return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
}
