// stat, lstat, fstat, statfs, existence and times: the members of `internalBinding('fs')` that read or set metadata.

import { SystemError, isSystemError } from '../../protocol/errno.ts';
import type { Stats } from '../../vfs/filesystem.ts';
import { characterDeviceStats, specialStats } from '../devices.ts';
import type { Binding, Realm } from '../realm.ts';
import { validMode, validateFd } from './fs-arguments.ts';
import type { FsCalls, PathArgument, Request } from './fs-calls.ts';

/** Fields of one Stats in the arrays that Node's lib reads (`kFsStatsFieldsNumber`). */
export const statFields = 18;
const statfsFields = 8;

const S_IFIFO = 0o010000;
const S_IFSOCK = 0o140000;
/** The one device that all inodes are on. */
const deviceNumber = 1;
const blockSize = 4096;
/** st_blocks counts these, whatever the block size (stat(2)). */
const blocksUnit = 512;
/** TMPFS_MAGIC of statfs(2): what is kept in memory and written behind. */
const tmpfsMagic = 0x01021994;

type StatArray = Float64Array | BigInt64Array;

export function fillStats(array: StatArray, stats: Stats | undefined, offset = 0): StatArray {
  if (stats === undefined) {
    if (array instanceof BigInt64Array) array.fill(0n, offset, offset + statFields);
    else array.fill(0, offset, offset + statFields);
    return array;
  }
  const times = [stats.atimeMs, stats.mtimeMs, stats.ctimeMs, stats.birthtimeMs];
  const head = [
    deviceNumber,
    stats.mode,
    stats.nlink,
    stats.uid,
    stats.gid,
    0,
    blockSize,
    stats.ino,
    stats.size,
    Math.ceil(stats.size / blocksUnit),
  ];
  let at = offset;
  const put = (value: number): void => {
    if (array instanceof BigInt64Array) array[at++] = BigInt(value);
    else array[at++] = value;
  };
  for (const value of head) put(value);
  for (const ms of times) {
    const seconds = Math.floor(ms / 1000);
    put(seconds);
    put(Math.round((ms - seconds * 1000) * 1e6));
  }
  return array;
}

