// A description over an open file. Reading keeps a position of its own, so that bytes can be put back; writing always
// appends, because children open the file for themselves and no position is shared across processes (process-context.ts).

import type { Syscalls } from '../../os/process-context.ts';
import { openFlags, type OpenFile } from '../../vfs/filesystem.ts';
import { breathe } from './breathe.ts';
import { badDescriptor, shareAs, type Description, type Shared } from './description.ts';
import { Interrupted } from './interrupted.ts';
import { sharePumped } from './pump.ts';

/** One synchronous read of a Blob costs about 0.4 ms whatever its size (PLATFORM.md): read much at a time. */
const chunkSize = 256 * 1024;
const accessMode = 3;

export class FileDescription implements Description {
  readonly tty = undefined;
  readonly #file: OpenFile;
  #position = 0;

  constructor(file: OpenFile) {
    this.#file = file;
  }

  async read(signal: AbortSignal): Promise<Uint8Array | null> {
    if ((this.#file.flags & accessMode) === openFlags.O_WRONLY) throw badDescriptor('read');
    await breathe();
    if (signal.aborted) throw new Interrupted();
    const target = new Uint8Array(chunkSize);
    const length = this.#file.read(target, this.#position);
    this.#position += length;
    return length === 0 ? null : target.subarray(0, length);
  }

  unread(bytes: Uint8Array): void {
    this.#position -= bytes.length;
  }

  async write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if ((this.#file.flags & accessMode) === openFlags.O_RDONLY) throw badDescriptor('write');
    await breathe();
    if (signal.aborted) throw new Interrupted();
    const appends = (this.#file.flags & openFlags.O_APPEND) !== 0;
    this.#file.write(bytes, appends ? null : this.#file.stat().size);
  }

  share(sys: Syscalls): Shared {
    if (this.#position > 0) return sharePumped(this, sys);
    const access = this.#file.flags & accessMode;
    const append = access === openFlags.O_RDONLY ? 0 : openFlags.O_APPEND;
    return shareAs({ kind: 'file', path: this.#file.path, flags: access | append });
  }

  close(): void {
    this.#file.close();
  }
}
