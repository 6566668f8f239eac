// internalBinding('zlib') (src/node_zlib.cc): deflate, gzip and their kin over pako, Brotli over a wasm. Owned by the realm;
// each handle by its stream.
import type { Binding, Realm } from '../realm.ts';
import { bytesOf } from './bytes-of.ts';
import { createUtf8Codec } from './codec/utf8.ts';
import { crc32 } from './zlib/crc32.ts';
import { BrotliDecoderContext, BrotliEncoderContext } from './zlib/brotli-context.ts';
import { createCompressionHandle } from './zlib/compression-handle.ts';
import { ZlibContext } from './zlib/zlib-context.ts';

/** BrotliEncoderParameter; what is not given is all ones. */
const BROTLI_PARAM_QUALITY = 1;
const UNSET = 0xffffffff;

function zlibConstants(realm: Realm): Readonly<Record<string, number>> {
  return (realm.meta.bindings['constants'] as { zlib: Record<string, number> }).zlib;
}

export function createZlibBinding(realm: Realm): Binding {
  const utf8 = createUtf8Codec(realm.host);

  const CompressionHandle = createCompressionHandle(realm);
  const constants = zlibConstants(realm);

  class Zlib extends CompressionHandle<ZlibContext> {
    readonly #mode: number;

    constructor(mode: number) {
      super();
      this.#mode = mode;
    }

    init(
      windowBits: number,
      level: number,
      memLevel: number,
      strategy: number,
      writeResult: Uint32Array,
      onWritten: () => void,
      dictionary: unknown,
      rejectGarbageAfterEnd: boolean,
    ): void {
      const bytes = ArrayBuffer.isView(dictionary) ? new Uint8Array(bytesOf(dictionary)) : undefined;
      const given = { windowBits, level, memLevel, strategy, rejectGarbageAfterEnd };
      const context = new ZlibContext({ mode: this.#mode, dictionary: bytes, ...given });
      this.start(context, writeResult, onWritten);
      this.report(context.setDictionary());
    }

    params(level: number, strategy: number): void {
      this.report(this.context?.setParams(level, strategy));
    }
  }

  /** The library is loaded by the first handle: a program that only names the class pays nothing. */
  class BrotliEncoder extends CompressionHandle<BrotliEncoderContext> {
    init(
      parameters: Uint32Array,
      writeResult: Uint32Array,
      onWritten: () => void,
      dictionary?: unknown,
    ): void {
      if (dictionary !== undefined) realm.unavailable('a Brotli dictionary');
      const quality = parameters[BROTLI_PARAM_QUALITY];
      const context = new BrotliEncoderContext(
        realm.library('brotli'),
        quality === UNSET ? undefined : quality,
      );
      this.start(context, writeResult, onWritten);
    }
    params(): void {}
  }

  class BrotliDecoder extends CompressionHandle<BrotliDecoderContext> {
    init(
      _parameters: Uint32Array,
      writeResult: Uint32Array,
      onWritten: () => void,
      dictionary?: unknown,
    ): void {
      if (dictionary !== undefined) realm.unavailable('a Brotli dictionary');
      this.start(new BrotliDecoderContext(realm.library('brotli'), constants), writeResult, onWritten);
    }
    params(): void {}
  }

  /** The classes of the formats that have no port here: constructing one says so. */
  function missing(name: string, format: string) {
    return {
      [name]: class extends realm.AsyncWrap {
        constructor() {
          super('ZLIB');
          realm.unavailable(format);
        }
        init(): void {}
        write(): void {}
        writeSync(): void {}
        params(): void {}
        reset(): void {}
        close(): void {}
      },
    };
  }

  return {
    Zlib,
    BrotliEncoder,
    BrotliDecoder,
    ...missing('ZstdCompress', 'Zstandard compression'),
    ...missing('ZstdDecompress', 'Zstandard decompression'),
    crc32: (data: unknown, value: number) =>
      crc32(typeof data === 'string' ? utf8.encode(data) : bytesOf(data), value),
    ZLIB_VERSION: (realm.meta.bindings['zlib'] as { ZLIB_VERSION: string }).ZLIB_VERSION,
  };
}