export function createFsStat(realm: Realm, calls: FsCalls): Binding {
  const statValues = new Float64Array(statFields * 2);
  const bigintStatValues = new BigInt64Array(statFields * 2);
  const statFsValues = new Float64Array(statfsFields);
  const bigintStatFsValues = new BigInt64Array(statfsFields);

  /** A synchronous caller reads the shared array at once; a later one gets its own. */
  const arrayFor = (bigint: boolean, request: Request): StatArray => {
    if (request === undefined) return bigint ? bigintStatValues : statValues;
    return bigint ? new BigInt64Array(statFields) : new Float64Array(statFields);
  };
  const orMissing = (work: () => StatArray, throwIfNoEntry: unknown): StatArray | undefined => {
    if (throwIfNoEntry !== false) return work();
    try {
      return work();
    } catch (error) {
      if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return undefined;
      throw error;
    }
  };
  const statsOfFd = (fd: number): Stats => {
    const stream = realm.fds.get(fd);
    if (stream === undefined) throw new SystemError('EBADF', 'fstat');
    switch (stream.kind) {
      case 'file':
        return stream.file.stat();
      case 'null':
        return characterDeviceStats(0o666);
      case 'tty':
        return characterDeviceStats(0o620);
      case 'pipe-read':
      case 'pipe-write':
        return specialStats('character', S_IFIFO | 0o600);
      case 'socket':
        return specialStats('character', S_IFSOCK | 0o777);
      default:
        return stream satisfies never;
    }
  };
  /** Ids are kept nowhere: everything belongs to root, and root may say anything. Only existence is checked. */
  const requireFd = (fd: number, syscall: string): void => {
    if (realm.fds.get(fd) === undefined) throw new SystemError('EBADF', syscall);
  };

  function stat(path: PathArgument, bigint: boolean, request: Request, throwIfNoEntry: unknown) {
    return calls.run(stat, request, { syscall: 'stat', path }, () =>
      orMissing(
        () => fillStats(arrayFor(bigint, request), calls.fs.stat(calls.resolve(path))),
        throwIfNoEntry,
      ),
    );
  }
  function lstat(path: PathArgument, bigint: boolean, request: Request, throwIfNoEntry: unknown) {
    return calls.run(lstat, request, { syscall: 'lstat', path }, () =>
      orMissing(
        () => fillStats(arrayFor(bigint, request), calls.fs.lstat(calls.resolve(path))),
        throwIfNoEntry,
      ),
    );
  }
  function fstat(fd: number, bigint: boolean, request: Request) {
    validateFd(realm, fd);
    return calls.run(fstat, request, { syscall: 'fstat' }, () =>
      fillStats(arrayFor(bigint, request), statsOfFd(fd)),
    );
  }
  function statfs(path: PathArgument, bigint: boolean, request: Request) {
    return calls.run(statfs, request, { syscall: 'statfs', path }, () => {
      calls.fs.stat(calls.resolve(path));
      // The browser tells a quota only asynchronously: sizes are unknown, and 0 as tmpfs says without a limit.
      const values = [tmpfsMagic, blockSize, blockSize, 0, 0, 0, 0, 0];
      const array = bigint ? bigintStatFsValues : statFsValues;
      for (const [index, value] of values.entries()) {
        if (array instanceof BigInt64Array) array[index] = BigInt(value);
        else array[index] = value;
      }
      return request === undefined ? array : array.slice();
    });
  }
  function existsSync(path: PathArgument): boolean {
    return calls.fs.tryStat(calls.resolve(path)) !== undefined;
  }
  function access(path: PathArgument, mode: unknown, request: Request) {
    const wanted = validMode(mode);
    return calls.run(access, request, { syscall: 'access', path }, () =>
      calls.fs.access(calls.resolve(path), wanted),
    );
  }
  function chmod(path: PathArgument, mode: number, request: Request) {
    return calls.run(chmod, request, { syscall: 'chmod', path }, () =>
      calls.fs.chmod(calls.resolve(path), mode),
    );
  }
  function fchmod(fd: number, mode: number, request: Request) {
    validateFd(realm, fd);
    return calls.run(fchmod, request, { syscall: 'fchmod' }, () => {
      requireFd(fd, 'fchmod');
      const stream = realm.fds.get(fd);
      if (stream?.kind === 'file') stream.file.chmod(mode);
    });
  }
  function chown(path: PathArgument, _uid: number, _gid: number, request: Request) {
    return calls.run(
      chown,
      request,
      { syscall: 'chown', path },
      () => void calls.fs.stat(calls.resolve(path)),
    );
  }
  function lchown(path: PathArgument, _uid: number, _gid: number, request: Request) {
    return calls.run(
      lchown,
      request,
      { syscall: 'lchown', path },
      () => void calls.fs.lstat(calls.resolve(path)),
    );
  }
  function fchown(fd: number, _uid: number, _gid: number, request: Request) {
    validateFd(realm, fd);
    return calls.run(fchown, request, { syscall: 'fchown' }, () => requireFd(fd, 'fchown'));
  }
  function utimes(path: PathArgument, atime: number, mtime: number, request: Request) {
    return calls.run(utimes, request, { syscall: 'utime', path }, () =>
      calls.fs.utimes(calls.resolve(path), atime * 1000, mtime * 1000),
    );
  }
  function lutimes(path: PathArgument, atime: number, mtime: number, request: Request) {
    return calls.run(lutimes, request, { syscall: 'lutime', path }, () =>
      calls.fs.lutimes(calls.resolve(path), atime * 1000, mtime * 1000),
    );
  }
  function futimes(fd: number, atime: number, mtime: number, request: Request) {
    validateFd(realm, fd);
    return calls.run(futimes, request, { syscall: 'futime' }, () => {
      requireFd(fd, 'futime');
      const stream = realm.fds.get(fd);
      if (stream?.kind === 'file') stream.file.utimes(atime * 1000, mtime * 1000);
    });
  }
  return {
    kFsStatsFieldsNumber: statFields,
    statValues,
    bigintStatValues,
    statFsValues,
    bigintStatFsValues,
    stat,
    lstat,
    fstat,
    statfs,
    existsSync,
    access,
    chmod,
    fchmod,
    chown,
    lchown,
    fchown,
    utimes,
    lutimes,
    futimes,
  };
}
