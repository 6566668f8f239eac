// The bytes of an input in rows of one length, as dumps show them.

import { joinBytes } from '../../os/concat-bytes.ts';

export class ByteRows {
  readonly #size: number;
  #skip: number;
  #left: number;
  #rest: Uint8Array = new Uint8Array();

  /** Passes over the first `skip` bytes, and takes no more than `most` after them. */
  constructor(size: number, { skip, most }: { readonly skip: number; readonly most: number }) {
    this.#size = size;
    this.#skip = skip;
    this.#left = most;
  }

  /** Nothing more is taken. */
  get isFull(): boolean {
    return this.#left <= 0;
  }

  /** What makes no whole row: the last one, at the end. */
  get rest(): Uint8Array {
    return this.#rest;
  }

  /** The rows that `chunk` completes. */
  add(chunk: Uint8Array): readonly Uint8Array[] {
    const skipped = Math.min(this.#skip, chunk.length);
    this.#skip -= skipped;
    const taken = chunk.subarray(skipped, skipped + this.#left);
    this.#left -= taken.length;
    const all = joinBytes([this.#rest, taken]);
    const rows = Array.from({ length: Math.floor(all.length / this.#size) }, (_row, index) =>
      all.subarray(index * this.#size, (index + 1) * this.#size),
    );
    this.#rest = all.slice(rows.length * this.#size);
    return rows;
  }
}
