// The locks of this process's connections: among themselves in a table of their own, and against other processes in the kernel's.
// One a realm.

import { FileLocks, lockLevel, type FileLockCalls, type LockLevel } from '../../../os/file-locks.ts';
import type { Realm } from '../../realm.ts';

/** Who holds a lock: an open file of a connection. */
export interface LockHolder {
  /** Its inode number. */
  readonly ino: number;
}

export class ProcessLocks {
  readonly #connections = new FileLocks<LockHolder>();

  constructor(private readonly realm: Pick<Realm, 'context'>) {}

  /** False where another connection or process is in the way. Throws where the kernel cannot be asked. */
  lock(holder: LockHolder, wanted: Exclude<LockLevel, 0>): boolean {
    const before = this.#connections.level(holder, holder.ino);
    if (!this.#connections.lock(holder, holder.ino, wanted)) return false;
    let granted = false;
    try {
      granted = this.#kernel.lock(holder.ino, wanted);
      return granted;
    } finally {
      // Who waits for readers to go lets no new ones in.
      if (!granted) this.unlock(holder, wanted === lockLevel.exclusive ? lockLevel.pending : before);
    }
  }

  unlock(holder: LockHolder, left: LockLevel): void {
    this.#connections.unlock(holder, holder.ino, left);
    this.#kernel.unlock(holder.ino, this.#connections.othersLevel(null, holder.ino) ?? lockLevel.none);
  }

  /** The connection has closed the file. */
  forget(holder: LockHolder): void {
    const { ino } = holder;
    if (!this.#connections.knows(holder, ino)) return;
    this.unlock(holder, lockLevel.none);
    this.#connections.forget(holder, ino);
    if (this.#connections.othersLevel(null, ino) === null) this.#kernel.forget(ino);
  }

  /** Whether anybody is about to write: then the journal beside the file is in use, and was not left behind. */
  isReserved({ ino }: LockHolder): boolean {
    const here = this.#connections.othersLevel(null, ino) ?? lockLevel.none;
    return Math.max(here, this.#kernel.othersLevel(ino)) >= lockLevel.reserved;
  }

  get #kernel(): FileLockCalls {
    return this.realm.context.sys.fileLocks;
  }
}
