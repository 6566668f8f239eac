// Starts a process again under its own pid: where its tab has gone and it with it, and where it must move to share memory
// with its threads (docs/adr/0015). Its place among the others stays: parent, group, terminal, the ends of its pipes. What it
// had made itself is gone. Owned by the machine.

import type { Pid } from '../../protocol/ids.ts';
import type { Pipes } from './pipes.ts';
import type { Placements } from './placements.ts';
import type { Ports } from './ports.ts';
import { holdPipes, type Process } from './process.ts';
import type { ProcessEntry, ProcessTable } from './process-table.ts';
import type { WorkerLink } from './worker-link.ts';

interface RestartsHost {
  readonly table: ProcessTable;
  readonly pipes: Pipes;
  readonly ports: Pick<Ports, 'processEnded'>;
  readonly placements: Placements;
  process(pid: Pid): Process | undefined;
  launch(process: Process): void;
  giveUp(link: WorkerLink): void;
  kill(entry: ProcessEntry): void;
  /** Its worker died without a word, and it is not started again. */
  crashed(process: Process): void;
}

/** Why a process cannot be moved to where it shares memory with its threads: it becomes their DataCloneError. */
class SharedMemoryError extends Error {
  readonly code = 'ERR_SHARED_MEMORY';

  /** `deed`: what it would do twice if it were started anew. */
  constructor(deed: string) {
    super(
      `The process asked for memory to share with its threads only after it ${deed}. Run it again: from now on it starts where threads share memory.`,
    );
    this.name = 'SharedMemoryError';
  }
}

export class Restarts {
  constructor(private readonly host: RestartsHost) {}

  /** The worker is gone: with its tab, or by a crash. */
  lost(process: Process): void {
    const { entry } = process;
    // What has read from a pipe cannot read it again; a child is started again by its parent, if at all.
    const again =
      wentWithTab(process) &&
      !entry.isThread &&
      !process.deeds.hasHeard &&
      !this.host.table.ancestors(entry.pid).some((pid) => wentWithTab(this.host.process(pid)));
    if (!again) {
      this.host.crashed(process);
      return;
    }
    entry.restarts++;
    process.notice('restarted after reload');
    this.#startAgain(process);
  }

  /**
   * Moves a resident process. Throws SharedMemoryError where its new start would do something twice that must not be: whatever a
   * program of the project's own has done. A package's would do so after a reload too, and starts with what it finds.
   */
  shareMemory(process: Process): void {
    const { table, placements } = this.host;
    placements.remember(process.image);
    const family = [process.entry, ...table.threads(process.pid)];
    const deeds = family.flatMap(({ pid }) => this.host.process(pid)?.deeds ?? []);
    const first = deeds.map((each) => each.first).find((deed) => deed !== null);
    const refused = placements.runsPackage(process.image)
      ? deeds.map((each) => each.lasting).find((deed) => deed !== null)
      : first;
    if (refused !== undefined) throw new SharedMemoryError(refused);
    if (first !== undefined) process.notice('started again, where threads share memory');
    const { link } = process;
    process.entry.placement = 'threaded';
    if (link !== null) this.host.giveUp(link);
    this.#startAgain(process);
  }

  #startAgain(process: Process): void {
    const { table, pipes, ports } = this.host;
    const { entry, image, pid } = process;
    process.reset();
    entry.tty?.forget(process);
    pipes.releaseOthers(process, (holder) => holdPipes(pipes, image.stdio, holder));
    ports.processEnded(pid, false);
    for (const descendant of table.descendants(pid)) this.host.kill(descendant);
    table.changed();
    this.host.launch(process);
  }
}

function wentWithTab(process: Process | undefined): boolean {
  return process?.link?.home?.aborted === true;
}
