// hex, as Buffer reads it: two digits a byte, up to the first pair that is none; an odd last digit is dropped.

const digits = '0123456789abcdef';
const pairs = Array.from(
  { length: 256 },
  (_, byte) => (digits[byte >> 4] as string) + (digits[byte & 15] as string),
);
const values = new Int8Array(256).fill(-1);
for (let i = 0; i < 10; i++) values[48 + i] = i;
for (let i = 0; i < 6; i++) values[65 + i] = values[97 + i] = 10 + i;

/** Uint8Array.prototype.toHex is in Chromium from 140 on and not in Node 24. */
const toHex = (Uint8Array.prototype as { toHex?: () => string }).toHex;

export function decodeHex(bytes: Uint8Array, start: number, end: number): string {
  if (toHex !== undefined) {
    return toHex.call(new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start));
  }
  let text = '';
  for (let i = start; i < end; i++) text += pairs[bytes[i] as number] as string;
  return text;
}

/** Writes at most `length` bytes at `offset`; returns how many. Only the low byte of a code unit counts, as in Node. */
export function writeHex(target: Uint8Array, text: string, offset: number, length: number): number {
  const count = Math.min(text.length >> 1, length, target.length - offset);
  for (let i = 0; i < count; i++) {
    const high = values[text.charCodeAt(i * 2) & 0xff] as number;
    const low = values[text.charCodeAt(i * 2 + 1) & 0xff] as number;
    if ((high | low) < 0) return i;
    target[offset + i] = (high << 4) | low;
  }
  return Math.max(0, count);
}
