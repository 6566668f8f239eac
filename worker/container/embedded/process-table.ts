// Who runs: pid, parent, group, session and state of every process, and what follows from a death for its relatives
// (credentials(7), setpgid(2), exit(3)). Knows no worker and no port; owned by the machine, for one kernel epoch.

import type { Pid } from '../../protocol/ids.ts';
import type { Placement, ProcessInfo } from '../../os/process-context.ts';
import type { ExitStatus } from '../../os/signals.ts';
import type { Tty } from './tty.ts';

/** A nominal init: parent of what the container spawns and of orphans. It is no worker. */
export const initPid = 1 as Pid;

/** Pids that Node processes set aside count from here, so that those of a shell's commands ascend by one. */
const firstReserved = 10_000;

export interface ProcessEntry {
  readonly pid: Pid;
  ppid: Pid;
  pgid: Pid;
  readonly sid: Pid;
  readonly tty: Tty | null;
  readonly command: string;
  cwd: string;
  readonly umask: number;
  state: 'starting' | 'running' | 'stopped';
  readonly startedAt: number;
  /** Ends with the process that started it. */
  readonly isThread: boolean;
  placement: Placement;
  /** How often it was started again after its tab had gone. */
  restarts: number;
  /** Settled when it leaves the table. */
  readonly ended: PromiseWithResolvers<ExitStatus>;
}

export class ProcessTable {
  readonly #entries = new Map<Pid, ProcessEntry>();
  /** Killed but their worker not yet gone. */
  readonly #disowned = new Map<Pid, ProcessEntry>();
  readonly #listeners = new Set<() => void>();
  #nextPid = 2;
  #nextReserved = firstReserved;
  #notifying = false;

  /** `portsOf` adds to the list what the port table knows. */
  constructor(private readonly portsOf: (pid: Pid) => ProcessInfo['ports']) {}

  get(pid: Pid): ProcessEntry | undefined {
    return this.#entries.get(pid);
  }

  get size(): number {
    return this.#entries.size;
  }

  pids(): Pid[] {
    return [...this.#entries.keys()];
  }

  all(): ProcessEntry[] {
    return [...this.#entries.values()];
  }

  group(pgid: Pid): ProcessEntry[] {
    return this.all().filter((entry) => entry.pgid === pgid);
  }

  sessionOf(sid: Pid): ProcessEntry[] {
    return this.all().filter((entry) => entry.sid === sid);
  }

  nextPid(): Pid {
    return this.#nextPid++ as Pid;
  }

  reserve(count: number): Pid[] {
    return Array.from({ length: count }, () => this.#nextReserved++ as Pid);
  }

  add(entry: ProcessEntry): void {
    this.#entries.set(entry.pid, entry);
    this.changed();
  }

  /** Everyone who was started by `pid`, by those, and so on: parents first. */
  descendants(pid: Pid): ProcessEntry[] {
    const all = this.all();
    const found = all.filter((entry) => entry.ppid === pid);
    for (const parent of found) found.push(...all.filter((entry) => entry.ppid === parent.pid));
    return found;
  }

  ancestors(pid: Pid): Pid[] {
    const found: Pid[] = [];
    for (let entry = this.get(pid); entry !== undefined; entry = this.get(entry.ppid)) found.push(entry.ppid);
    return found;
  }

  threads(pid: Pid): ProcessEntry[] {
    return this.all().filter((entry) => entry.isThread && entry.ppid === pid);
  }

  /** Takes an ended process out; its children become those of pid 1. Returns the orphans. */
  remove(pid: Pid): ProcessEntry[] {
    this.#entries.delete(pid);
    const orphans = this.all().filter((entry) => entry.ppid === pid);
    for (const orphan of orphans) orphan.ppid = initPid;
    this.changed();
    return orphans;
  }

  /** Shows it in the list as being reaped until `reaped`. */
  disown(entry: ProcessEntry): void {
    this.#disowned.set(entry.pid, entry);
    this.changed();
  }

  reaped(pid: Pid): void {
    if (this.#disowned.delete(pid)) this.changed();
  }

  /**
   * Groups that a death has orphaned (no member has a parent in another group of the session) and in which someone is
   * stopped: nobody is left to continue them (exit(3), "orphaned process groups").
   */
  stoppedOrphanGroups(sid: Pid): Pid[] {
    const members = this.sessionOf(sid);
    return [...new Set(members.filter(({ state }) => state === 'stopped').map(({ pgid }) => pgid))].filter(
      (pgid) =>
        !members.some((entry) => {
          const parent = this.#entries.get(entry.ppid);
          return entry.pgid === pgid && parent?.sid === sid && parent.pgid !== pgid;
        }),
    );
  }

  info(): ProcessInfo[] {
    const describe = (entry: ProcessEntry, state: ProcessInfo['state']): ProcessInfo => ({
      pid: entry.pid,
      ppid: entry.ppid,
      pgid: entry.pgid,
      command: entry.command,
      cwd: entry.cwd,
      state,
      tty: entry.tty?.name ?? null,
      startedAt: entry.startedAt,
      ports: this.portsOf(entry.pid),
      placement: entry.placement,
      restarts: entry.restarts,
    });
    return [
      ...this.all().map((entry) => describe(entry, entry.state)),
      ...[...this.#disowned.values()].map((entry) => describe(entry, 'disowned')),
    ];
  }

  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Several changes in one turn are told as one. */
  changed(): void {
    if (this.#notifying) return;
    this.#notifying = true;
    queueMicrotask(() => {
      this.#notifying = false;
      for (const listener of [...this.#listeners]) listener();
    });
  }
}

/** What kill(2) addresses: a pid, a group (negative), or the caller's own group (0). */
export function targets(table: ProcessTable, pid: number, caller?: ProcessEntry): ProcessEntry[] {
  if (pid === -1) return table.all().filter((entry) => entry !== caller);
  if (pid < 0) return table.group(-pid as Pid);
  if (pid === 0) return caller === undefined ? [] : table.group(caller.pgid);
  const entry = table.get(pid as Pid);
  return entry === undefined ? [] : [entry];
}
