// buffer.transcode between the four encodings that Node supports there.
import type { Encoding, TextCodec } from '../codec/text-codec.ts';

/** UErrorCode of ICU. */
export const U_ILLEGAL_ARGUMENT_ERROR = 1;
const U_INVALID_CHAR_FOUND = 10;

const supported: ReadonlySet<Encoding> = new Set(['ascii', 'latin1', 'utf16le', 'utf8']);
const loneSurrogate = /\p{Cs}/u;

/** The bytes in the other encoding, or ICU's error code. What the target lacks becomes "?". */
export function transcode(
  codec: TextCodec,
  source: Uint8Array,
  from: Encoding | undefined,
  to: Encoding | undefined,
): Uint8Array | number {
  if (from === undefined || to === undefined || !supported.has(from) || !supported.has(to)) {
    return U_ILLEGAL_ARGUMENT_ERROR;
  }
  if (from === to && (from === 'latin1' || from === 'utf16le')) return new Uint8Array(source);
  // Bytes above 0x7f are no ASCII: they become U+FFFD, except on the direct way to UTF-16.
  const reading = from === 'ascii' && to === 'utf16le' ? 'latin1' : from;
  const text = decode(codec, source, reading);
  // simdutf converts between the two forms of Unicode and refuses what is none.
  if (from === 'utf8' && to === 'utf16le' && !codec.utf8.isValid(source)) return U_INVALID_CHAR_FOUND;
  // An odd last byte is ignored; where it is all there is, nothing was converted, which Node takes for a failure.
  if (from === 'utf16le' && to === 'utf8' && (text === '' || loneSurrogate.test(text))) {
    return U_INVALID_CHAR_FOUND;
  }
  if (to === 'utf8' || to === 'utf16le') return codec.encode(text, to);
  const limit = to === 'ascii' ? 0x7f : 0xff;
  return Uint8Array.from(Array.from(text), (character) => {
    const codePoint = character.codePointAt(0) as number;
    return codePoint <= limit ? codePoint : 0x3f;
  });
}

function decode(codec: TextCodec, source: Uint8Array, from: Encoding): string {
  if (from !== 'ascii') return codec.decode(source, 0, source.length, from);
  return codec.latin1.decode(source, 0, source.length).replace(/[\x80-\xff]/g, '\ufffd');
}
