// Bytes on their way to a reader, shared by pipes and the input side of a tty. Readers pull: one request is answered by one
// chunk, so that whatever a process did not ask for stays here for the next reader of the same pipe or terminal. Owned by
// its pipe or tty.

import { joinBytes } from '../../os/concat-bytes.ts';

/** Whoever reads and writes here: a process, or the container for the streams of its own `spawn`. Compared by identity. */
export interface Party {
  /** Answers read number `read` of `source`; null is the end. */
  chunk(source: string, read: number, bytes: Uint8Array | null): void;
  /** That many bytes of this party's writes to `sink` are with the reader now, or dropped. */
  taken(sink: string, bytes: number): void;
  /** Nobody will read from `sink` any more. `failed`: in answer to a write. */
  broken(sink: string, code: 'EPIPE' | 'EIO', failed: boolean): void;
  /** Nobody will write to `source` any more: what is in it is all that comes. */
  ending?(source: string): void;
}

interface Entry {
  /** Null is an end that is read once (^D), see `pushEnd`. */
  bytes: Uint8Array | null;
  readonly writer: Party | undefined;
  /** May be read together with the next entry. Lines of a canonical tty are read one at a time. */
  readonly joinable: boolean;
}

interface PendingRead {
  readonly reader: Party;
  readonly read: number;
}

/** One answer's most: as much as a Linux pipe gives at once. */
const maxChunk = 64 * 1024;

export class ReadQueue {
  readonly #entries: Entry[] = [];
  readonly #pending: PendingRead[] = [];
  /** The last read that was answered, by reader, until its next: should it be cancelled on the way, the bytes come back. */
  readonly #answered = new Map<Party, { readonly read: number; readonly bytes: Uint8Array | null }>();
  #ended = false;
  #size = 0;

  /** A tty says which readers may read now: those of the foreground group. */
  constructor(
    private readonly id: string,
    private readonly mayRead: (reader: Party) => boolean = () => true,
  ) {}

  get size(): number {
    return this.#size;
  }

  push(bytes: Uint8Array, writer?: Party, joinable = true): void {
    if (bytes.byteLength === 0) return;
    this.#entries.push({ bytes, writer, joinable });
    this.#size += bytes.byteLength;
    this.serve();
  }

  /** One read returns the end; the next ones wait again. */
  pushEnd(): void {
    this.#entries.push({ bytes: null, writer: undefined, joinable: false });
    this.serve();
  }

  /** Every read after the queued bytes returns the end, for good. */
  end(): void {
    this.#ended = true;
    this.serve();
  }

  read(reader: Party, read: number): void {
    this.#answered.delete(reader);
    this.#pending.push({ reader, read });
    this.serve();
  }

  /** The reader drops the answer if it was on its way already. */
  cancel(reader: Party, read: number): void {
    const index = this.#pending.findIndex((entry) => entry.reader === reader && entry.read === read);
    if (index >= 0) {
      this.#pending.splice(index, 1);
      return;
    }
    const answer = this.#answered.get(reader);
    if (answer?.read !== read) return;
    this.#answered.delete(reader);
    if (answer.bytes !== null) this.unread(answer.bytes);
    else if (!this.#ended) this.#entries.unshift({ bytes: null, writer: undefined, joinable: false });
    this.serve();
  }

  /** Bytes that were read go to the front, for whoever reads next. */
  unread(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.#entries.unshift({ bytes, writer: undefined, joinable: false });
    this.#size += bytes.byteLength;
    this.serve();
  }

  /** The reader is gone; what it was given is lost with it, as in Unix. */
  forget(reader: Party): void {
    for (let i = this.#pending.length - 1; i >= 0; i--) {
      if (this.#pending[i]?.reader === reader) this.#pending.splice(i, 1);
    }
    this.#answered.delete(reader);
    this.serve();
  }

  /** Drops what is queued: the pipe broke, or a signal flushed a tty's input. */
  drop(): void {
    for (const { bytes, writer } of this.#entries.splice(0)) {
      if (bytes !== null) writer?.taken(this.id, bytes.byteLength);
    }
    this.#size = 0;
  }

  /** Answers pending reads as far as there is something to answer with. */
  serve(): void {
    while (this.#entries.length > 0 || this.#ended) {
      const index = this.#pending.findIndex(({ reader }) => this.mayRead(reader));
      const request = this.#pending[index];
      if (request === undefined) return;
      this.#pending.splice(index, 1);
      const bytes = this.#take();
      this.#answered.set(request.reader, { read: request.read, bytes });
      request.reader.chunk(this.id, request.read, bytes);
    }
  }

  #take(): Uint8Array | null {
    const first = this.#entries[0];
    if (first === undefined) return null;
    if (first.bytes === null) {
      this.#entries.shift();
      return null;
    }
    const parts: Uint8Array[] = [];
    let size = 0;
    for (let entry = this.#entries[0]; entry?.bytes != null && size < maxChunk; entry = this.#entries[0]) {
      if (parts.length > 0 && (!entry.joinable || !first.joinable)) break;
      const part = entry.bytes.subarray(0, maxChunk - size);
      if (part.byteLength === entry.bytes.byteLength) this.#entries.shift();
      else entry.bytes = entry.bytes.subarray(part.byteLength);
      parts.push(part);
      size += part.byteLength;
      entry.writer?.taken(this.id, part.byteLength);
    }
    this.#size -= size;
    return joinBytes(parts);
  }
}
