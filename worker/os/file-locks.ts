// Locks on files as SQLite takes them (https://sqlite.org/lockingv3.html): any number of readers, one of them getting ready to
// write, and then one writer alone. The kernel holds one such table for its processes, each process one for its connections.
// A lock that is refused is asked for again by whoever wants it: nothing waits here.

/**
 * 1 shared: reads. 2 reserved: will write, others still read. 3 pending: waits for the readers to go, no new ones come.
 * 4 exclusive: writes.
 */
export type LockLevel = 0 | 1 | 2 | 3 | 4;
export const lockLevel = { none: 0, shared: 1, reserved: 2, pending: 3, exclusive: 4 } as const;

/** What the kernel answers to a process. */
export interface LockAnswer {
  /** What the process has now. */
  readonly level: LockLevel;
  /** As `othersLevel`. */
  readonly others: LockLevel | null;
}

/** A process's side of the kernel's table. Files are named by their inode numbers. */
export interface FileLockCalls {
  /**
   * Raises the process's lock; false where another process is in the way. Blocks for the kernel's answer, after which the process
   * sees what others had written before they gave the lock back. Throws SyncCallError where the kernel cannot be asked.
   */
  lock(file: number, level: Exclude<LockLevel, 0>): boolean;
  /** Lowers it. Where no other process knows the file the kernel hears of it only when one asks, or the process blocks for a child. */
  unlock(file: number, level: LockLevel): void;
  /** The process has closed the file. */
  forget(file: number): void;
  /** The highest that other processes had at the last answer. */
  othersLevel(file: number): LockLevel;
}

export class FileLocks<Holder> {
  readonly #files = new Map<number, Map<Holder, LockLevel>>();

  /** What the holder has of that file, by its inode number. */
  level(holder: Holder, file: number): LockLevel {
    return this.#files.get(file)?.get(holder) ?? lockLevel.none;
  }

  /** The highest that anybody else has; null where nobody else knows the file: has a lock, or has not forgotten having asked. */
  othersLevel(holder: Holder | null, file: number): LockLevel | null {
    const others = [...(this.#files.get(file) ?? [])].filter(([other]) => other !== holder);
    return others.length === 0 ? null : (Math.max(...others.map(([, level]) => level)) as LockLevel);
  }

  /** Everybody who knows the file. */
  holders(file: number): Holder[] {
    return [...(this.#files.get(file)?.keys() ?? [])];
  }

  /** Whether the holder has asked for the file, and not forgotten it. */
  knows(holder: Holder, file: number): boolean {
    return this.#files.get(file)?.has(holder) === true;
  }

  /**
   * Raises the holder's lock; false where another's is in the way. Who is refused `exclusive` for readers alone has `pending`
   * from then on.
   */
  lock(holder: Holder, file: number, wanted: Exclude<LockLevel, 0>): boolean {
    const holders = this.#files.get(file) ?? new Map<Holder, LockLevel>();
    this.#files.set(file, holders);
    const own = holders.get(holder) ?? lockLevel.none;
    holders.set(holder, own);
    if (own >= wanted) return true;
    const highest = this.othersLevel(holder, file) ?? lockLevel.none;
    const limit = wanted === lockLevel.shared ? lockLevel.reserved : lockLevel.shared;
    if (highest > limit) return false;
    if (wanted === lockLevel.exclusive && highest > lockLevel.none) {
      holders.set(holder, lockLevel.pending);
      return false;
    }
    holders.set(holder, wanted);
    return true;
  }

  /** Lowers the holder's lock. */
  unlock(holder: Holder, file: number, left: LockLevel): void {
    const holders = this.#files.get(file);
    if (holders !== undefined && (holders.get(holder) ?? lockLevel.none) > left) holders.set(holder, left);
  }

  /** The holder has closed the file. */
  forget(holder: Holder, file: number): void {
    const holders = this.#files.get(file);
    holders?.delete(holder);
    if (holders?.size === 0) this.#files.delete(file);
  }

  /** The holder is no more. */
  release(holder: Holder): void {
    for (const file of [...this.#files.keys()]) this.forget(holder, file);
  }
}
