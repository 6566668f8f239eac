// The reading side of a pipe or tty that lives in the kernel. One read is under way at a time. A read that is cancelled may
// have its answer under way: the kernel gives that to the next reader (a child on the same terminal, say), and here it is
// dropped. Owned by the process's streams.

import type { ByteSource } from '../os/process-context.ts';
import type { ContainerLink } from './container-link.ts';
import type { SyncCalls } from './sync-calls.ts';

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
    private readonly sync: Pick<SyncCalls, 'call'>,
  ) {}

  start(onData: (chunk: Uint8Array) => void, onEnd: () => void): void {
    this.#reader = { onData, onEnd };
    this.#request();
  }

  stop(): void {
    this.#reader = undefined;
    this.pause();
  }

  unread(bytes: Uint8Array): void {
    this.link.send({ type: 'unread', source: this.name, bytes });
  }

  /** Blocks until there is something to read; null is the end. */
  readSync(): Uint8Array | null {
    this.pause();
    const read = ++this.#reads;
    const bytes = this.sync.call({ type: 'read', source: this.name, read }) as Uint8Array | null;
    this.resume();
    return bytes;
  }

  /** Leaves what comes to others while this process is blocked. */
  pause(): void {
    if (this.#outstanding === undefined) return;
    this.link.send({ type: 'cancel-read', source: this.name, read: this.#outstanding });
    this.#outstanding = undefined;
  }

  resume(): void {
    this.#request();
  }

  /** A chunk from the container; null is the end. */
  receive(read: number, bytes: Uint8Array | null): void {
    const reader = this.#reader;
    if (read !== this.#outstanding || reader === undefined) return;
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
