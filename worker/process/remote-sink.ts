// The writing side of a pipe or tty that lives in the kernel: tells writers when the reader has room again, and what a
// write into a broken pipe means (SIGPIPE, then EPIPE). Owned by the process's streams.

import { queueMicrotask } from '../os/browser-globals.ts';
import type { ByteSink } from '../os/process-context.ts';
import { SystemError } from '../protocol/errno.ts';
import type { ContainerLink } from './container-link.ts';

/** Bytes that the reader has not taken before a writer waits: a Linux pipe's capacity. */
const capacity = 64 * 1024;

export class RemoteSink implements ByteSink {
  #pending = 0;
  #waiting: ((error?: Error) => void)[] = [];
  #broken: 'EPIPE' | 'EIO' | undefined;

  constructor(
    private readonly name: string,
    private readonly link: ContainerLink,
    /** Raises SIGPIPE in this process. */
    private readonly onBrokenPipe: () => void,
  ) {}

  write(bytes: Uint8Array, done?: (error?: Error) => void): void {
    if (this.#broken !== undefined) {
      const error = new SystemError(this.#broken, 'write');
      if (this.#broken === 'EPIPE') this.onBrokenPipe();
      if (done !== undefined) queueMicrotask(() => done(error));
      return;
    }
    this.#pending += bytes.byteLength;
    if (bytes.byteLength > 0) this.link.write(this.name, bytes);
    if (done === undefined) return;
    if (this.#pending < capacity) queueMicrotask(() => done());
    else this.#waiting.push(done);
  }

  taken(bytes: number): void {
    this.#pending -= bytes;
    if (this.#pending >= capacity) return;
    for (const done of this.#waiting.splice(0)) done();
  }

  /** `failed`: in answer to a write of ours. Writers that wait have failed in any case. */
  broken(code: 'EPIPE' | 'EIO', failed: boolean): void {
    this.#broken = code;
    const waiting = this.#waiting.splice(0);
    if (code === 'EPIPE' && (failed || waiting.length > 0)) this.onBrokenPipe();
    for (const done of waiting) done(new SystemError(code, 'write'));
  }
}
