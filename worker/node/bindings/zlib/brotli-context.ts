// One Brotli compression or decompression in progress (BrotliEncoderContext and BrotliDecoderContext in src/node_zlib.cc) over
// brotli-wasm. Owned by its handle. The library takes a quality alone: window size, mode and the other parameters change the
// size of the result, not its meaning, and are passed over. It has no flush in the middle of a stream: what BROTLI_OPERATION_FLUSH
// would put out at once comes with later input, or at the end.
import type { BrotliLibrary } from '../../libraries.ts';
import type { CompressionContext } from './compression-handle.ts';
import type { ZlibError } from './zlib-context.ts';

const BROTLI_OPERATION_FINISH = 2;
const Z_BUF_ERROR = -5;
/** BrotliStreamResultCode. */
const NEEDS_MORE_INPUT = 2;
const NEEDS_MORE_OUTPUT = 3;

interface StepResult {
  readonly code: number;
  readonly buf: Uint8Array;
  readonly input_offset: number;
  free(): void;
}

/** The library throws the decoder's error code, or a text. */
const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

abstract class BrotliContext implements CompressionContext {
  #input = new Uint8Array(0);
  #output = new Uint8Array(0);
  protected flush = 0;
  protected last = 0;
  protected failure: Error | undefined;

  get availableIn(): number {
    return this.#input.length;
  }
  get availableOut(): number {
    return this.#output.length;
  }

  setBuffers(flush: number, input: Uint8Array<ArrayBuffer>, output: Uint8Array<ArrayBuffer>): void {
    this.flush = flush;
    this.#input = input;
    this.#output = output;
  }

  /** One call of the library; keeps what is left of both buffers. */
  protected step(run: (input: Uint8Array, room: number) => StepResult): void {
    const result = run(this.#input, this.#output.length);
    const { buf, code, input_offset: consumed } = result;
    result.free();
    this.#output.set(buf);
    this.#output = this.#output.subarray(buf.length);
    this.#input = this.#input.subarray(consumed);
    this.last = code;
  }

  abstract work(): void;
  abstract check(): ZlibError | undefined;
  abstract reset(): ZlibError | undefined;
}

export class BrotliEncoderContext extends BrotliContext {
  readonly #library: BrotliLibrary;
  readonly #quality: number | undefined;
  #stream;

  constructor(library: BrotliLibrary, quality: number | undefined) {
    super();
    this.#library = library;
    this.#quality = quality;
    this.#stream = new library.CompressStream(quality);
  }

  work(): void {
    try {
      while (this.availableIn > 0 && this.availableOut > 0) {
        this.step((input, room) => this.#stream.compress(input, room));
        if (this.last === NEEDS_MORE_OUTPUT) return;
      }
      if (this.flush !== BROTLI_OPERATION_FINISH || this.availableOut === 0) return;
      this.step((_input, room) => this.#stream.compress(undefined, room));
    } catch (error) {
      this.failure = asError(error);
    }
  }

  check(): ZlibError | undefined {
    if (this.failure === undefined) return undefined;
    return { message: 'Compression failed', code: 'ERR_BROTLI_COMPRESSION_FAILED', errno: -1 };
  }

  reset(): ZlibError | undefined {
    this.#stream.free();
    this.#stream = new this.#library.CompressStream(this.#quality);
    return undefined;
  }
}

export class BrotliDecoderContext extends BrotliContext {
  readonly #library: BrotliLibrary;
  /** node:zlib's constants, which name the errors. */
  readonly #constants: Readonly<Record<string, number>>;
  #stream;
  #ended = false;

  constructor(library: BrotliLibrary, constants: Readonly<Record<string, number>>) {
    super();
    this.#library = library;
    this.#constants = constants;
    this.#stream = new library.DecompressStream();
  }

  work(): void {
    if (this.#ended) return;
    try {
      do {
        this.step((input, room) => this.#stream.decompress(input, room));
      } while (this.last === NEEDS_MORE_INPUT && this.availableIn > 0 && this.availableOut > 0);
      this.#ended = this.last < NEEDS_MORE_INPUT;
    } catch (error) {
      this.failure = asError(error);
    }
  }

  check(): ZlibError | undefined {
    if (this.failure !== undefined) {
      const errno = Number(/-\d+/.exec(this.failure.message)?.[0]);
      const prefix = 'BROTLI_DECODER_ERROR_';
      const name = Object.keys(this.#constants).find(
        (key) => key.startsWith(prefix) && this.#constants[key] === errno,
      );
      const code =
        name === undefined ? 'ERR_BROTLI_DECOMPRESSION_FAILED' : `ERR__ERROR_${name.slice(prefix.length)}`;
      return { message: 'Decompression failed', code, errno };
    }
    if (this.flush === BROTLI_OPERATION_FINISH && this.last === NEEDS_MORE_INPUT) {
      return { message: 'unexpected end of file', code: 'Z_BUF_ERROR', errno: Z_BUF_ERROR };
    }
    return undefined;
  }

  reset(): ZlibError | undefined {
    this.#stream.free();
    this.#stream = new this.#library.DecompressStream();
    this.#ended = false;
    this.failure = undefined;
    return undefined;
  }
}
