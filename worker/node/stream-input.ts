// read(2) on a byte source: keeps what has arrived but was not asked for, and the requests that wait for more. One per
// stream and process, made by the first read; it lives as long as the stream.

import type { ByteSource, Stream } from '../os/process-context.ts';
import type { Host } from './realm.ts';

/** As much as a pipe holds by itself (pipe(7)). */
const prefetchBytes = 65_536;

/** A pipe whose writer is quiet for this long has nobody who waits for a synchronous read; it delays the program's start. */
const firstBytesMs = 20;
/** Between two chunks of a writer that has begun. */
const moreBytesMs = 100;

type Timers = Pick<Host, 'setTimeout' | 'clearTimeout'>;

type Waiting = { readonly target: Uint8Array; readonly done: (bytesRead: number) => void };

export class StreamInput {
  readonly #source: ByteSource;
  #chunks: Uint8Array[] = [];
  #waiting: Waiting[] = [];
  #ended = false;
  #reading = false;
  /** Bytes that may still be read without being asked for. */
  #ahead = 0;
  #onAhead: (() => void) | undefined;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Reads ahead, so that a synchronous read finds what has already arrived. */
  prefetch(): void {
    this.#ahead = prefetchBytes;
    this.#start();
  }

  /** Runs `done` when all that was written has been read ahead, or when that takes too long to wait for. */
  whenArrived(timers: Timers, done: () => void): void {
    const finish = (): void => {
      this.#onAhead = undefined;
      timers.clearTimeout(timer);
      done();
    };
    let timer = timers.setTimeout(finish, firstBytesMs);
    this.#onAhead = () => {
      timers.clearTimeout(timer);
      if (this.#ended || this.#ahead <= 0) finish();
      else timer = timers.setTimeout(finish, moreBytesMs);
    };
  }

  /** What was read ahead goes back, for whoever reads the stream next: a child, or this process by other means. */
  giveBack(): void {
    this.#ahead = 0;
    if (this.#reading && !this.#ended) this.#source.stop();
    this.#reading = false;
    // Last first: each goes to the front.
    for (const chunk of this.#chunks.splice(0).reverse()) this.#source.unread?.(chunk);
  }

  /** Bytes copied into `target`; 0 at the end; undefined where nothing has arrived yet (EAGAIN). */
  tryRead(target: Uint8Array): number | undefined {
    const chunk = this.#chunks[0];
    if (chunk === undefined) {
      if (this.#ended) return 0;
      this.#start();
      return undefined;
    }
    const count = Math.min(chunk.byteLength, target.byteLength);
    target.set(chunk.subarray(0, count));
    if (count === chunk.byteLength) this.#chunks.shift();
    else this.#chunks[0] = chunk.subarray(count);
    return count;
  }

  /** As `tryRead`, but waits. Requests are answered in order. */
  read(target: Uint8Array, done: (bytesRead: number) => void): void {
    this.#waiting.push({ target, done });
    this.#answer();
  }

  #answer(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const count = this.tryRead(next.target);
      if (count === undefined) return;
      this.#waiting.shift();
      next.done(count);
    }
    // Nobody asks: leave the rest to whoever else holds the stream.
    if (this.#reading && !this.#ended && this.#ahead <= 0) {
      this.#reading = false;
      this.#source.stop();
    }
  }

  #start(): void {
    if (this.#reading) return;
    this.#reading = true;
    this.#source.start(
      (chunk) => {
        if (chunk.byteLength > 0) this.#chunks.push(chunk);
        this.#ahead -= chunk.byteLength;
        this.#onAhead?.();
        this.#answer();
      },
      () => {
        this.#ended = true;
        this.#onAhead?.();
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

/**
 * Standard input that is a pipe is read ahead, since a browser has no read that waits. Only where it can be given back: the
 * bytes belong to whoever of its holders reads them.
 */
export function prefetchInput(stdin: Stream | undefined): void {
  if (stdin?.kind === 'pipe-read' && stdin.unread !== undefined) inputOf(stdin).prefetch();
}

/** Settles when what is being written to standard input has been read ahead. */
export function inputArrived(stdin: Stream | undefined, timers: Timers): Promise<void> {
  const input = stdin && inputs.get(stdin);
  if (input === undefined) return Promise.resolve();
  return new Promise((resolve) => input.whenArrived(timers, resolve));
}

/** Before `stream` is read by other means than `inputOf`. */
export function giveBackInput(stream: Stream): void {
  inputs.get(stream)?.giveBack();
}
