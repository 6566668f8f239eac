// A description over a stream of the process (pipe end, tty, socket). Reads are pulled: the stream is started only while
// somebody waits, so that bytes not asked for stay in the kernel for the next reader, which may be a child.

import type { Stream, Syscalls } from '../../os/process-context.ts';
import { badDescriptor, shareAs, type Description, type Shared, type TtyStream } from './description.ts';
import { BrokenPipe, Interrupted } from './interrupted.ts';
import { sharePumped } from './pump.ts';

export type KernelStream = Exclude<Stream, { kind: 'file' | 'null' }>;

interface Waiter {
  settle(chunk: Uint8Array | null): void;
}

export class StreamDescription implements Description {
  readonly #stream: KernelStream;
  /** The fd of this process that a child can inherit; null for streams that have none. */
  readonly #inherit: number | null;
  readonly #pending: Uint8Array[] = [];
  readonly #waiters: Waiter[] = [];
  #ended = false;
  #started = false;

  constructor(stream: KernelStream, inherit: number | null) {
    this.#stream = stream;
    this.#inherit = inherit;
  }

  get tty(): TtyStream | undefined {
    return this.#stream.kind === 'tty' ? this.#stream : undefined;
  }

  read(signal: AbortSignal): Promise<Uint8Array | null> {
    if (this.#stream.kind === 'pipe-write') throw badDescriptor('read');
    if (signal.aborted) return Promise.reject(new Interrupted());
    const chunk = this.#pending.shift();
    if (chunk !== undefined) return Promise.resolve(chunk);
    if (this.#ended) {
      // ^D ends one read of a terminal, not all of them.
      if (this.#stream.kind === 'tty') this.#ended = false;
      return Promise.resolve(null);
    }
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        this.#pauseUnlessAwaited();
        reject(new Interrupted());
      };
      const waiter: Waiter = {
        settle: (data) => {
          signal.removeEventListener('abort', onAbort);
          resolve(data);
        },
      };
      signal.addEventListener('abort', onAbort);
      this.#waiters.push(waiter);
      this.#start();
    });
  }

  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    // A terminal's bytes belong to whoever reads next, which may be a child.
    if (this.#stream.kind === 'tty' && this.#stream.unread !== undefined) this.#stream.unread(bytes);
    else this.#pending.unshift(bytes);
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const stream = this.#stream;
    if (stream.kind === 'pipe-read') throw badDescriptor('write');
    if (signal.aborted) return Promise.reject(new Interrupted());
    if (bytes.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const onAbort = (): void => reject(new Interrupted());
      signal.addEventListener('abort', onAbort);
      stream.write(bytes, (error) => {
        signal.removeEventListener('abort', onAbort);
        if (error === undefined) resolve();
        else reject('code' in error && error.code === 'EPIPE' ? new BrokenPipe() : error);
      });
    });
  }

  share(sys: Syscalls): Shared {
    // What is typed ahead stays with the shell: it is the next command line. Other leftovers belong to the child.
    if (this.#pending.length > 0 && this.tty === undefined) return sharePumped(this, sys);
    return shareAs(
      this.#inherit === null
        ? { kind: 'stream', stream: this.#stream }
        : { kind: 'inherit', fd: this.#inherit },
    );
  }

  close(): void {
    this.#stream.close();
  }

  #start(): void {
    if (this.#started || this.#stream.kind === 'pipe-write') return;
    this.#started = true;
    this.#stream.start(
      (chunk) => this.#deliver(chunk),
      () => this.#deliver(null),
    );
  }

  #deliver(chunk: Uint8Array | null): void {
    const waiter = this.#waiters.shift();
    if (chunk === null) {
      const last = this.#stream.kind !== 'tty' || waiter === undefined;
      if (last) this.#ended = true;
      waiter?.settle(null);
      if (this.#stream.kind !== 'tty') for (const other of this.#waiters.splice(0)) other.settle(null);
    } else if (waiter === undefined) {
      this.#pending.push(chunk);
    } else {
      waiter.settle(chunk);
    }
    this.#pauseUnlessAwaited();
  }

  #pauseUnlessAwaited(): void {
    if (this.#waiters.length > 0 || !this.#started || this.#stream.kind === 'pipe-write') return;
    this.#started = false;
    this.#stream.stop();
  }
}
