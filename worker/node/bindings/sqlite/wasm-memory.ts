// Strings, bytes and numbers in and out of SQLite's memory. Views are made anew after the memory has grown.

import type { Realm } from '../../realm.ts';
import type { SqliteExports } from './wasm-exports.ts';

export class WasmMemory {
  #view: DataView;
  #bytes: Uint8Array;

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly exports: SqliteExports,
    private readonly utf8: Realm['utf8'],
  ) {
    this.#view = new DataView(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
  }

  #refresh(): void {
    if (this.#bytes.buffer === this.memory.buffer) return;
    this.#view = new DataView(this.memory.buffer);
    this.#bytes = new Uint8Array(this.memory.buffer);
  }

  /** Lasts until SQLite runs again. */
  view(pointer: number, size: number): Uint8Array {
    this.#refresh();
    return this.#bytes.subarray(pointer, pointer + size);
  }
  copy(pointer: number, size: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.view(pointer, size));
  }
  getUint32(pointer: number): number {
    this.#refresh();
    return this.#view.getUint32(pointer, true);
  }
  setUint32(pointer: number, value: number): void {
    this.#refresh();
    this.#view.setUint32(pointer, value, true);
  }
  getInt64(pointer: number): bigint {
    this.#refresh();
    return this.#view.getBigInt64(pointer, true);
  }
  setInt64(pointer: number, value: bigint): void {
    this.#refresh();
    this.#view.setBigInt64(pointer, value, true);
  }
  setFloat64(pointer: number, value: number): void {
    this.#refresh();
    this.#view.setFloat64(pointer, value, true);
  }

  text(pointer: number, length: number): string {
    return length === 0 ? '' : this.utf8.decode(this.view(pointer, length));
  }
  /** A text that ends with a zero byte; null for the null pointer. */
  string(pointer: number): string | null {
    if (pointer === 0) return null;
    this.#refresh();
    return this.text(pointer, this.#bytes.indexOf(0, pointer) - pointer);
  }

  /** Copies the bytes, with a zero after them, to where `use` finds them, for as long as it runs. */
  withBytes<T>(bytes: Uint8Array, use: (pointer: number, length: number) => T): T {
    const pointer = this.allocate(bytes.byteLength + 1);
    try {
      const target = this.view(pointer, bytes.byteLength + 1);
      target.set(bytes);
      target[bytes.byteLength] = 0;
      return use(pointer, bytes.byteLength);
    } finally {
      this.exports.sqlite3_free(pointer);
    }
  }
  withText<T>(text: string, use: (pointer: number, length: number) => T): T {
    return this.withBytes(this.utf8.encode(text), use);
  }
  /** Room for `size` bytes, zeroed, for as long as `use` runs. */
  withRoom<T>(size: number, use: (pointer: number) => T): T {
    const top = this.exports.emscripten_stack_get_current();
    const pointer = this.exports._emscripten_stack_alloc(size);
    try {
      this.view(pointer, size).fill(0);
      return use(pointer);
    } finally {
      this.exports._emscripten_stack_restore(top);
    }
  }

  /** The caller's to free, or SQLite's where it says so. */
  allocate(size: number): number {
    const pointer = this.exports.sqlite3_malloc64(BigInt(size));
    if (pointer === 0) throw new RangeError('Array buffer allocation failed');
    return pointer;
  }
  /** A text that is never freed. */
  permanent(text: string): number {
    const bytes = this.utf8.encode(`${text}\0`);
    const pointer = this.allocate(bytes.byteLength);
    this.view(pointer, bytes.byteLength).set(bytes);
    return pointer;
  }
}
