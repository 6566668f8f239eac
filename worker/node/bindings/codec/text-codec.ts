// All of Buffer's encodings behind one interface, for the bindings that are told an encoding by name or by number.
import { createBase64Codec, type Base64Codec } from './base64.ts';
import { decodeHex, writeHex } from './hex.ts';
import { createLatin1Codec, type Latin1Codec } from './latin1.ts';
import { decodeUtf16, writeUtf16 } from './utf16.ts';
import { createUtf8Codec, type Utf8Codec } from './utf8.ts';

/** Node's `enum encoding`: the index is its number. */
export const encodingNames = [
  'ascii',
  'utf8',
  'base64',
  'utf16le',
  'latin1',
  'hex',
  'buffer',
  'base64url',
] as const;
export type Encoding = (typeof encodingNames)[number];

const aliases: Readonly<Record<string, Encoding>> = {
  ascii: 'ascii',
  utf8: 'utf8',
  'utf-8': 'utf8',
  base64: 'base64',
  base64url: 'base64url',
  ucs2: 'utf16le',
  'ucs-2': 'utf16le',
  utf16le: 'utf16le',
  'utf-16le': 'utf16le',
  latin1: 'latin1',
  binary: 'latin1',
  hex: 'hex',
  buffer: 'buffer',
};

/** As node::ParseEncoding: a number, or a name in any case; `fallback` for the rest. */
export function parseEncoding(value: unknown, fallback: Encoding): Encoding {
  if (typeof value === 'number') return encodingNames[value] ?? fallback;
  if (typeof value !== 'string') return fallback;
  return aliases[value] ?? aliases[value.toLowerCase()] ?? fallback;
}

export interface TextCodec {
  readonly utf8: Utf8Codec;
  readonly latin1: Latin1Codec;
  readonly base64: Base64Codec;
  decode(bytes: Uint8Array, start: number, end: number, encoding: Encoding): string;
  write(target: Uint8Array, text: string, offset: number, length: number, encoding: Encoding): number;
  encode(text: string, encoding: Encoding): Uint8Array<ArrayBuffer>;
}

export function createTextCodec(host: {
  TextDecoder: typeof TextDecoder;
  TextEncoder: typeof TextEncoder;
}): TextCodec {
  const utf8 = createUtf8Codec(host);
  const latin1 = createLatin1Codec(host);
  const base64 = createBase64Codec(host);

  function write(
    target: Uint8Array,
    text: string,
    offset: number,
    length: number,
    encoding: Encoding,
  ): number {
    switch (encoding) {
      case 'utf8':
      case 'buffer':
        return utf8.write(target, text, offset, length);
      case 'ascii':
      case 'latin1':
        return latin1.write(target, text, offset, length);
      case 'utf16le':
        return writeUtf16(target, text, offset, length);
      case 'hex':
        return writeHex(target, text, offset, length);
      case 'base64':
      case 'base64url':
        return base64.write(target, text, offset, length, encoding);
    }
  }

  return {
    utf8,
    latin1,
    base64,
    write,
    decode(bytes, start, end, encoding) {
      switch (encoding) {
        case 'utf8':
        case 'buffer':
          return utf8.decode(bytes, start, end);
        case 'ascii':
          return latin1.decodeAscii(bytes, start, end);
        case 'latin1':
          return latin1.decode(bytes, start, end);
        case 'utf16le':
          return decodeUtf16(bytes, start, end);
        case 'hex':
          return decodeHex(bytes, start, end);
        case 'base64':
        case 'base64url':
          return base64.decode(bytes, start, end, encoding);
      }
    },
    encode(text, encoding) {
      if (encoding === 'utf8' || encoding === 'buffer') return utf8.encode(text);
      const bytes = new Uint8Array(maximumLength(text, encoding));
      const written = write(bytes, text, 0, bytes.length, encoding);
      return written === bytes.length ? bytes : bytes.slice(0, written);
    },
  };
}

function maximumLength(text: string, encoding: Encoding): number {
  switch (encoding) {
    case 'utf16le':
      return text.length * 2;
    case 'hex':
      return text.length >> 1;
    case 'base64':
    case 'base64url':
      return (text.length * 3 + 3) >> 2;
    default:
      return text.length;
  }
}
