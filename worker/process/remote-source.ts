// The reading side of a pipe or tty that lives in the kernel. One read is under way at a time, and what arrives after the
// program stopped reading goes back, so that the next reader (a child on the same terminal, say) loses nothing. Owned by
// the process's streams.

import type { ByteSource } from '../os/process-context.ts';
import type { ContainerLink } from './container-link.ts';

interface Reader {
  readonly onData: (chunk: Uint8Array) => void;
  readonly onEnd: () => void;
}

export class RemoteSource implements ByteSource {
  #reader: Reader | undefined;
  #reads = 0;
  /** The read that is under way. */
  #outstanding: number | undefined;

  constructor(
    private readonly name: string,
    private readonly link: ContainerLink,
  ) {}

  start(onData: (chunk: Uint8Array) => void, onEnd: () => void): void {
    this.#reader = { onData, onEnd };
    this.#request();
  }

  stop(): void {
    this.#reader = undefined;
    if (this.#outstanding === undefined) return;
    this.link.send({ type: 'cancel-read', source: this.name, read: this.#outstanding });
    this.#outstanding = undefined;
  }

  unread(bytes: Uint8Array): void {
    this.link.send({ type: 'unread', source: this.name, read: this.#reads, bytes });
  }

  /** A chunk from the container; null is the end. */
  receive(read: number, bytes: Uint8Array | null): void {
    const reader = this.#reader;
    if (read !== this.#outstanding || reader === undefined) {
      this.link.send({ type: 'unread', source: this.name, read, bytes });
      return;
    }
    this.#outstanding = undefined;
    if (bytes === null) {
      this.#reader = undefined;
      reader.onEnd();
      return;
    }
    try {
      reader.onData(bytes);
    } finally {
      this.#request();
    }
  }

  #request(): void {
    if (this.#reader === undefined || this.#outstanding !== undefined) return;
    this.#outstanding = ++this.#reads;
    this.link.send({ type: 'read', source: this.name, read: this.#outstanding });
  }
}
