// The POSIX calls over an inode tree: every check and every errno is here, then one operation is committed. The same class
// serves the kernel's authority and each process's replica; they differ in what a commit does.

import type { Ino } from '../protocol/ids.ts';
import { SystemError } from '../protocol/errno.ts';
import type { BlobReader } from './blob-reader.ts';
import {
  openFlags,
  type DirectoryEntry,
  type FileSystem,
  type OpenFile,
  type PackedFile,
  type PackSource,
  type Stats,
  type WatchEvent,
} from './filesystem.ts';
import { statsOf, type Inode } from './inode.ts';
import { makeDirectories } from './make-directories.ts';
import { lookup, lookupExisting, type Found } from './lookup.ts';
import { capture, checkLength, InodeFile, type FileHost } from './open-file.ts';
import { MountedPacks } from './mounted-packs.ts';
import type { NewNode, Operation } from './operation.ts';
import type { InodeTree } from './tree.ts';

interface VirtualFileSystemOptions {
  readonly tree: InodeTree;
  readonly blobs: BlobReader;
  readonly clock: () => number;
  /** The next `count` free inode numbers of this origin; the first of them. */
  readonly allocate: (count: number) => number;
  /** Applies an operation that was checked, and passes it on. */
  readonly commit: (op: Operation) => void;
  /** The same, and waits for the one order: false where somebody else was first, whose doing is in the tree by then. */
  readonly commitFirst?: (op: Operation) => boolean;
  /** Whether only this process can have a name for the inode in mind: it made it. */
  readonly isOwn?: (ino: Ino) => boolean;
}

/** `mkdir` is how programs take a lock (proper-lockfile and its like name it so); other directories need no one winner. */
const lockName = /\.lock$/;

const encoder = new TextEncoder();

export class VirtualFileSystem implements FileSystem, FileHost {
  readonly tree: InodeTree;
  readonly blobs: BlobReader;
  readonly clock: () => number;
  readonly #allocate: (count: number) => number;
  readonly #commit: (op: Operation) => void;
  readonly #commitFirst: (op: Operation) => boolean;
  readonly #isOwn: (ino: Ino) => boolean;
  readonly #packs: MountedPacks;

  constructor(options: VirtualFileSystemOptions) {
    this.tree = options.tree;
    this.blobs = options.blobs;
    this.clock = options.clock;
    this.#allocate = options.allocate;
    this.#commit = options.commit;
    this.#isOwn = options.isOwn ?? (() => true);
    this.#commitFirst =
      options.commitFirst ??
      ((op) => {
        options.commit(op);
        return true;
      });
    this.#packs = new MountedPacks({ ...options, commit: (op) => this.commit(op) });
  }

  /** Hears of each path that is opened or read, before it is. */
  opened: ((path: string) => void) | null = null;

  commit(op: Operation): void {
    this.#commit(op);
    this.tree.watchers.deliver();
  }

