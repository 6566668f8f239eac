// Synchronous reads of Blobs, in chunks that are kept for a while: a FileReaderSync call costs about 0.4 ms whatever its
// size (PLATFORM.md), and the files of one pack are read together. One a process; lives as long as its filesystem.

/** Reads a range of a Blob at once: FileReaderSync in a worker, a stand-in in tests. */
export type ReadBlob = (blob: Blob, start: number, end: number) => Uint8Array;

/** Large enough that a package's many small modules come with one read. */
const chunkSize = 128 * 1024;
/** Reads from this size on are not kept: they would push out everything else. */
const bypassSize = 1024 * 1024;
/** Reading ahead: each further read of a Blob takes twice as many chunks, up to so many. A megabyte takes as long again. */
const mostChunks = 8;

export class BlobReader {
  /** Least recently used first (a Map keeps insertion order). */
  readonly #chunks = new Map<string, Uint8Array>();
  /** What was read ahead and is too large to be kept: until it is read. */
  readonly #ahead = new Map<string, Uint8Array>();
  readonly #blobs = new WeakMap<Blob, { readonly id: number; reads: number }>();
  #nextId = 1;
  #bytes = 0;

  constructor(
    private readonly readBlob: ReadBlob,
    private readonly budget: number,
  ) {}

  /** The bytes of [start, end). Not to be changed by the caller. */
  read(blob: Blob, start: number, end: number): Uint8Array {
    if (end - start >= bypassSize)
      return this.#takeAhead(blob, start, end) ?? this.readBlob(blob, start, end);
    const first = Math.floor(start / chunkSize);
    const last = Math.floor((end - 1) / chunkSize);
    if (first >= last) {
      const offset = first * chunkSize;
      return this.#chunk(blob, first).subarray(start - offset, end - offset);
    }
    const result = new Uint8Array(end - start);
    for (let index = first; index <= last; index++) {
      const offset = index * chunkSize;
      const from = Math.max(start, offset);
      const to = Math.min(end, offset + chunkSize);
      result.set(this.#chunk(blob, index).subarray(from - offset, to - offset), from - start);
    }
    return result;
  }

  /** Reads what will be read soon. */
  readAhead(blob: Blob, start: number, end: number): void {
    if (end - start < bypassSize) this.read(blob, start, end);
    else this.#ahead.set(`${this.#known(blob).id}:${start}-${end}`, this.readBlob(blob, start, end));
  }

  #takeAhead(blob: Blob, start: number, end: number): Uint8Array | undefined {
    if (this.#ahead.size === 0) return undefined;
    const key = `${this.#known(blob).id}:${start}-${end}`;
    const bytes = this.#ahead.get(key);
    this.#ahead.delete(key);
    return bytes;
  }

  #known(blob: Blob): { readonly id: number; reads: number } {
    let known = this.#blobs.get(blob);
    if (known === undefined) this.#blobs.set(blob, (known = { id: this.#nextId++, reads: 0 }));
    return known;
  }

  #chunk(blob: Blob, index: number): Uint8Array {
    const known = this.#known(blob);
    const key = (at: number): string => `${known.id}:${at}`;
    const found = this.#chunks.get(key(index));
    if (found !== undefined) {
      this.#chunks.delete(key(index));
      this.#chunks.set(key(index), found);
      return found;
    }
    const most = Math.min(index + Math.min(mostChunks, 2 ** known.reads++), Math.ceil(blob.size / chunkSize));
    let end = index + 1;
    while (end < most && !this.#chunks.has(key(end))) end++;
    const bytes = this.readBlob(blob, index * chunkSize, Math.min(blob.size, end * chunkSize));
    // What was asked for goes last: it is the last to be dropped.
    for (let at = end - 1; at >= index; at--)
      this.#keep(key(at), bytes.subarray((at - index) * chunkSize, (at - index + 1) * chunkSize));
    return bytes.subarray(0, chunkSize);
  }

  #keep(key: string, chunk: Uint8Array): void {
    this.#chunks.set(key, chunk);
    this.#bytes += chunk.byteLength;
    for (const [oldest, bytes] of this.#chunks) {
      if (this.#bytes <= this.budget || oldest === key) break;
      this.#chunks.delete(oldest);
      this.#bytes -= bytes.byteLength;
    }
  }
}
