// SQLite's operating system (https://sqlite.org/vfs.html): files of the machine's filesystem, its locks, its clock and its
// randomness. Every call is synchronous. One a realm; the structures that SQLite is given live as long as that.

import { blockFor } from '../../block-for.ts';
import { isSystemError } from '../../../protocol/errno.ts';
import type { LockLevel } from '../../../os/file-locks.ts';
import type { Realm } from '../../realm.ts';
import { DatabaseFiles } from './database-files.ts';
import { result } from './result-codes.ts';
import { addFunction, type Signature } from './wasm-function.ts';
import type { SqliteExports } from './wasm-exports.ts';
import type { WasmMemory } from './wasm-memory.ts';

/** As Node's SQLite calls it on Linux; `file:…?vfs=unix` names it. */
const vfsName = 'unix';
/** Of the wasm; what it has for databases in memory stays. */
const otherFilesystems = ['unix', 'unix-none', 'unix-dotfile', 'unix-excl', 'kvvfs'];
const pathMax = 4096;
/** Only the pointer to the methods: what is open is found by its address. */
const fileStructSize = 4;
/** Without shared memory (version 2): SQLite does without a write-ahead log then. */
const methodsVersion = 1;
/** With the time in milliseconds. */
const vfsVersion = 2;
/** A power loss while a sector is written spoils no other. */
const POWERSAFE_OVERWRITE = 0x1000;
const sectorSize = 4096;
/** Milliseconds of the Julian day number at 1970-01-01. */
const julianEpochMs = 210_866_760_000_000;
const dayMs = 86_400_000;

/** Signature, the result code where the machine's filesystem refuses, and what is done. */
type Method = readonly [Signature, number, (...args: never[]) => number];

interface VfsHost {
  readonly realm: Realm;
  readonly exports: SqliteExports;
  readonly memory: WasmMemory;
  /** Keeps what a callback has thrown until SQLite has returned: the end of the process, mostly. */
  readonly failed: (error: unknown) => void;
}

/** Makes the machine's filesystem SQLite's only one. */
export function registerFileVfs(host: VfsHost): void {
  const { exports, memory } = host;
  for (const name of otherFilesystems) {
    const other = memory.withText(name, (text) => exports.sqlite3_vfs_find(text));
    if (other !== 0) exports.sqlite3_vfs_unregister(other);
  }
  const pointerTo = ([signature, code, call]: Method): number =>
    addFunction(exports.__indirect_function_table, signature, (...args: never[]) => {
      try {
        return call(...args);
      } catch (error) {
        if (isSystemError(error, 'ENOSPC')) return result.FULL;
        if (!isSystemError(error)) host.failed(error);
        return code;
      }
    });
  const struct = (fields: readonly number[]): number => {
    const at = memory.allocate(fields.length * 4);
    fields.forEach((value, index) => memory.setUint32(at + index * 4, value));
    return at;
  };
  const files = new DatabaseFiles(host.realm);
  const methods = struct([methodsVersion, ...fileMethods(files, memory).map(pointerTo)]);
  const calls = systemCalls(files, host, methods).map(pointerTo);
  const [next, applicationData, noLibraries] = [0, 0, [0, 0, 0, 0]];
  const vfs = [vfsVersion, fileStructSize, pathMax, next, memory.permanent(vfsName), applicationData];
  vfs.push(...calls.slice(0, 4), ...noLibraries, ...calls.slice(4));
  exports.sqlite3_vfs_register(struct(vfs), 1);
}