  /** Where two processes may do the same at once and one must win. */
  #commitRaced(op: Operation, lost: () => SystemError): void {
    const won = this.#commitFirst(op);
    this.tree.watchers.deliver();
    if (!won) throw lost();
  }

  stat(path: string): Stats {
    return this.#stats(this.#existing(path, 'stat', true));
  }

  lstat(path: string): Stats {
    return this.#stats(this.#existing(path, 'lstat', false));
  }

  tryStat(path: string): Stats | undefined {
    try {
      return this.stat(path);
    } catch (error) {
      if (error instanceof SystemError) return undefined;
      throw error;
    }
  }

  open(path: string, flags: number, mode: number): OpenFile {
    this.opened?.(path);
    return new InodeFile(this, this.#open(path, flags, mode), path, flags);
  }

  readdir(path: string): DirectoryEntry[] {
    const node = this.#existing(path, 'scandir', true);
    if (node.type !== 'directory') throw new SystemError('ENOTDIR', 'scandir', path);
    const entries = [...this.tree.entries(node)].map(([name, { type }]) => ({ name, type }));
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  mkdir(path: string, mode: number): void {
    const found = lookup(this.tree, path, { followLast: false, syscall: 'mkdir' });
    if (found.node !== undefined) throw new SystemError('EEXIST', 'mkdir', path);
    const raced = lockName.test(found.name) ? new SystemError('EEXIST', 'mkdir', path) : undefined;
    this.#create(found, { type: 'directory', mode }, raced);
  }

  rmdir(path: string): void {
    const found = this.#found(path, 'rmdir');
    if (found.special !== null) {
      const code = { '/': 'EBUSY', '.': 'EINVAL', '..': 'ENOTEMPTY' } as const;
      throw new SystemError(code[found.special], 'rmdir', path);
    }
    if (found.node.type !== 'directory') throw new SystemError('ENOTDIR', 'rmdir', path);
    if (this.tree.entries(found.node).size > 0) throw new SystemError('ENOTEMPTY', 'rmdir', path);
    this.#drop('rmdir', found);
  }

  unlink(path: string): void {
    const found = this.#found(path, 'unlink');
    if (found.node.type === 'directory') throw new SystemError('EISDIR', 'unlink', path);
    this.#drop('unlink', found);
  }

  remove(path: string): void {
    let found;
    try {
      found = lookup(this.tree, path, { followLast: false, syscall: 'rm' });
    } catch (error) {
      if (error instanceof SystemError && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return;
      throw error;
    }
    const { node, special } = found;
    if (node === undefined) return;
    if (special !== null) throw new SystemError(special === '/' ? 'EBUSY' : 'EINVAL', 'rm', path);
    this.#drop('remove', { ...found, node });
  }

  rename(from: string, to: string): void {
    const refuse = (code: ConstructorParameters<typeof SystemError>[0]): SystemError =>
      new SystemError(code, 'rename', from, to);
    const options = { followLast: false, syscall: 'rename', path: from, dest: to };
    const source = lookupExisting(this.tree, from, options);
    const target = lookup(this.tree, to, options);
    if (source.special !== null || target.special !== null) throw refuse('EBUSY');
    const { node } = source;
    if (node.type === 'directory') {
      if (target.ancestors.includes(node)) throw refuse('EINVAL');
    } else if (target.trailingSlash) {
      throw refuse('ENOTDIR');
    }
    if (target.node === node) return;
    if (target.node !== undefined) {
      if (target.node.type === 'directory') {
        // Rename over an ancestor of the source falls under this too: an ancestor is never empty.
        if (node.type !== 'directory') throw refuse('EISDIR');
        if (this.tree.entries(target.node).size > 0) throw refuse('ENOTEMPTY');
      } else if (node.type === 'directory') {
        throw refuse('ENOTDIR');
      }
    }
    const op: Operation = {
      type: 'rename',
      from: { parent: source.parent.ino, name: source.name },
      to: { parent: target.parent.ino, name: target.name },
      ino: node.ino,
      at: this.clock(),
    };
    // Several processes may claim another's file by renaming it; nobody else has one's own temporary file in mind.
    if (this.#isOwn(node.ino)) this.commit(op);
    else this.#commitRaced(op, () => refuse('ENOENT'));
  }

  link(existing: string, path: string): void {
    const options = { followLast: false, syscall: 'link', path: existing, dest: path };
    const { node } = lookupExisting(this.tree, existing, options);
    const found = lookup(this.tree, path, options);
    if (found.node !== undefined) throw new SystemError('EEXIST', 'link', existing, path);
    if (found.trailingSlash) throw new SystemError('ENOENT', 'link', existing, path);
    if (node.type === 'directory') throw new SystemError('EPERM', 'link', existing, path);
    const { parent, name } = found;
    this.#commitRaced(
      { type: 'link', parent: parent.ino, name, ino: node.ino, at: this.clock() },
      () => new SystemError('EEXIST', 'link', existing, path),
    );
  }

  symlink(target: string, path: string): void {
    const refuse = (code: ConstructorParameters<typeof SystemError>[0]): SystemError =>
      new SystemError(code, 'symlink', target, path);
    if (target === '') throw refuse('ENOENT');
    if (encoder.encode(target).length > 4095) throw refuse('ENAMETOOLONG');
    const found = lookup(this.tree, path, {
      followLast: false,
      syscall: 'symlink',
      path: target,
      dest: path,
    });
    if (found.node !== undefined) throw refuse('EEXIST');
    if (found.trailingSlash) throw refuse('ENOENT');
    this.#create(found, { type: 'symlink', target });
  }

  bindSocket(path: string): void {
    const inUse = new SystemError('EADDRINUSE', 'bind', path);
    const found = lookup(this.tree, path, { followLast: false, syscall: 'bind' });
    if (found.node !== undefined) throw inUse;
    if (found.trailingSlash) throw new SystemError('ENOENT', 'bind', path);
    this.#create(found, { type: 'socket', mode: 0o755 }, inUse);
  }

  readlink(path: string): string {
    const node = this.#existing(path, 'readlink', false);
    if (node.type !== 'symlink') throw new SystemError('EINVAL', 'readlink', path);
    return node.target;
  }

  realpath(path: string): string {
    const { names } = lookupExisting(this.tree, path, { followLast: true, syscall: 'realpath' });
    return `/${names.join('/')}`;
  }

  chmod(path: string, mode: number): void {
    const { ino } = this.#existing(path, 'chmod', true);
    this.commit({ type: 'setattr', ino, mode: mode & 0o7777, at: this.clock() });
  }

  utimes(path: string, atimeMs: number, mtimeMs: number): void {
    const { ino } = this.#existing(path, 'utime', true);
    this.commit({ type: 'setattr', ino, atimeMs, mtimeMs, at: this.clock() });
  }

  lutimes(path: string, atimeMs: number, mtimeMs: number): void {
    const { ino } = this.#existing(path, 'lutime', false);
    this.commit({ type: 'setattr', ino, atimeMs, mtimeMs, at: this.clock() });
  }

  truncate(path: string, length: number): void {
    // Node's fs.truncate is an open and an ftruncate, and reports them so.
    const node = this.#existing(path, 'open', true);
    if (node.type === 'directory') throw new SystemError('EISDIR', 'open', path);
    if (node.type !== 'file') throw new SystemError('EINVAL', 'ftruncate', path);
    checkLength(length, 'ftruncate', path);
    this.commit({ type: 'truncate', ino: node.ino, length, at: this.clock() });
  }

  access(path: string, mode: number): void {
    const node = this.#existing(path, 'access', true);
    if ((mode & 1) !== 0 && node.type !== 'directory' && (node.mode & 0o111) === 0)
      throw new SystemError('EACCES', 'access', path);
  }

  readFile(path: string): Uint8Array {
    this.opened?.(path);
    const node = this.#existing(path, 'open', true);
    if (node.type === 'directory') throw new SystemError('EISDIR', 'read');
    if (node.type === 'file') return node.contents.bytes(this.blobs);
    if (node.type === 'socket') throw new SystemError('ENXIO', 'open', path);
    if (node.type === 'character' && node.device === 'null') return new Uint8Array(0);
    // The other devices never end.
    throw new SystemError('EINVAL', 'read');
  }

  writeFile(path: string, contents: Uint8Array | string): void {
    const data = typeof contents === 'string' ? encoder.encode(contents) : contents;
    checkLength(data.length, 'write');
    const node = this.#open(path, openFlags.O_WRONLY | openFlags.O_CREAT, 0o644);
    if (node.type !== 'file' || (data.length === 0 && node.contents.size === 0)) return;
    this.commit({ type: 'replace', ino: node.ino, data: capture(data), at: this.clock() });
  }

  makeDirectories(path: string, mode: number): string | undefined {
    return makeDirectories(this, path, mode);
  }

  mountPacks(mounts: readonly { readonly path: string; readonly pack: PackSource }[]): void {
    this.#packs.mount(mounts, (path) => {
      this.makeDirectories(path, 0o755);
      const node = this.#existing(path, 'mount', true);
      if (node.type !== 'directory') throw new SystemError('ENOTDIR', 'mount', path);
      return node;
    });
  }

  packedFile(path: string): PackedFile | undefined {
    try {
      return this.#packs.fileOf(lookup(this.tree, path, { followLast: true, syscall: 'open' }).node);
    } catch (error) {
      if (error instanceof SystemError) return undefined;
      throw error;
    }
  }

  readDerived(packId: string): Uint8Array | undefined {
    return this.#packs.readDerived(packId);
  }

  writeDerived(packId: string, derived: Uint8Array): void {
    this.#packs.writeDerived(packId, derived);
  }

  watch(path: string, options: { recursive: boolean }, listener: (event: WatchEvent) => void): Disposable {
    const node = this.#existing(path, 'watch', true);
    return this.tree.watchers.watch(node, options.recursive && node.type === 'directory', listener);
  }

  /** Reads a file that lies in a Blob before it is asked for. Returns its size; 0 where there is nothing to read. */
  readAhead(path: string): number {
    const { node } = lookup(this.tree, path, { followLast: true, syscall: 'open' });
    const range = node?.type === 'file' ? node.contents.blobRange : null;
    if (node?.type !== 'file' || range === null) return 0;
    const { size } = node.contents;
    this.blobs.readAhead(range.blob, range.offset, range.offset + size);
    return size;
  }

  /** The inode to open, made where O_CREAT asks for it; truncated where O_TRUNC does. */
  #open(path: string, flags: number, mode: number): Inode {
    const create = (flags & openFlags.O_CREAT) !== 0;
    const exclusive = create && (flags & openFlags.O_EXCL) !== 0;
    const followLast = !exclusive && (flags & openFlags.O_NOFOLLOW) === 0;
    const found = lookup(this.tree, path, { followLast, syscall: 'open' });
    const { node } = found;
    if (node === undefined) {
      if (!create) throw new SystemError('ENOENT', 'open', path);
      if (found.trailingSlash) throw new SystemError('EISDIR', 'open', path);
      const raced = exclusive ? new SystemError('EEXIST', 'open', path) : undefined;
      return this.#create(found, { type: 'file', mode }, raced);
    }
    if (exclusive) throw new SystemError('EEXIST', 'open', path);
    if (node.type === 'symlink') throw new SystemError('ELOOP', 'open', path);
    if (node.type === 'socket') throw new SystemError('ENXIO', 'open', path);
    const writes = (flags & 3) !== openFlags.O_RDONLY;
    if (node.type === 'directory') {
      if (writes || create) throw new SystemError('EISDIR', 'open', path);
    } else if ((flags & openFlags.O_DIRECTORY) !== 0) {
      throw new SystemError('ENOTDIR', 'open', path);
    }
    if (node.type === 'file' && (flags & openFlags.O_TRUNC) !== 0 && node.contents.size > 0)
      this.commit({ type: 'truncate', ino: node.ino, length: 0, at: this.clock() });
    return node;
  }

  /** `raced`: another process may make the name at the same time, and the one that is later gets this error. */
  #create(
    { parent, name }: Found,
    node: { type: 'file' | 'directory'; mode: number } | NewNode,
    raced?: SystemError,
  ): Inode {
    const ino = this.#allocate(1) as Ino;
    const op: Operation = { type: 'create', parent: parent.ino, name, ino, node, at: this.clock() };
    if (raced === undefined) this.commit(op);
    else this.#commitRaced({ ...op, exclusive: true }, () => raced);
    // A watcher may have removed it again at once; the inode itself is what was asked for.
    const created = this.tree.entries(parent).get(name) ?? this.tree.resolve(ino);
    if (created === undefined) throw new SystemError('ENOENT', 'open', name);
    return created;
  }

  #drop(type: 'unlink' | 'rmdir' | 'remove', { parent, name, node }: Found & { node: Inode }): void {
    this.commit({ type, parent: parent.ino, name, ino: node.ino, at: this.clock() });
  }

  #found(path: string, syscall: string): Found & { node: Inode } {
    return lookupExisting(this.tree, path, { followLast: false, syscall });
  }

  #existing(path: string, syscall: string, followLast: boolean): Inode {
    return lookupExisting(this.tree, path, { followLast, syscall }).node;
  }

  #stats(node: Inode): Stats {
    return statsOf(node, node.type === 'directory' ? this.tree.subdirectories(node) : 0);
  }
}
