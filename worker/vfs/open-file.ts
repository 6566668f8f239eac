// An open file description (open(2)): it keeps its inode, also when the last name is gone. Owned by the process's fd table.

import { Blob } from '../os/browser-globals.ts';
import { SystemError } from '../protocol/errno.ts';
import type { BlobReader } from './blob-reader.ts';
import { readDevice, writeDevice } from './device.ts';
import { openFlags, type OpenFile, type Stats } from './filesystem.ts';
import { isUnlinked, statsOf, type Inode } from './inode.ts';
import { inlineLimit, type Operation, type WireBytes } from './operation.ts';
import type { InodeTree } from './tree.ts';

/** What an open file needs of its filesystem. */
export interface FileHost {
  readonly tree: InodeTree;
  readonly blobs: BlobReader;
  readonly clock: () => number;
  commit(op: Operation): void;
}

/** One file may not grow beyond this (2^53 - 1 is what a number holds exactly; ext4's limit is 16 TiB). */
const maxFileSize = 2 ** 44;

const accessMode = 3;

/** The caller may change its bytes afterwards, so they are copied; large ones into a Blob. */
export function capture(source: Uint8Array): WireBytes {
  return source.length > inlineLimit ? new Blob([source as Uint8Array<ArrayBuffer>]) : source.slice();
}

export function checkLength(length: number, syscall: string, path?: string): void {
  if (!Number.isInteger(length) || length < 0) throw new SystemError('EINVAL', syscall, path);
  if (length > maxFileSize) throw new SystemError('EFBIG', syscall, path);
}

export class InodeFile implements OpenFile {
  #position = 0;
  #closed = false;

  constructor(
    private readonly host: FileHost,
    private readonly node: Inode,
    readonly path: string,
    readonly flags: number,
  ) {
    node.opens++;
  }

  read(target: Uint8Array, position: number | null): number {
    this.#check('read', this.#mode !== openFlags.O_WRONLY);
    const { node } = this;
    if (node.type === 'directory') throw new SystemError('EISDIR', 'read');
    if (node.type === 'character') return readDevice(node.device, target);
    if (node.type !== 'file') throw new SystemError('EINVAL', 'read');
    const read = node.contents.read(position ?? this.#position, target, this.host.blobs);
    if (position === null) this.#position += read;
    return read;
  }

  write(source: Uint8Array, position: number | null): number {
    this.#check('write', this.#mode !== openFlags.O_RDONLY);
    const { node } = this;
    if (node.type === 'character') return writeDevice(node.device, source);
    if (node.type !== 'file') throw new SystemError('EBADF', 'write');
    if (source.length === 0) return 0;
    const append = (this.flags & openFlags.O_APPEND) !== 0;
    const start = append ? node.contents.size : (position ?? this.#position);
    checkLength(start + source.length, 'write');
    this.host.commit({
      type: 'write',
      ino: node.ino,
      position: append ? null : start,
      data: capture(source),
      at: this.host.clock(),
    });
    if (position === null || append) this.#position = start + source.length;
    return source.length;
  }

  truncate(length: number): void {
    this.#check('ftruncate');
    if (this.#mode === openFlags.O_RDONLY || this.node.type !== 'file')
      throw new SystemError('EINVAL', 'ftruncate');
    checkLength(length, 'ftruncate');
    this.host.commit({ type: 'truncate', ino: this.node.ino, length, at: this.host.clock() });
  }

  stat(): Stats {
    this.#check('fstat');
    const { node, host } = this;
    return statsOf(node, node.type === 'directory' ? host.tree.subdirectories(node) : 0);
  }

  chmod(mode: number): void {
    this.#check('fchmod');
    this.host.commit({ type: 'setattr', ino: this.node.ino, mode: mode & 0o7777, at: this.host.clock() });
  }

  utimes(atimeMs: number, mtimeMs: number): void {
    this.#check('futime');
    this.host.commit({ type: 'setattr', ino: this.node.ino, atimeMs, mtimeMs, at: this.host.clock() });
  }

  close(): void {
    this.#check('close');
    this.#closed = true;
    this.node.opens--;
    if (isUnlinked(this.node)) this.host.tree.onOrphan(this.node);
  }

  get #mode(): number {
    return this.flags & accessMode;
  }

  #check(syscall: string, allowed = true): void {
    if (this.#closed || !allowed) throw new SystemError('EBADF', syscall);
  }
}