/** The methods of an open file, in the order of `sqlite3_io_methods`. */
function fileMethods(files: DatabaseFiles, memory: WasmMemory): Method[] {
  const close = (at: number): number => {
    files.close(at);
    return result.OK;
  };
  const read = (at: number, buffer: number, amount: number, offset: bigint): number => {
    const target = memory.view(buffer, amount);
    const count = files.get(at).file.read(target, Number(offset));
    if (count === amount) return result.OK;
    // What is beyond the end reads as zeros.
    target.fill(0, count);
    return result.IOERR_SHORT_READ;
  };
  const write = (at: number, buffer: number, amount: number, offset: bigint): number => {
    files.get(at).file.write(memory.view(buffer, amount), Number(offset));
    return result.OK;
  };
  const truncate = (at: number, size: bigint): number => {
    files.get(at).file.truncate(Number(size));
    return result.OK;
  };
  /** What was written is with the kernel when the lock is given back: one port, in order. */
  const sync = (): number => result.OK;
  const size = (at: number, target: number): number => {
    memory.setInt64(target, BigInt(files.get(at).file.stat().size));
    return result.OK;
  };
  const lock = (at: number, level: Exclude<LockLevel, 0>): number =>
    files.locks.lock(files.get(at), level) ? result.OK : result.BUSY;
  const unlock = (at: number, level: LockLevel): number => {
    files.locks.unlock(files.get(at), level);
    return result.OK;
  };
  const isReserved = (at: number, target: number): number => {
    memory.setUint32(target, files.locks.isReserved(files.get(at)) ? 1 : 0);
    return result.OK;
  };
  return [
    ['i:i', result.IOERR_CLOSE, close],
    ['i:iiij', result.IOERR_READ, read],
    ['i:iiij', result.IOERR_WRITE, write],
    ['i:ij', result.IOERR_TRUNCATE, truncate],
    ['i:ii', result.IOERR, sync],
    ['i:ii', result.IOERR_FSTAT, size],
    ['i:ii', result.IOERR_LOCK, lock],
    ['i:ii', result.IOERR_LOCK, unlock],
    ['i:ii', result.IOERR_LOCK, isReserved],
    ['i:iii', result.NOTFOUND, () => result.NOTFOUND],
    ['i:i', sectorSize, () => sectorSize],
    ['i:i', 0, () => POWERSAFE_OVERWRITE],
  ];
}

/** The calls of `sqlite3_vfs` in its order, without the four that load libraries. */
function systemCalls(files: DatabaseFiles, { realm, memory }: VfsHost, methods: number): Method[] {
  const text = (pointer: number): string => memory.string(pointer) ?? '';
  const open = (_vfs: number, name: number, at: number, flags: number, flagsOut: number): number => {
    // Where it stays zero, SQLite does not close what was not opened.
    memory.setUint32(at, 0);
    files.open(at, memory.string(name), flags);
    memory.setUint32(at, methods);
    if (flagsOut !== 0) memory.setUint32(flagsOut, flags);
    return result.OK;
  };
  const remove = (_vfs: number, name: number): number => {
    try {
      realm.context.fs.unlink(text(name));
      return result.OK;
    } catch (error) {
      if (isSystemError(error, 'ENOENT')) return result.IOERR_DELETE_NOENT;
      throw error;
    }
  };
  const access = (_vfs: number, name: number, _mode: number, target: number): number => {
    const stats = realm.context.fs.tryStat(text(name));
    // An empty journal is none, as in SQLite's Unix filesystem; root may read and write everything.
    memory.setUint32(target, stats !== undefined && (stats.type !== 'file' || stats.size > 0) ? 1 : 0);
    return result.OK;
  };
  const fullPathname = (_vfs: number, name: number, size: number, target: number): number => {
    const path = realm.utf8.encode(files.fullPath(text(name)));
    if (path.byteLength >= size) return result.CANTOPEN;
    const room = memory.view(target, path.byteLength + 1);
    room.set(path);
    room[path.byteLength] = 0;
    return result.OK;
  };
  const randomness = (_vfs: number, size: number, target: number): number => {
    realm.host.crypto.getRandomValues(memory.view(target, size) as Uint8Array<ArrayBuffer>);
    return size;
  };
  const sleep = (_vfs: number, microseconds: number): number => {
    blockFor(microseconds / 1000);
    return microseconds;
  };
  const currentTime = (_vfs: number, target: number): number => {
    memory.setFloat64(target, (realm.host.clock() + julianEpochMs) / dayMs);
    return result.OK;
  };
  const currentTimeMs = (_vfs: number, target: number): number => {
    memory.setInt64(target, BigInt(Math.floor(realm.host.clock()) + julianEpochMs));
    return result.OK;
  };
  return [
    ['i:iiiii', result.CANTOPEN, open],
    ['i:iii', result.IOERR_DELETE, remove],
    ['i:iiii', result.IOERR_ACCESS, access],
    ['i:iiii', result.CANTOPEN, fullPathname],
    ['i:iii', 0, randomness],
    ['i:ii', 0, sleep],
    ['i:ii', result.ERROR, currentTime],
    ['i:iii', 0, () => 0],
    ['i:ii', result.ERROR, currentTimeMs],
  ];
}
