// The file descriptors of one process: index to stream. It starts with the streams that the process was given (0, 1, 2 and
// whatever its parent passed) and lives as long as the realm. Closing the streams is the caller's.

import type { Stream } from '../os/process-context.ts';
import type { FdTable } from './realm.ts';

/** POSIX: 0, 1 and 2 are never handed out by accident, even where they were closed. */
const firstFree = 3;

export function createFdTable(stdio: readonly Stream[]): FdTable {
  const streams = new Map<number, Stream>(stdio.entries());
  return {
    get: (fd) => streams.get(fd),
    allocate(stream) {
      let fd = firstFree;
      while (streams.has(fd)) fd++;
      streams.set(fd, stream);
      return fd;
    },
    set: (fd, stream) => void streams.set(fd, stream),
    release(fd) {
      const stream = streams.get(fd);
      streams.delete(fd);
      return stream;
    },
    entries: () => streams.entries(),
  };
}

/** What `internalBinding('util').guessHandleType` answers, as its index into Node's own list of names. */
const handleTypes = { TCP: 0, TTY: 1, UDP: 2, FILE: 3, PIPE: 4, UNKNOWN: 5 } as const;

/**
 * As uv_guess_handle of an fd. A character device other than a terminal counts as a file, as on Linux: writing to
 * /dev/null is a synchronous file write.
 */
export function guessHandleType(fds: FdTable, fd: number): number {
  const stream = fds.get(fd);
  if (stream === undefined) return handleTypes.UNKNOWN;
  switch (stream.kind) {
    case 'tty':
      return handleTypes.TTY;
    case 'file':
    case 'null':
      return handleTypes.FILE;
    case 'pipe-read':
    case 'pipe-write':
    case 'socket':
      return handleTypes.PIPE;
    default:
      return stream satisfies never;
  }
}
