// Linux errno numbers and libuv's texts for the errors that the kernel and the filesystem raise themselves.
// Source: Linux errno(3), libuv's uv_strerror. The Node realm has the full table from the real binary.

const table = {
  EPERM: [1, 'operation not permitted'],
  ENOENT: [2, 'no such file or directory'],
  ESRCH: [3, 'no such process'],
  EINTR: [4, 'interrupted system call'],
  EIO: [5, 'i/o error'],
  ENXIO: [6, 'no such device or address'],
  E2BIG: [7, 'argument list too long'],
  ENOEXEC: [8, 'exec format error'],
  EBADF: [9, 'bad file descriptor'],
  ECHILD: [10, 'no child processes'],
  EAGAIN: [11, 'resource temporarily unavailable'],
  ENOMEM: [12, 'not enough memory'],
  EACCES: [13, 'permission denied'],
  EBUSY: [16, 'resource busy or locked'],
  EEXIST: [17, 'file already exists'],
  EXDEV: [18, 'cross-device link not permitted'],
  ENOTDIR: [20, 'not a directory'],
  EISDIR: [21, 'illegal operation on a directory'],
  EINVAL: [22, 'invalid argument'],
  EMFILE: [24, 'too many open files'],
  ENOTTY: [25, 'inappropriate ioctl for device'],
  EFBIG: [27, 'file too large'],
  ENOSPC: [28, 'no space left on device'],
  ESPIPE: [29, 'invalid seek'],
  EROFS: [30, 'read-only file system'],
  EPIPE: [32, 'broken pipe'],
  ENAMETOOLONG: [36, 'name too long'],
  ENOSYS: [38, 'function not implemented'],
  ENOTEMPTY: [39, 'directory not empty'],
  ELOOP: [40, 'too many symbolic links encountered'],
  EADDRINUSE: [98, 'address already in use'],
  EADDRNOTAVAIL: [99, 'address not available'],
  ECONNABORTED: [103, 'software caused connection abort'],
  ECONNRESET: [104, 'connection reset by peer'],
  ENOTCONN: [107, 'socket is not connected'],
  ETIMEDOUT: [110, 'connection timed out'],
  ECONNREFUSED: [111, 'connection refused'],
  ENOTSUP: [95, 'operation not supported on socket'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrnoCode = keyof typeof table;

/**
 * An operation that the operating system refused, in the shape of Node's own system errors
 * (https://nodejs.org/api/errors.html#class-systemerror): `errno` is negative, the message is libuv's.
 */
export class SystemError extends Error {
  readonly errno: number;
  readonly path?: string;
  readonly dest?: string;

  constructor(
    readonly code: ErrnoCode,
    readonly syscall: string,
    path?: string,
    dest?: string,
  ) {
    const [errno, text] = table[code];
    let message = `${code}: ${text}, ${syscall}`;
    if (path !== undefined) message += ` '${path}'`;
    if (dest !== undefined) message += ` -> '${dest}'`;
    super(message);
    this.name = 'Error';
    this.errno = -errno;
    if (path !== undefined) this.path = path;
    if (dest !== undefined) this.dest = dest;
  }
}

export function isSystemError(error: unknown, code?: ErrnoCode): error is SystemError {
  return (
    error instanceof Error &&
    'errno' in error &&
    'code' in error &&
    (code === undefined || error.code === code)
  );
}
