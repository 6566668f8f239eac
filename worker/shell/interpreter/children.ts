// The child processes of this shell: remembers how each ended until somebody asks, and tells jobs of stops. One a process.

import type { ChildEvent, Syscalls } from '../../os/process-context.ts';
import type { ExitStatus } from '../../os/signals.ts';
import type { Pid } from '../../protocol/ids.ts';

export class Children {
  readonly #statuses = new Map<Pid, ExitStatus>();
  readonly #waiters = new Map<Pid, ((status: ExitStatus) => void)[]>();
  readonly #listeners = new Set<(event: ChildEvent) => void>();

  constructor(sys: Syscalls) {
    sys.onChild((event) => {
      // The job's view first: its tables are right when a waiter goes on.
      for (const listener of this.#listeners) listener(event);
      if (event.type !== 'exit') return;
      this.#statuses.set(event.pid, event.status);
      for (const resolve of this.#waiters.get(event.pid) ?? []) resolve(event.status);
      this.#waiters.delete(event.pid);
    });
  }

  onEvent(listener: (event: ChildEvent) => void): void {
    this.#listeners.add(listener);
  }

  /** How the child ended; at once where it already has. */
  wait(pid: Pid): Promise<ExitStatus> {
    const status = this.#statuses.get(pid);
    if (status !== undefined) return Promise.resolve(status);
    return new Promise((resolve) => {
      this.#waiters.set(pid, [...(this.#waiters.get(pid) ?? []), resolve]);
    });
  }
}
