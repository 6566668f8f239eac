// Text on its way to whoever reads a process's `output`: pulled, so that a reader that does not keep up holds the writers
// back and not the memory. Owned by a tty, or by a spawn without one.

/** One chunk's most, in UTF-16 units. */
const maxChunk = 64 * 1024;

interface Piece {
  readonly text: string;
  /** Called when the reader has it. */
  readonly taken: (() => void) | undefined;
}

export class TextOutput {
  readonly stream: ReadableStream<string>;
  readonly #queue: Piece[] = [];
  #controller!: ReadableStreamDefaultController<string>;
  #wanted: (() => void) | undefined;
  #state: 'open' | 'closing' | 'closed' = 'open';

  constructor() {
    this.stream = new ReadableStream<string>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          const { promise, resolve } = Promise.withResolvers<void>();
          this.#wanted = resolve;
          this.#give();
          return promise;
        },
        cancel: () => this.discard(),
      },
      { highWaterMark: 0 },
    );
  }

  push(text: string, taken?: () => void): void {
    if (this.#state !== 'open') {
      taken?.();
      return;
    }
    this.#queue.push({ text, taken });
    this.#give();
  }

  /** After what is queued. */
  close(): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#give();
  }

  /** Nobody reads: everything so far and from now on is dropped. */
  discard(): void {
    this.#state = 'closed';
    for (const { taken } of this.#queue.splice(0)) taken?.();
    this.#wanted?.();
    this.#wanted = undefined;
  }

  #give(): void {
    if (this.#queue.length > 0 && this.#wanted !== undefined) {
      let text = '';
      const acknowledged: (() => void)[] = [];
      while (text.length < maxChunk) {
        const piece = this.#queue.shift();
        if (piece === undefined) break;
        text += piece.text;
        if (piece.taken !== undefined) acknowledged.push(piece.taken);
      }
      // A pull that gives nothing would not be followed by another.
      if (text !== '') {
        const done = this.#wanted;
        this.#wanted = undefined;
        this.#controller.enqueue(text);
        done();
      }
      for (const taken of acknowledged) taken();
    }
    if (this.#queue.length === 0 && this.#state === 'closing') {
      this.#state = 'closed';
      this.#controller.close();
      this.#wanted?.();
      this.#wanted = undefined;
    }
  }
}
