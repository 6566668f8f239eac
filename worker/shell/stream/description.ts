// An open file description as the shell sees it: whatever a redirection, a pipe or the terminal put behind an fd, read
// and written by pulling, and handed on to child processes. Each is closed by whoever opened it; fd tables only refer.

import { SystemError } from '../../protocol/errno.ts';
import type { StdioRequest, Stream, Syscalls } from '../../os/process-context.ts';

export type TtyStream = Extract<Stream, { kind: 'tty' }>;

/** A description on its way into a child. */
export interface Shared {
  readonly request: StdioRequest;
  /** To be called when the child holds it (or could not be spawned): drops what jsh held for the hand-over alone. */
  spawned(): void;
  /** To be called when the child has ended: takes back what it did not read. */
  settle(): Promise<void>;
}

export interface Description {
  /** The terminal behind it, where there is one (isatty(3)). */
  readonly tty: TtyStream | undefined;
  /** The next bytes, or null at the end. Rejects with Interrupted when the signal aborts; throws EBADF where write-only. */
  read(signal: AbortSignal): Promise<Uint8Array | null>;
  /** Puts bytes back in front, for whoever reads next. */
  unread(bytes: Uint8Array): void;
  /** Settles when there is room for more. Rejects with BrokenPipe where the reader is gone; throws EBADF where read-only. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  share(sys: Syscalls): Shared;
  close(): void;
}

/** A request that leaves nothing to clean up. */
export function shareAs(request: StdioRequest): Shared {
  return { request, spawned: () => {}, settle: async () => {} };
}

/** /dev/null. */
export const nullDescription: Description = {
  tty: undefined,
  read: async () => null,
  unread: () => {},
  write: async () => {},
  share: () => shareAs({ kind: 'null' }),
  close: () => {},
};

export function badDescriptor(syscall: 'read' | 'write'): SystemError {
  return new SystemError('EBADF', syscall);
}
