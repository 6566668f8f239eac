// What a program sees of the filesystem: synchronous POSIX calls on a process's own replica (or, in the kernel, on the
// authority itself; both are the same class behind this interface). Paths are absolute; resolving against a cwd and
// masking modes with the umask is the caller's. Every failure is a SystemError whose `syscall` is the one that libuv
// names for the same operation (`open`, `stat`, `lstat`, `scandir`, `mkdir`, …).

import type { Ino } from '../protocol/ids.ts';

export type FileType = 'file' | 'directory' | 'symlink' | 'character' | 'socket';

/** As stat(2); times are milliseconds since the epoch with a fraction, `mode` includes the type bits. */
export interface Stats {
  readonly ino: Ino;
  readonly type: FileType;
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  readonly atimeMs: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly birthtimeMs: number;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly type: FileType;
}

/** The Linux open(2) flags that are understood; others are ignored. */
export const openFlags = {
  O_RDONLY: 0,
  O_WRONLY: 1,
  O_RDWR: 2,
  O_CREAT: 0o100,
  O_EXCL: 0o200,
  O_TRUNC: 0o1000,
  O_APPEND: 0o2000,
  O_DIRECTORY: 0o200000,
  O_NOFOLLOW: 0o400000,
} as const;

/** An open file description (open(2)): shared position, own flags. */
export interface OpenFile {
  readonly path: string;
  readonly flags: number;
  /** Bytes read into `target`; 0 at the end. `position` null reads at, and moves, the shared position. */
  read(target: Uint8Array, position: number | null): number;
  /** Bytes written: all of `source`. With O_APPEND the position is the end of the file. */
  write(source: Uint8Array, position: number | null): number;
  truncate(length: number): void;
  stat(): Stats;
  chmod(mode: number): void;
  utimes(atimeMs: number, mtimeMs: number): void;
  close(): void;
}

export interface WatchEvent {
  readonly type: 'rename' | 'change';
  /** Relative to the watched directory; the file's own name where a file is watched. */
  readonly filename: string;
}

export interface FileSystem {
  stat(path: string): Stats;
  lstat(path: string): Stats;
  /** Stats of an existing path, or undefined; never throws for ENOENT, ENOTDIR or ELOOP. Follows links. */
  tryStat(path: string): Stats | undefined;
  open(path: string, flags: number, mode: number): OpenFile;
  /** Sorted by name (code units). Syscall in errors: `scandir`. */
  readdir(path: string): DirectoryEntry[];
  mkdir(path: string, mode: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  /** Removes a file or a whole tree; no error where there is none. */
  remove(path: string): void;
  rename(from: string, to: string): void;
  link(existing: string, path: string): void;
  symlink(target: string, path: string): void;
  /** The name of a socket that is bound (unix(7)); EADDRINUSE where there is something of that name. */
  bindSocket(path: string): void;
  readlink(path: string): string;
  realpath(path: string): string;
  chmod(path: string, mode: number): void;
  utimes(path: string, atimeMs: number, mtimeMs: number): void;
  lutimes(path: string, atimeMs: number, mtimeMs: number): void;
  truncate(path: string, length: number): void;
  /** `mode` as access(2): 0 exists, 4 read, 2 write, 1 execute. The user is root: only execute can be refused. */
  access(path: string, mode: number): void;
  /** Whole contents. The result is the caller's to keep but not to change. */
  readFile(path: string): Uint8Array;
  /** Creates or replaces; mode 0o644 where new. */
  writeFile(path: string, contents: Uint8Array | string): void;
  /** Creates missing parents too; returns the first directory made, or undefined where all were there. */
  makeDirectories(path: string, mode: number): string | undefined;
  /** Mounts immutable packs at existing or new directories, of which none lies in another; see pack.ts. */
  mountPacks(mounts: readonly { readonly path: string; readonly pack: PackSource }[]): void;
  /** Which file of a pack this is and has the contents of; undefined for all else, and where there is nothing. Follows links. */
  packedFile(path: string): PackedFile | undefined;
  /** What was worked out of the pack with that id; undefined where nothing was, or nothing has it mounted. */
  readDerived(packId: string): Uint8Array | undefined;
  /** Keeps beside a mounted pack what was worked out of it, instead of what was kept before. The filesystem does not look into it. */
  writeDerived(packId: string, derived: Uint8Array): void;
  /** Events of a file or of a directory; own changes and those of other processes alike. */
  watch(path: string, options: { recursive: boolean }, listener: (event: WatchEvent) => void): Disposable;
}

/** A file of a pack: where its bytes lie in the pack's blob. */
export interface PackEntry {
  /** Relative path with `/`, no leading slash; directories are implied. */
  readonly path: string;
  readonly mode: number;
  readonly offset: number;
  readonly size: number;
}

/** An immutable archive: one Blob and its index. `id` is content-addressed (an npm integrity, say). */
export interface PackSource {
  readonly id: string;
  readonly entries: readonly PackEntry[];
  readonly blob: Blob;
  /** What was worked out of the files, and can be again. */
  readonly derived?: Blob | undefined;
}

export interface PackedFile {
  readonly packId: string;
  /** Number of the file in the pack's entries. */
  readonly index: number;
}
