// internalBinding('icu'): converters behind TextDecoder's legacy encodings, buffer.transcode, and column widths
// (src/node_i18n.cc). Owned by the realm, as long as the process.
import type { Binding, Realm } from '../realm.ts';
import { bytesOf, isAnyArrayBuffer } from './bytes-of.ts';
import { plainBytes } from './codec/plain-bytes.ts';
import { createTextCodec, parseEncoding, type Encoding } from './codec/text-codec.ts';
import { columnWidth } from './icu/column-width.ts';
import { transcode, U_ILLEGAL_ARGUMENT_ERROR } from './icu/transcode.ts';
import { nativeError } from './native-error.ts';
import { nodeBuffer } from './node-buffer-of.ts';

const CONVERTER_FLAGS_FLUSH = 1;
const CONVERTER_FLAGS_FATAL = 2;
const CONVERTER_FLAGS_IGNORE_BOM = 4;

/** The names of the codes that transcode returns, and of ICU's neighbours of them. */
const errorNames: Readonly<Record<number, string>> = {
  0: 'U_ZERO_ERROR',
  [U_ILLEGAL_ARGUMENT_ERROR]: 'U_ILLEGAL_ARGUMENT_ERROR',
  7: 'U_MEMORY_ALLOCATION_ERROR',
  10: 'U_INVALID_CHAR_FOUND',
  11: 'U_TRUNCATED_CHAR_FOUND',
  12: 'U_ILLEGAL_CHAR_FOUND',
  15: 'U_BUFFER_OVERFLOW_ERROR',
};

/** The native object that Node's TextDecoder holds. */
class Converter {
  readonly #decoder: TextDecoder;
  constructor(decoder: TextDecoder) {
    this.#decoder = decoder;
  }
  static decode(converter: Converter, bytes: Uint8Array, stream: boolean): string {
    return converter.#decoder.decode(bytes, { stream });
  }
}

export function createIcuBinding(realm: Realm): Binding {
  const { host } = realm;
  const codec = createTextCodec(host);

  function decoderFor(encoding: string, flags: number): TextDecoder | undefined {
    try {
      return new host.TextDecoder(encoding, {
        fatal: (flags & CONVERTER_FLAGS_FATAL) !== 0,
        ignoreBOM: (flags & CONVERTER_FLAGS_IGNORE_BOM) !== 0,
      });
    } catch {
      return undefined;
    }
  }

  const named = (name: unknown): Encoding | undefined => {
    const encoding = parseEncoding(name, 'buffer');
    return encoding === 'buffer' ? undefined : encoding;
  };

  return {
    /** Node's lib only passes the text; the width of East Asian "ambiguous" characters is always one. */
    getStringWidth: (text: string, _ambiguousAsFullWidth?: boolean, expandEmoji = true) =>
      columnWidth(text, expandEmoji),
    icuErrName: (code: number) => errorNames[code] ?? '[BOGUS UErrorCode]',
    transcode(source: Uint8Array, from: unknown, to: unknown): unknown {
      const result = transcode(codec, source, named(from), named(to));
      return typeof result === 'number' ? result : nodeBuffer(realm, result);
    },
    getConverter(encoding: string, flags: number): Converter | undefined {
      const decoder = decoderFor(encoding, flags);
      return decoder && new Converter(decoder);
    },
    hasConverter: (encoding: string) => decoderFor(encoding, 0) !== undefined,
    decode(converter: Converter, input: unknown, flags: number, encoding: string): string {
      if (!ArrayBuffer.isView(input) && !isAnyArrayBuffer(input)) {
        throw nativeError(
          TypeError,
          'ERR_INVALID_ARG_TYPE',
          'The "input" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.',
        );
      }
      const stream = (flags & CONVERTER_FLAGS_FLUSH) === 0;
      try {
        return Converter.decode(converter, plainBytes(bytesOf(input)), stream);
      } catch {
        throw nativeError(
          TypeError,
          'ERR_ENCODING_INVALID_ENCODED_DATA',
          `The encoded data was not valid for encoding ${encoding}`,
        );
      }
    },
  };
}
