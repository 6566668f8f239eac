// latin1 (one byte a character, the low byte of each code unit) and ascii (the same, reading with the high bit cleared).
import { isAscii } from './ascii.ts';
import { encodeInto, plainBytes } from './plain-bytes.ts';

/** Arguments of one `apply`: well below every engine's limit on a call's arguments. */
const CHUNK = 8192;
/** From here on one call into the browser's UTF-8 coder beats a loop, where the text is ASCII. */
const NATIVE_FROM = 64;

export interface Latin1Codec {
  decode(bytes: Uint8Array, start: number, end: number): string;
  decodeAscii(bytes: Uint8Array, start: number, end: number): string;
  /** Writes at most `length` characters at `offset`; returns how many. */
  write(target: Uint8Array, text: string, offset: number, length: number): number;
}

export function createLatin1Codec(host: {
  TextDecoder: typeof TextDecoder;
  TextEncoder: typeof TextEncoder;
}): Latin1Codec {
  const decoder = new host.TextDecoder('utf-8', { ignoreBOM: true });
  const encoder = new host.TextEncoder();

  function decode(bytes: Uint8Array, start: number, end: number): string {
    if (end - start >= NATIVE_FROM && isAscii(bytes, start, end)) {
      return decoder.decode(plainBytes(bytes, start, end));
    }
    let text = '';
    for (let i = start; i < end; i += CHUNK) {
      const chunk = bytes.subarray(i, Math.min(end, i + CHUNK));
      text += String.fromCharCode.apply(null, chunk as unknown as number[]);
    }
    return text;
  }

  return {
    decode,
    decodeAscii(bytes, start, end) {
      if (isAscii(bytes, start, end)) return decode(bytes, start, end);
      const cleared = Uint8Array.prototype.slice.call(bytes, start, end);
      for (let i = 0; i < cleared.length; i++) cleared[i] = (cleared[i] as number) & 0x7f;
      return decode(cleared, 0, cleared.length);
    },
    write(target, text, offset, length) {
      const count = Math.min(text.length, length, target.length - offset);
      if (count >= NATIVE_FROM) {
        const { read, written } = encodeInto(encoder, text, target, offset, count);
        if (read === count && written === count) return count;
      }
      for (let i = 0; i < count; i++) target[offset + i] = text.charCodeAt(i);
      return count;
    },
  };
}
