// What the handles of node:zlib share (CompressionStream in src/node_zlib.cc): a write now or in the loop, its result, errors and
// closing. One class a realm; each handle is owned by its stream.
import type { Realm } from '../../realm.ts';
import { bytesOf } from '../bytes-of.ts';
import type { ZlibError } from './zlib-context.ts';

/** One compression or decompression in progress. */
export interface CompressionContext {
  readonly availableIn: number;
  readonly availableOut: number;
  setBuffers(flush: number, input: Uint8Array, output: Uint8Array): void;
  /** Works as far as the buffers allow. */
  work(): void;
  /** The error of the last `work`, if it had one. */
  check(): ZlibError | undefined;
  reset(): ZlibError | undefined;
}

/** What Node's lib hangs onto a handle. */
interface ZlibCallbacks {
  readonly onerror: (message: string, errno: number, code: string) => void;
}

type WriteArguments = [
  flush: number,
  input: ArrayBufferView | undefined | null,
  inOffset: number,
  inLength: number,
  output: ArrayBufferView,
  outOffset: number,
  outLength: number,
];

export function createCompressionHandle(realm: Realm) {
  return class CompressionHandle<Context extends CompressionContext> extends realm.AsyncWrap {
    #context: Context | undefined;
    /** [avail_out, avail_in] after a write. */
    #writeResult: Uint32Array = new Uint32Array(2);
    #onWritten: () => void = () => {};
    #writing = false;
    #closing = false;

    constructor() {
      super('ZLIB');
    }

    protected get context(): Context | undefined {
      return this.#context;
    }

    protected start(context: Context, writeResult: Uint32Array, onWritten: () => void): void {
      this.#context = context;
      this.#writeResult = writeResult;
      this.#onWritten = onWritten;
    }

    #begin([flush, input, inOffset, inLength, output, outOffset, outLength]: WriteArguments): Context {
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
    #finish(context: Context): boolean {
      this.#writeResult[0] = context.availableOut;
      this.#writeResult[1] = context.availableIn;
      this.#writing = false;
      return this.report(context.check());
    }

    writeSync(...args: WriteArguments): void {
      const context = this.#begin(args);
      context.work();
      this.#finish(context);
    }

    /** A browser's worker has no thread to hand this to: it is done in the loop's poll phase, as a thread's result would be. */
    write(...args: WriteArguments): void {
      const context = this.#begin(args);
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

    /** True where there is nothing to report. */
    protected report(error: ZlibError | undefined): boolean {
      if (error === undefined) return true;
      const { onerror } = this as unknown as ZlibCallbacks;
      realm.loop.makeCallback(this, onerror, [error.message, error.errno, error.code]);
      this.#writing = false;
      if (this.#closing) this.close();
      return false;
    }

    reset(): void {
      this.report(this.#context?.reset());
    }

    close(): void {
      if (this.#writing) {
        this.#closing = true;
        return;
      }
      this.#closing = false;
      this.#context = undefined;
    }
  };
}
