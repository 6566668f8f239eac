// A process's locks on files, as the kernel has granted them. A call to the kernel costs milliseconds, which is much for each question
// to a database: with a file that no other process knows, the process keeps what it was granted until another asks for the
// file, or until it blocks for a child, which may. Lives as long as its process.

import { lockLevel, type FileLockCalls, type LockAnswer, type LockLevel } from '../os/file-locks.ts';

interface LeaseHost {
  /** Blocks for the kernel's answer. */
  ask(file: number, level: Exclude<LockLevel, 0>): LockAnswer;
  tell(file: number, level: LockLevel, forget: boolean): void;
}

interface Lease {
  /** By the kernel. */
  granted: LockLevel;
  /** By the process: no more than what is granted. */
  used: LockLevel;
  /** LockAnswer.others. */
  others: LockLevel | null;
}

export class FileLockLease implements FileLockCalls {
  readonly #leases = new Map<number, Lease>();

  constructor(private readonly host: LeaseHost) {}

  lock(file: number, level: Exclude<LockLevel, 0>): boolean {
    const lease = this.#leases.get(file) ?? { granted: lockLevel.none, used: lockLevel.none, others: null };
    this.#leases.set(file, lease);
    if (lease.granted < level) {
      const answer = this.host.ask(file, level);
      lease.granted = answer.level;
      lease.others = answer.others;
    }
    if (lease.granted < level) return false;
    lease.used = Math.max(lease.used, level) as LockLevel;
    return true;
  }

  unlock(file: number, level: LockLevel): void {
    const lease = this.#leases.get(file);
    if (lease === undefined) return;
    lease.used = level;
    if (lease.others !== null) this.#giveBack(file, lease);
  }

  forget(file: number): void {
    if (this.#leases.delete(file)) this.host.tell(file, lockLevel.none, true);
  }

  othersLevel(file: number): LockLevel {
    return this.#leases.get(file)?.others ?? lockLevel.none;
  }

  /** Another process asks for the file. */
  wanted(file: number): void {
    const lease = this.#leases.get(file);
    if (lease === undefined) return;
    lease.others ??= lockLevel.none;
    this.#giveBack(file, lease);
  }

  /** Everything that is not in use. */
  giveBack(): void {
    for (const [file, lease] of this.#leases) this.#giveBack(file, lease);
  }

  #giveBack(file: number, lease: Lease): void {
    if (lease.granted <= lease.used) return;
    lease.granted = lease.used;
    this.host.tell(file, lease.used, false);
  }
}
