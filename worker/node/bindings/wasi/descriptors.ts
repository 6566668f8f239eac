// The file descriptors of a WASI program: the standard streams, the directories that it was given, and what it opened in them.
// One table an instance.

import type { FileType, OpenFile } from '../../../vfs/filesystem.ts';
import { WasiError } from './abi.ts';

export type Descriptor =
  | { readonly kind: 'stream'; readonly fd: number }
  | {
      readonly kind: 'directory';
      readonly path: string;
      readonly file: OpenFile;
      /** The name that the program knows it by from the start. */
      readonly preopen?: string;
      /** Its names when reading began. */
      entries?: readonly { readonly name: string; readonly type: FileType; readonly ino: number }[];
    }
  | { readonly kind: 'file'; readonly file: OpenFile; position: number; flags: number };

export type DirectoryDescriptor = Extract<Descriptor, { kind: 'directory' }>;
export type FileDescriptor = Extract<Descriptor, { kind: 'file' }>;

export class Descriptors {
  readonly #table: (Descriptor | undefined)[] = [];

  add(descriptor: Descriptor): number {
    const free = this.#table.findIndex((entry) => entry === undefined);
    const id = free === -1 ? this.#table.length : free;
    this.#table[id] = descriptor;
    return id;
  }

  get(id: number): Descriptor {
    const found = this.#table[id];
    if (found === undefined) throw new WasiError('EBADF');
    return found;
  }

  directory(id: number): DirectoryDescriptor {
    const found = this.get(id);
    if (found.kind !== 'directory') throw new WasiError('ENOTDIR');
    return found;
  }

  /** `code` where it is something else. */
  file(id: number, code = 'EBADF'): FileDescriptor {
    const found = this.get(id);
    if (found.kind === 'file') return found;
    throw new WasiError(found.kind === 'directory' && code === 'EBADF' ? 'EISDIR' : code);
  }

  close(id: number): void {
    const found = this.get(id);
    this.#table[id] = undefined;
    if (found.kind !== 'stream') found.file.close();
  }

  renumber(from: number, to: number): void {
    const moved = this.get(from);
    this.get(to);
    if (from === to) return;
    this.close(to);
    this.#table[to] = moved;
    this.#table[from] = undefined;
  }
}
