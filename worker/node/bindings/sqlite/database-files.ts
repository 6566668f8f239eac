// The files that SQLite has open, by the address of its structure for each. One a realm.

import { basename, dirname, resolvePath } from '../../../os/posix-path.ts';
import { SystemError, isSystemError } from '../../../protocol/errno.ts';
import { openFlags, type OpenFile } from '../../../vfs/filesystem.ts';
import type { Realm } from '../../realm.ts';
import { ProcessLocks, type LockHolder } from './process-locks.ts';
import { openFlag } from './result-codes.ts';

/** Before the umask, as SQLite creates databases. */
const newFileMode = 0o644;

interface DatabaseFile extends LockHolder {
  readonly file: OpenFile;
  /** Removed as it is closed; null: stays. */
  readonly removed: string | null;
}

export class DatabaseFiles {
  readonly locks: ProcessLocks;
  readonly #open = new Map<number, DatabaseFile>();
  #temporary = 0;

  constructor(private readonly realm: Realm) {
    this.locks = new ProcessLocks(realm);
  }

  get(at: number): DatabaseFile {
    const file = this.#open.get(at);
    if (file === undefined) throw new Error(`SQLite has no open file at ${at}.`);
    return file;
  }

  /** `path` is null for a temporary file. Throws SystemError. */
  open(at: number, path: string | null, flags: number): void {
    const { fs, pid } = this.realm.context;
    const name = path ?? `/tmp/etilqs_${pid}_${++this.#temporary}`;
    const file = this.#openFile(name, flags);
    const { ino, type } = file.stat();
    if (type !== 'file') {
      file.close();
      throw new SystemError('EISDIR', 'open', name);
    }
    const removed = (flags & openFlag.DELETEONCLOSE) === 0 ? null : fs.realpath(name);
    this.#open.set(at, { file, ino, removed });
  }

  #openFile(path: string, flags: number): OpenFile {
    const { context, umask } = this.realm;
    const access = (flags & openFlag.READWRITE) === 0 ? openFlags.O_RDONLY : openFlags.O_RDWR;
    if ((flags & openFlag.CREATE) === 0) return context.fs.open(path, access, newFileMode);
    const create = access | openFlags.O_CREAT;
    const mode = newFileMode & ~umask;
    // Of two processes that create the same database at once, both must have the same file. A journal is of one process alone.
    if ((flags & openFlag.MAIN_DB) !== 0 && context.fs.tryStat(path) === undefined) {
      try {
        return context.fs.open(path, create | openFlags.O_EXCL, mode);
      } catch (error) {
        if (!isSystemError(error, 'EEXIST')) throw error;
      }
    }
    return context.fs.open(path, create, mode);
  }

  close(at: number): void {
    const opened = this.get(at);
    this.#open.delete(at);
    this.locks.forget(opened);
    opened.file.close();
    if (opened.removed !== null) this.realm.context.fs.unlink(opened.removed);
  }

  /** Absolute and without links, so that a journal lies beside the file itself. */
  fullPath(path: string): string {
    const { context, cwd } = this.realm;
    const absolute = resolvePath(cwd, path);
    for (const [folder, name] of [
      [absolute, ''],
      [dirname(absolute), `/${basename(absolute)}`],
    ] as const) {
      try {
        const real = context.fs.realpath(folder);
        return name === '' ? real : resolvePath(real, `.${name}`);
      } catch (error) {
        if (!isSystemError(error)) throw error;
      }
    }
    return absolute;
  }
}
