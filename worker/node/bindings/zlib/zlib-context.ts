// One compression or decompression in progress: Node's ZlibContext over pako's port of zlib. Owned by a Zlib handle.
import {
  Z_BUF_ERROR,
  Z_DATA_ERROR,
  Z_FINISH,
  Z_NEED_DICT,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibDeflateSetDictionary,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  zlibInflateSetDictionary,
} from 'pako';
import { deflateParams } from './deflate-params.ts';

/** node_zlib_mode. */
export const mode = {
  DEFLATE: 1,
  INFLATE: 2,
  GZIP: 3,
  GUNZIP: 4,
  DEFLATERAW: 5,
  INFLATERAW: 6,
  UNZIP: 7,
} as const;

const Z_DEFLATED = 8;
const GZIP_HEADER_ID1 = 0x1f;
const GZIP_HEADER_ID2 = 0x8b;

/** As CompressionError: what a Zlib object's 'error' event is made of. */
export interface ZlibError {
  readonly message: string;
  readonly code: string;
  readonly errno: number;
}

const codes: Readonly<Record<number, string>> = {
  0: 'Z_OK',
  1: 'Z_STREAM_END',
  2: 'Z_NEED_DICT',
  [-1]: 'Z_ERRNO',
  [-2]: 'Z_STREAM_ERROR',
  [-3]: 'Z_DATA_ERROR',
  [-4]: 'Z_MEM_ERROR',
  [-5]: 'Z_BUF_ERROR',
};

export interface ZlibOptions {
  readonly mode: number;
  readonly windowBits: number;
  readonly level: number;
  readonly memLevel: number;
  readonly strategy: number;
  readonly dictionary: Uint8Array | undefined;
  readonly rejectGarbageAfterEnd: boolean;
}

export class ZlibContext {
  readonly #options: ZlibOptions;
  readonly #stream = new ZStream();
  /** UNZIP becomes GUNZIP or INFLATE at the first two bytes. */
  #mode: number;
  #status: number = Z_OK;
  #flush = 0;
  #initialized = false;
  #gzipIdBytesRead = 0;

  constructor(options: ZlibOptions) {
    this.#options = options;
    this.#mode = options.mode;
  }

  get availableIn(): number {
    return this.#stream.avail_in;
  }
  get availableOut(): number {
    return this.#stream.avail_out;
  }

