// The kernel's table of locks on files: of the machine's processes. One a machine; a process's locks end with it.

import { FileLocks, lockLevel, type LockAnswer, type LockLevel } from '../../os/file-locks.ts';
import type { Clock } from './workers.ts';

/**
 * How long a process's first request for a file waits where it is refused: who was alone with the file has all of it, and gives it
 * back when it next reads its messages.
 */
const firstRequestMs = 500;

interface KernelFileLocksHost<Holder> {
  readonly clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>;
  /** Another process asks for the file, with which this one was alone. */
  wanted(holder: Holder, file: number): void;
}

export class KernelFileLocks<Holder> {
  readonly #locks = new FileLocks<Holder>();
  /** First requests that were refused. */
  readonly #waiting = new Set<() => void>();

  constructor(private readonly host: KernelFileLocksHost<Holder>) {}

  /** Who is alone with a file gets all of it, so that it need not ask again. */
  lock(holder: Holder, file: number, level: Exclude<LockLevel, 0>): LockAnswer | Promise<LockAnswer> {
    const first = !this.#locks.knows(holder, file);
    const alone = this.#locks.othersLevel(holder, file) === null;
    const granted = this.#locks.lock(holder, file, alone ? lockLevel.exclusive : level);
    if (granted || !first) return this.#answer(holder, file);
    const { clock } = this.host;
    const answered = new Promise<LockAnswer>((resolve) => {
      const settle = (): void => {
        clock.clearTimeout(timer);
        this.#waiting.delete(retry);
        resolve(this.#answer(holder, file));
      };
      const retry = (): void => {
        // It was killed meanwhile, and must get nothing any more.
        if (!this.#locks.knows(holder, file) || this.#locks.lock(holder, file, level)) settle();
      };
      const timer = clock.setTimeout(settle, firstRequestMs);
      this.#waiting.add(retry);
    });
    for (const other of this.#locks.holders(file)) if (other !== holder) this.host.wanted(other, file);
    return answered;
  }

  unlock(holder: Holder, file: number, level: LockLevel): void {
    this.#locks.unlock(holder, file, level);
    this.#retry();
  }

  forget(holder: Holder, file: number): void {
    this.#locks.forget(holder, file);
    this.#retry();
  }

  release(holder: Holder): void {
    this.#locks.release(holder);
    this.#retry();
  }

  #answer(holder: Holder, file: number): LockAnswer {
    return { level: this.#locks.level(holder, file), others: this.#locks.othersLevel(holder, file) };
  }

  #retry(): void {
    for (const retry of [...this.#waiting]) retry();
  }
}
