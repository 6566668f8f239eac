// read(2) on a byte source: keeps what has arrived but was not asked for, and the requests that wait for more. One per
// stream and process, made by the first read; it lives as long as the stream.

import type { ByteSource, Stream } from '../os/process-context.ts';

type Waiting = { readonly target: Uint8Array; readonly done: (bytesRead: number) => void };

export class StreamInput {
  readonly #source: ByteSource;
  #chunks: Uint8Array[] = [];
  #waiting: Waiting[] = [];
  #ended = false;
  #reading = false;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** What was read ahead goes back, for whoever reads the stream next: a child, or this process by other means. */
  giveBack(): void {
    if (this.#reading && !this.#ended) this.#source.stop();
    this.#reading = false;
    // Last first: each goes to the front.
    for (const chunk of this.#chunks.splice(0).reverse()) this.#source.unread?.(chunk);
  }

  /** read(2): blocks until there is something. Bytes copied into `target`, 0 at the end; undefined where it cannot block. */
  readSync(target: Uint8Array): number | undefined {
    const count = this.#take(target);
    if (count !== undefined) return count;
    if (this.#source.readSync === undefined) return undefined;
    const chunk = this.#source.readSync();
    // Not the end for good: a terminal's ^D ends one read.
    if (chunk === null) return 0;
    this.#chunks.push(chunk);
    return this.#take(target);
  }

  /** The same without blocking. Requests are answered in order. */
  read(target: Uint8Array, done: (bytesRead: number) => void): void {
    this.#waiting.push({ target, done });
    this.#answer();
  }

  #answer(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const count = this.#take(next.target);
      if (count === undefined) {
        this.#start();
        return;
      }
      this.#waiting.shift();
      next.done(count);
    }
    // Nobody asks: leave the rest to whoever else holds the stream.
    if (this.#reading && !this.#ended) {
      this.#reading = false;
      this.#source.stop();
    }
  }

  /** Of what has arrived; undefined where nothing has. */
  #take(target: Uint8Array): number | undefined {
    const chunk = this.#chunks[0];
    if (chunk === undefined) return this.#ended ? 0 : undefined;
    const count = Math.min(chunk.byteLength, target.byteLength);
    target.set(chunk.subarray(0, count));
    if (count === chunk.byteLength) this.#chunks.shift();
    else this.#chunks[0] = chunk.subarray(count);
    return count;
  }

  #start(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#source.start(
      (chunk) => {
        if (chunk.byteLength > 0) this.#chunks.push(chunk);
        this.#answer();
      },
      () => {
        this.#ended = true;
        this.#answer();
      },
    );
  }
}

const inputs = new WeakMap<Stream, StreamInput>();

export function inputOf(stream: Stream & ByteSource): StreamInput {
  let input = inputs.get(stream);
  if (input === undefined) {
    input = new StreamInput(stream);
    inputs.set(stream, input);
  }
  return input;
}

/** Before `stream` is read by other means than `inputOf`. */
export function giveBackInput(stream: Stream): void {
  inputs.get(stream)?.giveBack();
}
