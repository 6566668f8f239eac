// What a signal does to a process from outside: it is told, or ended where it does not obey. Owned by the machine.

import { endsByDefault, type ExitStatus, type Signal } from '../../os/signals.ts';
import type { Pid } from '../../protocol/ids.ts';
import type { WorkerSource } from '../container.ts';
import type { Process } from './process.ts';
import type { ProcessEntry, ProcessTable } from './process-table.ts';
import type { WorkerLink } from './worker-link.ts';
import type { Clock, Workers } from './workers.ts';

/** A worker that has not closed itself by then after SIGKILL is in a loop: it is listed as disowned until it is gone. */
const reapDeadlineMs = 100;
/** Signals that end by default are obeyed at once; a second is generous, since a program may just be busy loading. */
const loopDeadlineMs = 1_000;

interface SignalDeliveryHost {
  readonly table: Pick<ProcessTable, 'disown' | 'reaped'>;
  readonly source: Pick<WorkerSource, 'release'>;
  readonly clock: Clock;
  readonly workers: Pick<Workers, 'disown'>;
  process(pid: Pid): Process | undefined;
  ended(process: Process, status: ExitStatus, clean: boolean): void;
}

export class SignalDelivery {
  constructor(private readonly host: SignalDeliveryHost) {}

  deliver(entry: ProcessEntry, signal: Signal): void {
    const process = this.host.process(entry.pid);
    if (process === undefined) return;
    if (signal === 'SIGKILL') {
      this.destroy(process, { kind: 'signaled', signal });
    } else if (process.link === null) {
      if (endsByDefault(signal)) this.host.ended(process, { kind: 'signaled', signal }, true);
    } else {
      process.signal(signal);
      // Its default action would have ended it at once: it is in a loop, and ^C must end that too.
      if (endsByDefault(signal) && !process.handled.has(signal))
        this.#expectEnd(process, { kind: 'signaled', signal });
    }
  }

  /** SIGKILL: the process is no more at once; its worker closes itself, or is shown as being reaped. */
  destroy(process: Process, status: ExitStatus): void {
    const { link, entry } = process;
    if (link === null) {
      this.host.ended(process, status, true);
      return;
    }
    const { table } = this.host;
    this.giveUp(link, { late: () => table.disown(entry), reaped: () => table.reaped(entry.pid) });
    this.host.ended(process, status, false);
  }

  /** Ends a worker. `late` is called when it does not obey in time, `reaped` when it is gone. */
  giveUp(link: WorkerLink, on: { readonly late?: () => void; readonly reaped?: () => void } = {}): void {
    const { source, clock, workers } = this.host;
    link.postSignal('SIGKILL');
    // A dedicated one need not obey: it is terminated.
    if (link.home !== null) source.release(link.name);
    const timer = clock.setTimeout(() => {
      on.late?.();
      source.release(link.name);
    }, reapDeadlineMs);
    workers.disown(link, () => {
      clock.clearTimeout(timer);
      on.reaped?.();
    });
  }

  /** For signals that end by default, where the program has no handler: destroys the process that does not obey. */
  #expectEnd(process: Process, status: ExitStatus & { kind: 'signaled' }): void {
    const { clock } = this.host;
    const { entry, link } = process;
    const timer = clock.setTimeout(() => {
      // One that was started again has not heard of it. A stopped process takes signals when it goes on.
      if (process.isEnded || process.link !== link) return;
      if (entry.state === 'stopped' || process.handled.has(status.signal)) return;
      this.destroy(process, status);
    }, loopDeadlineMs);
    void entry.ended.promise.then(() => clock.clearTimeout(timer));
  }
}