  #compresses(): boolean {
    const { mode: given } = this.#options;
    return given === mode.DEFLATE || given === mode.GZIP || given === mode.DEFLATERAW;
  }

  /** Allocated at first use: a stream that is never written to costs nothing. */
  #initialize(): void {
    if (this.#initialized) return;
    this.#initialized = true;
    const { mode: given, windowBits: bits, level, memLevel, strategy } = this.#options;
    const windowBits =
      given === mode.GZIP || given === mode.GUNZIP
        ? bits + 16
        : given === mode.UNZIP
          ? bits + 32
          : given === mode.DEFLATERAW || given === mode.INFLATERAW
            ? -bits
            : bits;
    this.#status = this.#compresses()
      ? zlibDeflateInit2(this.#stream, level, Z_DEFLATED, windowBits, memLevel, strategy as 0)
      : zlibInflateInit2(this.#stream, windowBits);
  }

  setDictionary(): ZlibError | undefined {
    const { dictionary, mode: given } = this.#options;
    if (dictionary === undefined || dictionary.length === 0) return undefined;
    this.#initialize();
    this.#status = Z_OK;
    if (given === mode.DEFLATE || given === mode.DEFLATERAW) {
      this.#status = zlibDeflateSetDictionary(this.#stream, dictionary);
    } else if (given === mode.INFLATERAW) {
      // The other modes get it when inflate asks for one.
      this.#status = zlibInflateSetDictionary(this.#stream, dictionary);
    }
    return this.#status === Z_OK ? undefined : this.#failed('Failed to set dictionary');
  }

  setBuffers(flush: number, input: Uint8Array, output: Uint8Array): void {
    this.#flush = flush;
    this.#stream.input = input;
    this.#stream.next_in = 0;
    this.#stream.avail_in = input.length;
    this.#stream.output = output as Uint8Array<ArrayBuffer>;
    this.#stream.next_out = 0;
    this.#stream.avail_out = output.length;
  }

  /** Compresses or decompresses as much as the buffers allow. */
  work(): void {
    this.#initialize();
    const flush = this.#flush as 0;
    if (this.#compresses()) {
      this.#status = zlibDeflate(this.#stream, flush);
      return;
    }
    if (this.#mode === mode.UNZIP && !this.#detectFormat()) return;
    this.#inflate(flush);
  }

  /** Tells gzip from zlib by the first two bytes; false where there are not enough yet. */
  #detectFormat(): boolean {
    const { input, next_in: at, avail_in: count } = this.#stream;
    if (count === 0) return true;
    let next = at;
    if (this.#gzipIdBytesRead === 0) {
      if (input[next++] !== GZIP_HEADER_ID1) {
        this.#mode = mode.INFLATE;
        return true;
      }
      this.#gzipIdBytesRead = 1;
      // The only byte so far: zlib itself, which detects the format too, holds on to it.
      if (count === 1) return true;
    }
    if (input[next] === GZIP_HEADER_ID2) {
      this.#gzipIdBytesRead = 2;
      this.#mode = mode.GUNZIP;
    } else {
      this.#mode = mode.INFLATE;
    }
    return true;
  }

  #inflate(flush: 0): void {
    const stream = this.#stream;
    const { dictionary } = this.#options;
    this.#status = zlibInflate(stream, flush);
    if (this.#mode !== mode.INFLATERAW && this.#status === Z_NEED_DICT && dictionary?.length) {
      this.#status = zlibInflateSetDictionary(stream, dictionary);
      if (this.#status === Z_OK) this.#status = zlibInflate(stream, flush);
      // Tells a wrong dictionary from wrong input.
      else if (this.#status === Z_DATA_ERROR) this.#status = Z_NEED_DICT;
    }
    // Bytes after the end are another member of the archive; zeros after it are padding.
    while (
      stream.avail_in > 0 &&
      this.#mode === mode.GUNZIP &&
      this.#status === Z_STREAM_END &&
      !this.#options.rejectGarbageAfterEnd &&
      stream.input[stream.next_in] !== 0
    ) {
      this.reset();
      this.#status = zlibInflate(stream, flush);
    }
  }

  /** The error of the last `work`, if it had one. */
  check(): ZlibError | undefined {
    switch (this.#status) {
      case Z_OK:
      case Z_BUF_ERROR:
        return this.#stream.avail_out !== 0 && this.#flush === Z_FINISH
          ? { message: 'unexpected end of file', code: 'Z_BUF_ERROR', errno: Z_BUF_ERROR }
          : undefined;
      case Z_STREAM_END:
        return undefined;
      case Z_NEED_DICT:
        return this.#failed(this.#options.dictionary?.length ? 'Bad dictionary' : 'Missing dictionary');
      default:
        return this.#failed('Zlib error');
    }
  }

  #failed(message: string): ZlibError {
    const text = this.#status === Z_NEED_DICT ? message : this.#stream.msg || message;
    return { message: text, code: codes[this.#status] ?? 'Z_UNKNOWN_ERROR', errno: this.#status };
  }

  reset(): ZlibError | undefined {
    this.#initialize();
    this.#status = this.#compresses() ? zlibDeflateReset(this.#stream) : zlibInflateReset(this.#stream);
    if (this.#status !== Z_OK) return this.#failed('Failed to reset stream');
    return this.setDictionary();
  }

  setParams(level: number, strategy: number): ZlibError | undefined {
    this.#initialize();
    this.#status = this.#compresses() ? deflateParams(this.#stream, level, strategy) : Z_OK;
    if (this.#status === Z_OK || this.#status === Z_BUF_ERROR) return undefined;
    return this.#failed('Failed to set parameters');
  }
}
