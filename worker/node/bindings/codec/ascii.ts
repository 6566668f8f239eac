// Looking for ASCII: the common case of every text codec, since then one byte is one character in all of them.

/** Below this the set-up of a word-wise loop costs more than it saves. */
const WORDWISE_FROM = 32;

export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let i = start;
  if (end - start >= WORDWISE_FROM) {
    while (((bytes.byteOffset + i) & 3) !== 0) {
      if ((bytes[i] as number) > 0x7f) return false;
      i++;
    }
    const words = new Int32Array(bytes.buffer, bytes.byteOffset + i, (end - i) >> 2);
    let seen = 0;
    for (let k = 0; k < words.length; k++) {
      seen |= words[k] as number;
      // Tested now and then only, so that the loop stays a plain OR.
      if ((k & 0xff) === 0xff && (seen & 0x80808080) !== 0) return false;
    }
    if ((seen & 0x80808080) !== 0) return false;
    i += words.length * 4;
  }
  for (; i < end; i++) if ((bytes[i] as number) > 0x7f) return false;
  return true;
}
