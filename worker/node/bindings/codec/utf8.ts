// UTF-8 through the browser's coders, with plain loops for short ASCII, where a call into the browser costs more.
import { encodeInto, plainBytes } from './plain-bytes.ts';

/** Up to this many bytes or characters a loop over ASCII is faster than TextDecoder or TextEncoder. */
const SHORT = 24;

/**
 * Texts of this length and more are counted by encoding them into a scratch buffer, which the browser does far faster; in
 * pieces, since it copies a text as a whole before it encodes what there is room for.
 */
const COUNTED_BY_ENCODER = 128;
const PIECE = 8 * 1024;

export interface Utf8Codec {
  /** Invalid bytes become U+FFFD; a byte order mark stays. */
  decode(bytes: Uint8Array, start: number, end: number): string;
  /** Writes whole characters only, at most `length` bytes at `offset`; returns the number of bytes. */
  write(target: Uint8Array, text: string, offset: number, length: number): number;
  encode(text: string): Uint8Array<ArrayBuffer>;
  byteLength(text: string): number;
  isValid(bytes: Uint8Array): boolean;
}

export function createUtf8Codec(host: {
  TextDecoder: typeof TextDecoder;
  TextEncoder: typeof TextEncoder;
}): Utf8Codec {
  const decoder = new host.TextDecoder('utf-8', { ignoreBOM: true });
  const strict = new host.TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
  const encoder = new host.TextEncoder();
  const scratch = new Uint8Array(3 * PIECE);

  return {
    decode(bytes, start, end) {
      if (end - start <= SHORT) {
        let text = '';
        let i = start;
        for (; i < end; i++) {
          const byte = bytes[i] as number;
          if (byte > 0x7f) break;
          text += String.fromCharCode(byte);
        }
        if (i === end) return text;
      }
      return decoder.decode(plainBytes(bytes, start, end));
    },
    write(target, text, offset, length) {
      const room = Math.min(length, target.length - offset);
      if (text.length <= SHORT && text.length <= room) {
        let i = 0;
        for (; i < text.length; i++) {
          const unit = text.charCodeAt(i);
          if (unit > 0x7f) break;
          target[offset + i] = unit;
        }
        if (i === text.length) return i;
      }
      if (room <= 0) return 0;
      return encodeInto(encoder, text, target, offset, room).written;
    },
    encode: (text) => encoder.encode(text),
    byteLength(text) {
      if (text.length >= COUNTED_BY_ENCODER) return encodedLength(encoder, scratch, text);
      let bytes = text.length;
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit < 0x80) continue;
        bytes += unit < 0x800 ? 1 : 2;
        // A pair takes four bytes: two for the half counted here, two for its partner, of which one unit is counted.
        if (isPair(text, i, unit)) i++;
      }
      return bytes;
    },
    isValid(bytes) {
      try {
        strict.decode(plainBytes(bytes));
        return true;
      } catch {
        return false;
      }
    },
  };
}

function isPair(text: string, at: number, unit: number): boolean {
  return (unit & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
}

function encodedLength(encoder: TextEncoder, scratch: Uint8Array, text: string): number {
  let bytes = 0;
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + PIECE);
    // A pair goes whole into the next piece.
    if (isPair(text, end - 1, text.charCodeAt(end - 1))) end--;
    bytes += encoder.encodeInto(text.slice(start, end), scratch).written;
    start = end;
  }
  return bytes;
}
