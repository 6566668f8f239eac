// fd_* and path_* of wasi_snapshot_preview1 over the process's own filesystem, as uvwasi has them. Paths cannot climb out of the
// directory that they are relative to by their names; links are followed wherever they lead (Node promises no sandbox).

import { concatBytes } from '../../../os/concat-bytes.ts';
import { openFlags, type FileSystem, type Stats } from '../../../vfs/filesystem.ts';
import {
  dirent,
  fdflags,
  fstflags,
  lookupflags,
  milliseconds,
  oflags,
  rights,
  WasiError,
  whence,
  writeFdstat,
  writeFilestat,
} from './abi.ts';
import type { Descriptors } from './descriptors.ts';
import { type WasmMemory } from './memory.ts';

interface FilesHost {
  readonly fs: FileSystem;
  readonly memory: WasmMemory;
  readonly descriptors: Descriptors;
  readonly utf8: { encode(text: string): Uint8Array; decode(bytes: Uint8Array): string };
  readonly now: () => number;
  /** Of the process's own fds. */
  readStream(fd: number, target: Uint8Array): number;
  writeStream(fd: number, bytes: Uint8Array): number;
}

/** Each returns nothing where it succeeds, and throws what has a WASI number. */
export function createFiles(host: FilesHost) {
  const { fs, memory, descriptors, utf8 } = host;
  const text = (at: number, length: number): string => utf8.decode(memory.copy(at, length));

  function resolve(id: number, at: number, length: number): string {
    const path = text(at, length);
    if (path.startsWith('/')) throw new WasiError('ENOTCAPABLE');
    const parts: string[] = [];
    for (const part of path.split('/')) {
      if (part === '' || part === '.') continue;
      if (part !== '..') parts.push(part);
      else if (parts.pop() === undefined) throw new WasiError('ENOTCAPABLE');
    }
    const base = descriptors.directory(id).path.replace(/\/$/, '');
    return parts.length === 0 ? base || '/' : `${base}/${parts.join('/')}`;
  }

  const follows = (flags: number): boolean => (flags & lookupflags.symlinkFollow) !== 0;

  function read(id: number, iovs: number, count: number, at: number | null, result: number): void {
    const descriptor = descriptors.get(id);
    const file = descriptor.kind === 'stream' ? null : descriptors.file(id);
    if (file === null && at !== null) throw new WasiError('ESPIPE');
    let total = 0;
    for (const target of memory.vectors(iovs, count)) {
      const size =
        descriptor.kind === 'stream'
          ? host.readStream(descriptor.fd, target)
          : (file?.file.read(target, at === null ? file.position : at + total) ?? 0);
      total += size;
      if (file !== null && at === null) file.position += size;
      if (size < target.length) break;
    }
    memory.setUint32(result, total);
  }

  function write(id: number, iovs: number, count: number, at: number | null, result: number): void {
    const descriptor = descriptors.get(id);
    const bytes = concatBytes(memory.vectors(iovs, count));
    if (descriptor.kind === 'stream') {
      if (at !== null) throw new WasiError('ESPIPE');
      memory.setUint32(result, host.writeStream(descriptor.fd, bytes));
      return;
    }
    const file = descriptors.file(id);
    const written = file.file.write(bytes, at ?? file.position);
    if (at === null)
      file.position = (file.flags & fdflags.append) !== 0 ? file.file.stat().size : file.position + written;
    memory.setUint32(result, written);
  }

  function times(stats: Stats, atim: bigint, mtim: bigint, flags: number): [number, number] {
    const pick = (given: number, asNow: number, time: bigint, kept: number): number => {
      if ((flags & given) !== 0 && (flags & asNow) !== 0) throw new WasiError('EINVAL');
      if ((flags & given) !== 0) return milliseconds(time);
      return (flags & asNow) !== 0 ? host.now() : kept;
    };
    return [
      pick(fstflags.atim, fstflags.atimNow, atim, stats.atimeMs),
      pick(fstflags.mtim, fstflags.mtimNow, mtim, stats.mtimeMs),
    ];
  }

  return {
    fd_advise: (id: number) => void descriptors.file(id),
    fd_allocate(id: number, offset: bigint, length: bigint) {
      const { file } = descriptors.file(id);
      const size = Number(offset + length);
      if (file.stat().size < size) file.truncate(size);
    },
    fd_close: (id: number) => descriptors.close(id),
    fd_datasync: (id: number) => void descriptors.file(id),
    fd_sync: (id: number) => void descriptors.get(id),
    fd_fdstat_get(id: number, result: number) {
      const descriptor = descriptors.get(id);
      const view = memory.view(result, 24);
      if (descriptor.kind === 'stream') writeFdstat(view, 0, 'character', 0, rights.stream);
      else if (descriptor.kind === 'directory') writeFdstat(view, 0, 'directory', 0, rights.all);
      else {
        const access = descriptor.file.flags & 3;
        const refused =
          access === openFlags.O_RDONLY
            ? rights.writing
            : access === openFlags.O_WRONLY
              ? rights.reading
              : 0n;
        writeFdstat(view, 0, descriptor.file.stat().type, descriptor.flags, rights.all & ~refused);
      }
    },
    fd_fdstat_set_flags(id: number, flags: number) {
      const file = descriptors.file(id);
      // An open file keeps the flags that it was opened with.
      if ((flags & fdflags.append) !== (file.flags & fdflags.append)) throw new WasiError('ENOTSUP');
      file.flags = flags;
    },
    fd_fdstat_set_rights: (id: number) => void descriptors.get(id),
    fd_filestat_get(id: number, result: number) {
      const descriptor = descriptors.get(id);
      const stats = descriptor.kind === 'stream' ? fs.stat('/dev/null') : descriptor.file.stat();
      writeFilestat(memory.view(result, 64), 0, stats);
    },
    fd_filestat_set_size: (id: number, size: bigint) => descriptors.file(id).file.truncate(Number(size)),
    fd_filestat_set_times(id: number, atim: bigint, mtim: bigint, flags: number) {
      const descriptor = descriptors.get(id);
      if (descriptor.kind === 'stream') throw new WasiError('EBADF');
      descriptor.file.utimes(...times(descriptor.file.stat(), atim, mtim, flags));
    },
    fd_pread: (id: number, iovs: number, count: number, at: bigint, result: number) =>
      read(id, iovs, count, Number(at), result),
    fd_read: (id: number, iovs: number, count: number, result: number) => read(id, iovs, count, null, result),
    fd_pwrite: (id: number, iovs: number, count: number, at: bigint, result: number) =>
      write(id, iovs, count, Number(at), result),
    fd_write: (id: number, iovs: number, count: number, result: number) =>
      write(id, iovs, count, null, result),
    fd_prestat_get(id: number, result: number) {
      const descriptor = descriptors.get(id);
      if (descriptor.kind !== 'directory' || descriptor.preopen === undefined) throw new WasiError('EINVAL');
      memory.setUint32(result, 0);
      memory.setUint32(result + 4, utf8.encode(descriptor.preopen).length);
    },
    fd_prestat_dir_name(id: number, path: number, length: number) {
      const descriptor = descriptors.get(id);
      if (descriptor.kind !== 'directory' || descriptor.preopen === undefined) throw new WasiError('EBADF');
      const name = utf8.encode(descriptor.preopen);
      if (name.length > length) throw new WasiError('ENOBUFS');
      memory.write(path, name);
    },
    fd_readdir(id: number, buffer: number, length: number, cookie: bigint, result: number) {
      const directory = descriptors.directory(id);
      if (cookie === 0n || directory.entries === undefined)
        directory.entries = [
          { name: '.', type: 'directory', ino: fs.stat(directory.path).ino },
          { name: '..', type: 'directory', ino: fs.stat(`${directory.path}/..`).ino },
          ...fs.readdir(directory.path).map(({ name, type }) => ({
            name,
            type,
            ino: fs.lstat(`${directory.path}/${name}`).ino,
          })),
        ];
      let used = 0;
      for (let next = Number(cookie); next < directory.entries.length && used < length; next++) {
        const { name, type, ino } = directory.entries[next] ?? { name: '', type: 'file', ino: 0 };
        // The last may be cut off: the program asks for it again.
        const bytes = dirent(next + 1, ino, utf8.encode(name), type).subarray(0, length - used);
        memory.write(buffer + used, bytes);
        used += bytes.length;
      }
      memory.setUint32(result, used);
    },
    fd_renumber: (from: number, to: number) => descriptors.renumber(from, to),
    fd_seek(id: number, offset: bigint, from: number, result: number) {
      const file = descriptors.file(id, 'ESPIPE');
      const start = { [whence.set]: 0, [whence.cur]: file.position, [whence.end]: file.file.stat().size }[
        from
      ];
      const position = start === undefined ? -1 : start + Number(offset);
      if (position < 0) throw new WasiError('EINVAL');
      file.position = position;
      memory.setUint64(result, BigInt(position));
    },
    fd_tell: (id: number, result: number) =>
      memory.setUint64(result, BigInt(descriptors.file(id, 'ESPIPE').position)),

    path_create_directory: (id: number, at: number, length: number) =>
      fs.mkdir(resolve(id, at, length), 0o777),
    path_filestat_get(id: number, flags: number, at: number, length: number, result: number) {
      const path = resolve(id, at, length);
      writeFilestat(memory.view(result, 64), 0, follows(flags) ? fs.stat(path) : fs.lstat(path));
    },
    path_filestat_set_times(
      id: number,
      flags: number,
      at: number,
      length: number,
      atim: bigint,
      mtim: bigint,
      which: number,
    ) {
      const path = resolve(id, at, length);
      if (follows(flags)) fs.utimes(path, ...times(fs.stat(path), atim, mtim, which));
      else fs.lutimes(path, ...times(fs.lstat(path), atim, mtim, which));
    },
    path_link(
      oldId: number,
      flags: number,
      oldAt: number,
      oldLength: number,
      newId: number,
      newAt: number,
      newLength: number,
    ) {
      const existing = resolve(oldId, oldAt, oldLength);
      fs.link(follows(flags) ? fs.realpath(existing) : existing, resolve(newId, newAt, newLength));
    },
    path_open(
      id: number,
      lookup: number,
      at: number,
      length: number,
      how: number,
      base: bigint,
      _inheriting: bigint,
      flags: number,
      result: number,
    ) {
      const path = resolve(id, at, length);
      const reads = (base & rights.reading) !== 0n;
      const writes = (base & rights.writing) !== 0n;
      let bits: number = writes ? (reads ? openFlags.O_RDWR : openFlags.O_WRONLY) : openFlags.O_RDONLY;
      if ((how & oflags.creat) !== 0) bits |= openFlags.O_CREAT;
      if ((how & oflags.directory) !== 0) bits |= openFlags.O_DIRECTORY;
      if ((how & oflags.excl) !== 0) bits |= openFlags.O_EXCL;
      if ((how & oflags.trunc) !== 0) bits |= openFlags.O_TRUNC;
      if ((flags & fdflags.append) !== 0) bits |= openFlags.O_APPEND;
      if (!follows(lookup)) bits |= openFlags.O_NOFOLLOW;
      const isDirectory = fs.tryStat(path)?.type === 'directory';
      // Rust asks for all rights of a directory; a real open of one for writing fails.
      if (isDirectory && (how & (oflags.creat | oflags.trunc)) === 0) bits &= ~3;
      const file = fs.open(path, bits, 0o666);
      const opened = descriptors.add(
        isDirectory ? { kind: 'directory', path, file } : { kind: 'file', file, position: 0, flags },
      );
      memory.setUint32(result, opened);
    },
    path_readlink(id: number, at: number, length: number, buffer: number, size: number, result: number) {
      const target = utf8.encode(fs.readlink(resolve(id, at, length))).subarray(0, size);
      memory.write(buffer, target);
      memory.setUint32(result, target.length);
    },
    path_remove_directory: (id: number, at: number, length: number) => fs.rmdir(resolve(id, at, length)),
    path_rename: (
      oldId: number,
      oldAt: number,
      oldLength: number,
      newId: number,
      newAt: number,
      newLength: number,
    ) => fs.rename(resolve(oldId, oldAt, oldLength), resolve(newId, newAt, newLength)),
    path_symlink(targetAt: number, targetLength: number, id: number, at: number, length: number) {
      const target = text(targetAt, targetLength);
      if (target.startsWith('/')) throw new WasiError('ENOTCAPABLE');
      fs.symlink(target, resolve(id, at, length));
    },
    path_unlink_file: (id: number, at: number, length: number) => fs.unlink(resolve(id, at, length)),
  };
}
