// The terminals of the machine by name, and what their sessions are told of them. Owned by the machine.

import type { TtySize } from '../../os/process-context.ts';
import type { Signal } from '../../os/signals.ts';
import type { Pid } from '../../protocol/ids.ts';
import { Process } from './process.ts';
import type { ProcessTable } from './process-table.ts';
import { Tty, type TtyHost } from './tty.ts';

interface TtysHost {
  readonly table: Pick<ProcessTable, 'sessionOf'>;
  process(pid: Pid): Process | undefined;
  signalGroup(pgid: Pid, signal: Signal): void;
}

export class Ttys implements TtyHost {
  readonly #ttys = new Map<string, Tty>();

  constructor(private readonly host: TtysHost) {}

  get size(): number {
    return this.#ttys.size;
  }

  open(session: Pid, size: TtySize): Tty {
    let number = 0;
    while (this.#ttys.has(`pts/${number}`)) number++;
    const tty = new Tty(`pts/${number}`, session, size, this);
    this.#ttys.set(tty.name, tty);
    return tty;
  }

  close(tty: Tty): void {
    this.#ttys.delete(tty.name);
  }

  signalGroup(pgid: Pid, signal: Signal): void {
    this.host.signalGroup(pgid, signal);
  }

  groupOf(party: object): Pid | undefined {
    return party instanceof Process ? party.entry.pgid : undefined;
  }

  modeChanged(tty: Tty, by: object): void {
    for (const { pid } of this.host.table.sessionOf(tty.session)) {
      const process = this.host.process(pid);
      if (process !== by) process?.post({ type: 'tty-mode', tty: tty.name, mode: tty.mode });
    }
  }

  sizeChanged(tty: Tty): void {
    for (const { pid } of this.host.table.sessionOf(tty.session))
      this.host.process(pid)?.post({ type: 'tty-size', tty: tty.name, size: tty.size });
  }
}
