// The kernel-resident pipes (pipe(7)): each has a read end and a write end, held by any number of processes or by the
// container itself. The last writer's close is the reader's end; the last reader's close breaks the writers. A pipe lives
// until neither end is held.

import { abandon } from '../../os/connection.ts';
import type { ProcessControl } from '../../os/messages.ts';
import type { PipeId } from '../../os/process-context.ts';
import { ReadQueue, type Party } from './read-queue.ts';

export type PipeEnd = 'read' | 'write';

/** A connection that goes to whoever reads from the pipe (SCM_RIGHTS of unix(7)). */
export type Handed = Omit<Extract<ProcessControl, { type: 'hand-over' }>, 'type' | 'sink'>;

const none: readonly Handed[] = [];

interface Pipe {
  /** Not taken yet. */
  readonly handed: Handed[];
  readonly queue: ReadQueue;
  readonly readers: Set<Party>;
  readonly writers: Set<Party>;
}

export class Pipes {
  readonly #pipes = new Map<PipeId, Pipe>();

  get count(): number {
    return this.#pipes.size;
  }

  has(id: PipeId): boolean {
    return this.#pipes.has(id);
  }

  create(id: PipeId, holder: Party): void {
    if (this.#pipes.has(id)) return;
    this.#pipes.set(id, {
      handed: [],
      queue: new ReadQueue(id),
      readers: new Set([holder]),
      writers: new Set([holder]),
    });
  }

  hold(id: PipeId, end: PipeEnd, holder: Party): void {
    const pipe = this.#pipes.get(id);
    if (pipe === undefined) return;
    (end === 'read' ? pipe.readers : pipe.writers).add(holder);
  }

  release(id: PipeId, end: PipeEnd, holder: Party): void {
    const pipe = this.#pipes.get(id);
    if (pipe === undefined) return;
    const holders = end === 'read' ? pipe.readers : pipe.writers;
    if (!holders.delete(holder) || holders.size > 0) return;
    if (end === 'write') {
      pipe.queue.end();
      for (const reader of pipe.readers) reader.ending?.(id);
    } else {
      for (const writer of pipe.writers) writer.broken(id, 'EPIPE', false);
      pipe.queue.drop();
      for (const { port } of pipe.handed.splice(0)) abandon(port);
    }
    if (pipe.readers.size === 0 && pipe.writers.size === 0) this.#pipes.delete(id);
  }

  /** A process is gone: its ends and its reads with it. */
  releaseAll(holder: Party): void {
    for (const [id, pipe] of [...this.#pipes]) {
      pipe.queue.forget(holder);
      this.release(id, 'read', holder);
      this.release(id, 'write', holder);
    }
  }

  /** Takes all ends of `holder` away but those that `keep` holds again: none of these is closed in between. */
  releaseOthers(holder: Party, keep: (holder: Party) => void): void {
    const keeper: Party = { chunk: () => {}, taken: () => {}, broken: () => {} };
    keep(keeper);
    this.releaseAll(holder);
    keep(holder);
    this.releaseAll(keeper);
  }

  /** Comes before what `writer` writes from now on. */
  hand(id: PipeId, handed: Handed, writer: Party): void {
    const pipe = this.#pipes.get(id);
    if (pipe === undefined || pipe.readers.size === 0 || !pipe.writers.has(writer)) abandon(handed.port);
    else pipe.handed.push(handed);
  }

  /** What a reader is to have before the next bytes. */
  takeHanded(id: PipeId): readonly Handed[] {
    const handed = this.#pipes.get(id)?.handed;
    // Asked before every chunk, and nearly always empty.
    return handed === undefined || handed.length === 0 ? none : handed.splice(0);
  }

  /** Queues the bytes, or tells the writer that nobody can read them. */
  write(id: PipeId, bytes: Uint8Array, writer: Party): void {
    const pipe = this.#pipes.get(id);
    if (pipe === undefined || pipe.readers.size === 0 || !pipe.writers.has(writer)) {
      writer.taken(id, bytes.byteLength);
      writer.broken(id, 'EPIPE', true);
      return;
    }
    pipe.queue.push(bytes, writer);
  }

  /** Text of the machine's own among what a process writes. */
  notice(id: PipeId, bytes: Uint8Array): void {
    const pipe = this.#pipes.get(id);
    if (pipe !== undefined && pipe.readers.size > 0) pipe.queue.push(bytes);
  }

  read(id: PipeId, reader: Party, read: number): void {
    const pipe = this.#pipes.get(id);
    if (pipe === undefined || !pipe.readers.has(reader)) reader.chunk(id, read, null);
    else pipe.queue.read(reader, read);
  }

  cancel(id: PipeId, reader: Party, read: number): void {
    this.#pipes.get(id)?.queue.cancel(reader, read);
  }

  unread(id: PipeId, bytes: Uint8Array): void {
    this.#pipes.get(id)?.queue.unread(bytes);
  }
}
