// base64 and base64url, as Buffer has them. Reading takes both alphabets at once, skips what belongs to neither, and ends at
// the first "=".

const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const urlSafe = `${standard.slice(0, 62)}-_`;
const EQUALS = 61;
const SKIPPED = -1;

const values = new Int8Array(256).fill(SKIPPED);
for (let i = 0; i < 64; i++) {
  values[standard.charCodeAt(i)] = i;
  values[urlSafe.charCodeAt(i)] = i;
}
const codes = {
  base64: Uint8Array.from(standard, (digit) => digit.charCodeAt(0)),
  base64url: Uint8Array.from(urlSafe, (digit) => digit.charCodeAt(0)),
};

export type Base64Alphabet = keyof typeof codes;

/** The methods of the "Uint8Array to/from base64" proposal: in Chromium from 140 on, not in Node 24. */
interface NativeBase64 {
  toBase64?(options: { alphabet: Base64Alphabet; omitPadding: boolean }): string;
  setFromBase64?(text: string, options: { alphabet: Base64Alphabet }): { read: number; written: number };
}
const native = Uint8Array.prototype as NativeBase64;
/** Below this the options object and the checks of the native methods cost more than the loops. */
const NATIVE_FROM = 16;

export interface Base64Codec {
  decode(bytes: Uint8Array, start: number, end: number, alphabet: Base64Alphabet): string;
  write(target: Uint8Array, text: string, offset: number, length: number, alphabet: Base64Alphabet): number;
}

export function createBase64Codec(host: { TextDecoder: typeof TextDecoder }): Base64Codec {
  const decoder = new host.TextDecoder();
  return {
    decode(bytes, start, end, alphabet) {
      if (native.toBase64 !== undefined && end - start >= NATIVE_FROM) {
        const view = new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
        return native.toBase64.call(view, { alphabet, omitPadding: alphabet === 'base64url' });
      }
      const text = toDigits(bytes, start, end, alphabet);
      return text.length < 64
        ? String.fromCharCode.apply(null, text as unknown as number[])
        : decoder.decode(text);
    },
    write(target, text, offset, length, alphabet) {
      const room = Math.min(length, target.length - offset);
      if (room <= 0) return 0;
      if (native.setFromBase64 !== undefined && text.length >= NATIVE_FROM && fits(text, room)) {
        try {
          const view = new Uint8Array(target.buffer, target.byteOffset + offset, room);
          return native.setFromBase64.call(view, text, { alphabet }).written;
        } catch {
          // Not well-formed in this alphabet: the lenient reading below has the last word.
        }
      }
      return fromDigits(target, text, offset, room);
    },
  };
}

/** Whether all of the text's bytes fit: the native method would leave out a group that fits in part. */
function fits(text: string, room: number): boolean {
  return (text.length * 3) / 4 <= room + 2 && decodedLength(text) <= room;
}

/** Buffer's estimate: exact for well-formed text without white space. */
function decodedLength(text: string): number {
  let digits = text.length;
  if (text.charCodeAt(digits - 1) === EQUALS) digits--;
  if (digits > 1 && text.charCodeAt(digits - 1) === EQUALS) digits--;
  return (digits * 3) >>> 2;
}

function toDigits(
  bytes: Uint8Array,
  start: number,
  end: number,
  alphabet: Base64Alphabet,
): Uint8Array<ArrayBuffer> {
  const code = codes[alphabet];
  const padded = alphabet === 'base64';
  const count = end - start;
  const size = padded ? Math.ceil(count / 3) * 4 : Math.ceil((count * 4) / 3);
  const out = new Uint8Array(size);
  let at = 0;
  let i = start;
  for (const whole = end - (count % 3); i < whole; i += 3) {
    const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    out[at] = code[group >> 18] as number;
    out[at + 1] = code[(group >> 12) & 63] as number;
    out[at + 2] = code[(group >> 6) & 63] as number;
    out[at + 3] = code[group & 63] as number;
    at += 4;
  }
  if (i < end) {
    const two = i + 1 < end;
    const group = ((bytes[i] as number) << 16) | (two ? (bytes[i + 1] as number) << 8 : 0);
    out[at++] = code[group >> 18] as number;
    out[at++] = code[(group >> 12) & 63] as number;
    if (two) out[at++] = code[(group >> 6) & 63] as number;
    if (padded) out.fill(EQUALS, at);
  }
  return out;
}

function fromDigits(target: Uint8Array, text: string, offset: number, room: number): number {
  const end = offset + room;
  let at = offset;
  let i = 0;
  // Whole groups of four digits, as long as nothing has to be skipped.
  while (i + 4 <= text.length && at + 3 <= end) {
    const a = values[text.charCodeAt(i) & 0xff] as number;
    const b = values[text.charCodeAt(i + 1) & 0xff] as number;
    const c = values[text.charCodeAt(i + 2) & 0xff] as number;
    const d = values[text.charCodeAt(i + 3) & 0xff] as number;
    if ((a | b | c | d) < 0) break;
    const group = (a << 18) | (b << 12) | (c << 6) | d;
    target[at] = group >> 16;
    target[at + 1] = group >> 8;
    target[at + 2] = group;
    at += 3;
    i += 4;
  }
  let bits = 0;
  let held = 0;
  for (; i < text.length && at < end; i++) {
    // Only the low byte of a code unit counts, as in Node.
    const unit = text.charCodeAt(i) & 0xff;
    if (unit === EQUALS) break;
    const value = values[unit] as number;
    if (value === SKIPPED) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      target[at++] = held >> bits;
    }
  }
  return at - offset;
}

/** The WHATWG's forgiving-base64 decode; -1 where one digit is left over, -2 where a character is none (as simdutf tells them apart). */
export function forgivingDecode(text: string): Uint8Array | -1 | -2 {
  let digits = text.replace(/[\t\n\f\r ]+/g, '');
  const padded = digits.length;
  if (digits.endsWith('=')) digits = digits.slice(0, -1);
  if (digits.endsWith('=')) digits = digits.slice(0, -1);
  if (/[^A-Za-z0-9+/]/.test(digits)) return -2;
  if (digits.length % 4 === 1) return -1;
  if (padded > digits.length && padded % 4 !== 0) return -2;
  const bytes = new Uint8Array((digits.length * 3) >> 2);
  fromDigits(bytes, digits, 0, bytes.length);
  return bytes;
}
