// Names, links and directories: the members of `internalBinding('fs')` that change or list the tree.

import { SystemError, isSystemError } from '../../protocol/errno.ts';
import type { FileType } from '../../vfs/filesystem.ts';
import type { Binding, Realm } from '../realm.ts';
import { validMode } from './fs-arguments.ts';
import type { FsCalls, PathArgument, Request } from './fs-calls.ts';

const COPYFILE_EXCL = 1;
/** uv_dirent_type_t */
const direntTypes: Readonly<Record<FileType, number>> = {
  file: 1,
  directory: 2,
  symlink: 3,
  socket: 5,
  character: 6,
};
const mkdtempAlphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
/** As glibc's TMP_MAX would, but small: six letters of 62 collide next to never. */
const mkdtempAttempts = 100;

export function direntType(type: FileType): number {
  return direntTypes[type];
}

export function createFsTree(realm: Realm, calls: FsCalls): Binding {
  function readdir(path: PathArgument, encoding: unknown, withTypes: boolean, request: Request) {
    return calls.run(readdir, request, { syscall: 'scandir', path }, () => {
      const entries = calls.fs.readdir(calls.resolve(path));
      const names = entries.map((entry) => calls.encode(entry.name, encoding));
      return withTypes ? [names, entries.map((entry) => direntType(entry.type))] : names;
    });
  }
  function mkdir(path: PathArgument, mode: number, recursive: boolean, request: Request) {
    return calls.run(mkdir, request, { syscall: 'mkdir', path }, () => {
      const absolute = calls.resolve(path);
      const masked = mode & ~realm.umask;
      if (!recursive) {
        calls.fs.mkdir(absolute, masked);
        return undefined;
      }
      // Of a working directory that is gone nothing is made anew.
      if (
        absolute === '' ||
        (!calls.spelling(path).startsWith('/') && calls.fs.tryStat(realm.cwd) === undefined)
      )
        throw new SystemError('ENOENT', 'mkdir');
      const first = calls.fs.makeDirectories(absolute, masked);
      if (first === undefined) return undefined;
      // Node answers in the caller's spelling: relative where a relative path was given.
      const spelling = calls.spelling(path);
      return spelling.startsWith('/') ? first : relativeSpelling(first, absolute, spelling);
    });
  }
  function mkdtemp(prefix: PathArgument, encoding: unknown, request: Request) {
    const spelling = calls.spelling(prefix);
    return calls.run(mkdtemp, request, { syscall: 'mkdtemp', path: `${spelling}XXXXXX` }, () => {
      for (let attempt = 1; ; attempt++) {
        const path = spelling + randomSuffix(realm);
        try {
          calls.fs.mkdir(calls.resolve(path), 0o700);
          return calls.encode(path, encoding);
        } catch (error) {
          if (!isSystemError(error, 'EEXIST') || attempt >= mkdtempAttempts) throw error;
        }
      }
    });
  }
  function rmdir(path: PathArgument, request: Request) {
    return calls.run(rmdir, request, { syscall: 'rmdir', path }, () => calls.fs.rmdir(calls.resolve(path)));
  }
  function unlink(path: PathArgument, request: Request) {
    return calls.run(unlink, request, { syscall: 'unlink', path }, () =>
      calls.fs.unlink(calls.resolve(path)),
    );
  }
  function rename(from: PathArgument, to: PathArgument, request: Request) {
    return calls.run(rename, request, { syscall: 'rename', path: from, dest: to }, () =>
      calls.fs.rename(calls.resolve(from), calls.resolve(to)),
    );
  }
  function link(existing: PathArgument, path: PathArgument, request: Request) {
    return calls.run(link, request, { syscall: 'link', path: existing, dest: path }, () =>
      calls.fs.link(calls.resolve(existing), calls.resolve(path)),
    );
  }
  function symlink(target: PathArgument, path: PathArgument, _flags: number, request: Request) {
    return calls.run(symlink, request, { syscall: 'symlink', path: target, dest: path }, () =>
      calls.fs.symlink(calls.spelling(target), calls.resolve(path)),
    );
  }
  function readlink(path: PathArgument, encoding: unknown, request: Request) {
    return calls.run(readlink, request, { syscall: 'readlink', path }, () =>
      calls.encode(calls.fs.readlink(calls.resolve(path)), encoding),
    );
  }
  function realpath(path: PathArgument, encoding: unknown, request: Request) {
    return calls.run(realpath, request, { syscall: 'realpath', path }, () =>
      calls.encode(calls.fs.realpath(calls.resolve(path)), encoding),
    );
  }
  function copyFile(from: PathArgument, to: PathArgument, mode: unknown, request: Request) {
    const flags = validMode(mode);
    return calls.run(copyFile, request, { syscall: 'copyfile', path: from, dest: to }, () =>
      copyContents(realm, calls.resolve(from), calls.resolve(to), flags),
    );
  }
  /** What `fs.rmSync` does after its options are checked. Retries are for locks that this filesystem has none of. */
  function rmSync(path: PathArgument, _maxRetries: number, recursive: boolean, _retryDelay: number): void {
    calls.runSync(rmSync, { syscall: 'rm', path }, () => {
      const absolute = calls.resolve(path);
      let stats;
      try {
        stats = calls.fs.lstat(absolute);
      } catch (error) {
        if (isSystemError(error, 'ENOENT')) return;
        throw error;
      }
      if (stats.type !== 'directory') calls.fs.unlink(absolute);
      else if (recursive) calls.fs.remove(absolute);
      else
        throw Object.assign(new Error(`Path is a directory: ${calls.spelling(path)}`), {
          code: 'ERR_FS_EISDIR',
        });
    });
  }

  return {
    readdir,
    mkdir,
    mkdtemp,
    rmdir,
    unlink,
    rename,
    link,
    symlink,
    readlink,
    realpath,
    copyFile,
    rmSync,
  };
}

/** The first `depth` components of `spelling`, for a directory `first` that lies that deep in `absolute`. */
function relativeSpelling(first: string, absolute: string, spelling: string): string {
  const depth = (path: string): number =>
    path.split('/').filter((name) => name !== '' && name !== '.').length;
  const names = spelling.split('/').filter((name) => name !== '');
  return names.slice(0, names.length - (depth(absolute) - depth(first))).join('/');
}

function randomSuffix(realm: Realm): string {
  const bytes = realm.host.crypto.getRandomValues(new Uint8Array(6));
  return Array.from(bytes, (byte) => mkdtempAlphabet[byte % mkdtempAlphabet.length]).join('');
}

/** As uv_fs_copyfile: contents and permissions. */
export function copyContents(realm: Realm, from: string, to: string, mode: number): void {
  const { fs } = realm.context;
  const source = fs.stat(from);
  if (source.type === 'directory') throw new SystemError('EISDIR', 'copyfile');
  const target = fs.tryStat(to);
  if (target !== undefined) {
    if ((mode & COPYFILE_EXCL) !== 0) throw new SystemError('EEXIST', 'copyfile');
    if (target.type === 'directory') throw new SystemError('EISDIR', 'copyfile');
    if (target.ino === source.ino) return;
  }
  fs.writeFile(to, fs.readFile(from));
  fs.chmod(to, source.mode & 0o7777);
}
