// internalBinding('encoding_binding'): TextEncoder, TextDecoder for UTF-8, and the domain conversions of the legacy url module
// (src/encoding_binding.cc). Owned by the realm, as long as the process.
import type { Binding, Realm } from '../realm.ts';
import { bytesOf, isAnyArrayBuffer } from './bytes-of.ts';
import { encodeInto } from './codec/plain-bytes.ts';
import { createUtf8Codec } from './codec/utf8.ts';
import { createIdna } from './idna.ts';
import { nativeError } from './native-error.ts';

export function createEncodingBindingBinding(realm: Realm): Binding {
  const utf8 = createUtf8Codec(realm.host);
  const encoder = new realm.host.TextEncoder();
  const idna = createIdna(realm.host);
  const encodeIntoResults = new Uint32Array(2);

  return {
    encodeIntoResults,
    encodeInto(text: string, target: Uint8Array): void {
      const { read, written } = encodeInto(encoder, text, target);
      encodeIntoResults[0] = read;
      encodeIntoResults[1] = written;
    },
    encodeUtf8String: (text: string) => utf8.encode(text),
    decodeUTF8(input: unknown, ignoreBOM: boolean, fatal: boolean): string {
      if (!ArrayBuffer.isView(input) && !isAnyArrayBuffer(input)) {
        throw nativeError(
          TypeError,
          'ERR_INVALID_ARG_TYPE',
          'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.',
        );
      }
      let bytes = bytesOf(input);
      if (!ignoreBOM && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
        bytes = new Uint8Array(bytes.buffer, bytes.byteOffset + 3, bytes.length - 3);
      }
      if (fatal && !utf8.isValid(bytes)) {
        throw nativeError(
          TypeError,
          'ERR_ENCODING_INVALID_ENCODED_DATA',
          'The encoded data was not valid for encoding utf-8',
        );
      }
      return utf8.decode(bytes, 0, bytes.length);
    },
    toASCII: idna.toAscii,
    toUnicode: idna.toUnicode,
  };
}
