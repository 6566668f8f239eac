// Threads that share memory tell each other things in ways that nobody sees, and must then see each other's files. What each
// has written, and what each has seen, stands in memory that they share; a thread that finds news there asks the kernel before
// it looks at a file. One a thread of a threaded process.

import type { Stamp } from '../vfs/replica.ts';

/** Where in the memory: news so far, the last operation of the kernel's log that anybody has seen, threads so far. */
const version = 0;
const sequence = 1;
const threads = 2;
/** Of each thread: its replica's origin, and its last operation. */
const firstThread = 3;
/** Far more than a browser starts workers. */
const maxThreads = 1_000;

export class SharedStamps {
  readonly memory: SharedArrayBuffer;
  readonly #cells: Int32Array<SharedArrayBuffer>;
  readonly #own: number;
  #seen = 0;

  /** `memory`: the other threads'; without, this is the first. */
  constructor(origin: number, memory?: SharedArrayBuffer) {
    this.memory =
      memory ?? new SharedArrayBuffer((firstThread + 2 * maxThreads) * Int32Array.BYTES_PER_ELEMENT);
    this.#cells = new Int32Array(this.memory);
    this.#own = firstThread + 2 * (Atomics.add(this.#cells, threads, 1) % maxThreads);
    Atomics.store(this.#cells, this.#own, origin);
  }

  /** Own operations up to this number have left. */
  wrote(operation: number): void {
    Atomics.store(this.#cells, this.#own + 1, operation);
    this.#tell();
  }

  saw(seq: number): void {
    for (let known = Atomics.load(this.#cells, sequence); known < seq;) {
      const was = Atomics.compareExchange(this.#cells, sequence, known, seq);
      if (was === known) {
        this.#tell();
        return;
      }
      known = was;
    }
  }

  /** What the others know; null where nothing is new since the last time. */
  news(): Stamp[] | null {
    const now = Atomics.load(this.#cells, version);
    if (now === this.#seen) return null;
    this.#seen = now;
    const seq = Atomics.load(this.#cells, sequence);
    const count = Math.min(maxThreads, Atomics.load(this.#cells, threads));
    const stamps: Stamp[] = [];
    for (let at = firstThread; at < firstThread + 2 * count; at += 2) {
      if (at === this.#own) continue;
      stamps.push({ seq, origin: Atomics.load(this.#cells, at), op: Atomics.load(this.#cells, at + 1) });
    }
    return stamps;
  }

  /** What one tells itself is no news. */
  #tell(): void {
    if (Atomics.add(this.#cells, version, 1) === this.#seen) this.#seen++;
  }
}
