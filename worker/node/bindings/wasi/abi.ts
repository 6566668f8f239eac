// Numbers and layouts of wasi_snapshot_preview1 (WebAssembly/WASI, phases/snapshot/docs.md).

import type { FileType, Stats } from '../../../vfs/filesystem.ts';

/** In the order of their numbers, from 0. */
const errnoNames =
  'SUCCESS 2BIG ACCES ADDRINUSE ADDRNOTAVAIL AFNOSUPPORT AGAIN ALREADY BADF BADMSG BUSY CANCELED CHILD CONNABORTED CONNREFUSED ' +
  'CONNRESET DEADLK DESTADDRREQ DOM DQUOT EXIST FAULT FBIG HOSTUNREACH IDRM ILSEQ INPROGRESS INTR INVAL IO ISCONN ISDIR LOOP MFILE ' +
  'MLINK MSGSIZE MULTIHOP NAMETOOLONG NETDOWN NETRESET NETUNREACH NFILE NOBUFS NODEV NOENT NOEXEC NOLCK NOLINK NOMEM NOMSG ' +
  'NOPROTOOPT NOSPC NOSYS NOTCONN NOTDIR NOTEMPTY NOTRECOVERABLE NOTSOCK NOTSUP NOTTY NXIO OVERFLOW OWNERDEAD PERM PIPE PROTO ' +
  'PROTONOSUPPORT PROTOTYPE RANGE ROFS SPIPE SRCH STALE TIMEDOUT TXTBSY XDEV NOTCAPABLE';
const errnos = new Map(errnoNames.split(' ').map((name, number) => [`E${name}`, number]));

/** Undefined for what WASI has no number for. */
export function errnoOf(code: string): number | undefined {
  return errnos.get(code);
}

/** An error of WASI's own: `code` as Linux has it, with an E. */
export class WasiError extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'WasiError';
  }
}

const fileTypes = { character: 2, directory: 3, file: 4, socket: 6, symlink: 7 } as const satisfies Record<
  FileType,
  number
>;

export const oflags = { creat: 1, directory: 2, excl: 4, trunc: 8 } as const;
export const fdflags = { append: 1 } as const;
export const lookupflags = { symlinkFollow: 1 } as const;
export const fstflags = { atim: 1, atimNow: 2, mtim: 4, mtimNow: 8 } as const;
export const whence = { set: 0, cur: 1, end: 2 } as const;

const right = (...bits: number[]): bigint => bits.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);
export const rights = {
  /** fd_read and fd_readdir. */
  reading: right(1, 14),
  /** fd_datasync, fd_write, fd_allocate and fd_filestat_set_size. */
  writing: right(0, 6, 8, 22),
  all: (1n << 30n) - 1n,
  /** A terminal or pipe cannot seek: wasi-libc takes it for a terminal by that. */
  stream: right(1, 3, 6, 21, 27),
} as const;

const million = 1_000_000;
export const nanoseconds = (ms: number): bigint => BigInt(Math.round(ms * million));
export const milliseconds = (ns: bigint): number => Number(ns) / million;

export function writeFilestat(view: DataView, at: number, stats: Stats): void {
  view.setBigUint64(at, 0n, true);
  view.setBigUint64(at + 8, BigInt(stats.ino), true);
  view.setBigUint64(at + 16, BigInt(fileTypes[stats.type]), true);
  view.setBigUint64(at + 24, BigInt(stats.nlink), true);
  view.setBigUint64(at + 32, BigInt(stats.size), true);
  view.setBigUint64(at + 40, nanoseconds(stats.atimeMs), true);
  view.setBigUint64(at + 48, nanoseconds(stats.mtimeMs), true);
  view.setBigUint64(at + 56, nanoseconds(stats.ctimeMs), true);
}

export function writeFdstat(view: DataView, at: number, type: FileType, flags: number, base: bigint): void {
  view.setUint16(at, fileTypes[type], true);
  view.setUint32(at + 2, flags, true);
  view.setBigUint64(at + 8, base, true);
  view.setBigUint64(at + 16, type === 'directory' ? rights.all : base, true);
}

export const direntSize = 24;

/** `next`: the cookie of the entry after it. */
export function dirent(next: number, ino: number, name: Uint8Array, type: FileType): Uint8Array {
  const bytes = new Uint8Array(direntSize + name.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(next), true);
  view.setBigUint64(8, BigInt(ino), true);
  view.setUint32(16, name.length, true);
  view.setUint8(20, fileTypes[type]);
  bytes.set(name, direntSize);
  return bytes;
}
