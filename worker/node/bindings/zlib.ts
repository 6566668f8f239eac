// internalBinding('zlib') (src/node_zlib.cc): deflate, gzip and their kin over pako. Owned by the realm; each handle by its stream.
import type { Binding, Realm } from '../realm.ts';
import { bytesOf } from './bytes-of.ts';
import { createUtf8Codec } from './codec/utf8.ts';
import { crc32 } from './zlib/crc32.ts';
import { ZlibContext, type ZlibError } from './zlib/zlib-context.ts';

/** What Node's lib hangs onto a handle. */
interface ZlibCallbacks {
  readonly onerror: (message: string, errno: number, code: string) => void;
}

export function createZlibBinding(realm: Realm): Binding {
  const utf8 = createUtf8Codec(realm.host);

  class Zlib extends realm.AsyncWrap {
    readonly #mode: number;
    #context: ZlibContext | undefined;
    /** [avail_out, avail_in] after a write. */
    #writeResult: Uint32Array = new Uint32Array(2);
    #onWritten: () => void = () => {};
    #writing = false;
    #closing = false;

    constructor(mode: number) {
      super('ZLIB');
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
      this.#writeResult = writeResult;
      this.#onWritten = onWritten;
      const bytes = ArrayBuffer.isView(dictionary) ? new Uint8Array(bytesOf(dictionary)) : undefined;
      const given = { windowBits, level, memLevel, strategy, rejectGarbageAfterEnd };
      this.#context = new ZlibContext({ mode: this.#mode, dictionary: bytes, ...given });
      this.#report(this.#context.setDictionary());
    }

    #begin(
      flush: number,
      input: ArrayBufferView | undefined | null,
      inOffset: number,
      inLength: number,
      output: ArrayBufferView,
      outOffset: number,
      outLength: number,
    ): ZlibContext {
      const context = this.#context;
      if (context === undefined) throw new Error('already finalized');
      this.#writing = true;
      const source = input ? bytesOf(input) : new Uint8Array(0);
      const target = bytesOf(output);
      context.setBuffers(
        flush,
        new Uint8Array(source.buffer, source.byteOffset + inOffset, inLength),
        new Uint8Array(target.buffer, target.byteOffset + outOffset, outLength),
      );
      return context;
    }

    /** True unless the write ended in an error, which is reported. */
    #finish(context: ZlibContext): boolean {
      this.#writeResult[0] = context.availableOut;
      this.#writeResult[1] = context.availableIn;
      this.#writing = false;
      return this.#report(context.check());
    }

    writeSync(...args: Parameters<Zlib['write']>): void {
      const context = this.#begin(...args);
      context.work();
      this.#finish(context);
    }

    /** A browser's worker has no thread to hand this to: it is done in the loop's poll phase, as a thread's result would be. */
    write(
      flush: number,
      input: ArrayBufferView | undefined | null,
      inOffset: number,
      inLength: number,
      output: ArrayBufferView,
      outOffset: number,
      outLength: number,
    ): void {
      const context = this.#begin(flush, input, inOffset, inLength, output, outOffset, outLength);
      realm.loop.post(() => {
        if (this.#closing) {
          this.#writing = false;
          this.close();
          return;
        }
        context.work();
        if (this.#finish(context)) realm.loop.makeCallback(this, this.#onWritten, []);
        if (this.#closing) this.close();
      });
    }

    #report(error: ZlibError | undefined): boolean {
      if (error === undefined) return true;
      const { onerror } = this as unknown as ZlibCallbacks;
      realm.loop.makeCallback(this, onerror, [error.message, error.errno, error.code]);
      this.#writing = false;
      if (this.#closing) this.close();
      return false;
    }

    params(level: number, strategy: number): void {
      this.#report(this.#context?.setParams(level, strategy));
    }

    reset(): void {
      this.#report(this.#context?.reset());
    }

    close(): void {
      if (this.#writing) {
        this.#closing = true;
        return;
      }
      this.#closing = false;
      this.#context = undefined;
    }
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
    ...missing('BrotliEncoder', 'Brotli compression'),
    ...missing('BrotliDecoder', 'Brotli decompression'),
    ...missing('ZstdCompress', 'Zstandard compression'),
    ...missing('ZstdDecompress', 'Zstandard decompression'),
    crc32: (data: unknown, value: number) =>
      crc32(typeof data === 'string' ? utf8.encode(data) : bytesOf(data), value),
    ZLIB_VERSION: (realm.meta.bindings['zlib'] as { ZLIB_VERSION: string }).ZLIB_VERSION,
  };
}
