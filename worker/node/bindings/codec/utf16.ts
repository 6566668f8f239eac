// utf16le as Buffer has it: code units as they are, lone surrogates included (which TextDecoder would replace).

const CHUNK = 8192;

/** An odd last byte is ignored. */
export function decodeUtf16(bytes: Uint8Array, start: number, end: number): string {
  const units = (end - start) >> 1;
  const from = bytes.byteOffset + start;
  // Typed arrays are little-endian on every platform a browser runs on; only their alignment matters.
  const view =
    (from & 1) === 0
      ? new Uint16Array(bytes.buffer, from, units)
      : new Uint16Array(bytes.buffer.slice(from, from + units * 2) as ArrayBuffer);
  let text = '';
  for (let i = 0; i < units; i += CHUNK) {
    text += String.fromCharCode.apply(null, view.subarray(i, i + CHUNK) as unknown as number[]);
  }
  return text;
}

/** Writes whole code units only, at most `length` bytes at `offset`; returns the number of bytes. */
export function writeUtf16(target: Uint8Array, text: string, offset: number, length: number): number {
  const units = Math.min(text.length, Math.max(0, Math.min(length, target.length - offset)) >> 1);
  for (let i = 0, at = offset; i < units; i++) {
    const unit = text.charCodeAt(i);
    target[at++] = unit;
    target[at++] = unit >> 8;
  }
  return units * 2;
}
