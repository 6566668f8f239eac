// The memory of a WebAssembly instance as WASI's functions see it. It may be shared with other threads, which may grow it at
// any time; a browser's text decoder and Blobs take no shared memory, so that what is read is copied.

export class WasmMemory {
  #memory: WebAssembly.Memory | undefined;

  constructor(private readonly notSet: () => Error) {}

  set(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  /** Live: what is written is in the memory. */
  bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#buffer(at + length), at, length);
  }

  view(at: number, length: number): DataView {
    return new DataView(this.#buffer(at + length), at, length);
  }

  copy(at: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.bytes(at, length));
  }

  setUint32(at: number, value: number): void {
    this.view(at, 4).setUint32(0, value, true);
  }

  setUint64(at: number, value: bigint): void {
    this.view(at, 8).setBigUint64(0, value, true);
  }

  write(at: number, bytes: Uint8Array): void {
    this.bytes(at, bytes.length).set(bytes);
  }

  /** The buffers of an array of iovecs. */
  vectors(at: number, count: number): Uint8Array[] {
    const view = this.view(at, count * 8);
    return Array.from({ length: count }, (_, index) =>
      this.bytes(view.getUint32(index * 8, true), view.getUint32(index * 8 + 4, true)),
    );
  }

  #buffer(end: number): ArrayBufferLike {
    if (this.#memory === undefined) throw this.notSet();
    // V8 shows what another thread has grown after a call of grow.
    if (end > this.#memory.buffer.byteLength) this.#memory.grow(0);
    return this.#memory.buffer;
  }
}
