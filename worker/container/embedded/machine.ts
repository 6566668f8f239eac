// The machine: processes, terminals, pipes and ports, and what each does to the others when a process starts, is signalled
// or ends. One an embedded container; lives as long as the kernel's worker.

import type { SpawnMessage, StdioDescriptor } from '../../os/messages.ts';
import type { ChildEvent, ProcessInfo, ProgramName, TtySize } from '../../os/process-context.ts';
import { endsByDefault, type ExitStatus, type Signal } from '../../os/signals.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { Pid, Port } from '../../protocol/ids.ts';
import { executablePath } from './executables.ts';
import { Pipes } from './pipes.ts';
import { Ports } from './ports.ts';
import { groupForChild, holdPipes, Process, type System } from './process.ts';
import { initPid, ProcessTable, targets, type ProcessEntry } from './process-table.ts';
import { Tty, type TtyHost } from './tty.ts';
import type { WorkerLink } from './worker-link.ts';
import { Workers, type Clock, type WorkersOptions } from './workers.ts';

export interface MachineOptions extends Omit<WorkersOptions, 'tables' | 'died'> {
  readonly onPort: (port: Port, type: 'open' | 'close') => void;
}

/** A new session's first process. */
interface SessionPlan {
  readonly program: ProgramName;
  readonly argv: readonly string[];
  readonly execPath: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The size of a terminal of its own, or its streams. */
  readonly terminal: TtySize | null;
  readonly stdio: readonly StdioDescriptor[];
}

/** What a new process runs. */
type Image = Pick<SpawnMessage, 'program' | 'argv' | 'env' | 'cwd' | 'stdio' | 'thread'> & {
  readonly execPath: string;
};

/** A worker that has not closed itself by then after SIGKILL is in a loop: it is listed as disowned until it is gone. */
const reapDeadlineMs = 100;
/** Signals that end by default are obeyed at once; a second is generous, since a program may just be busy loading. */
const loopDeadlineMs = 1_000;
/** Pids that a Node process may give away at once. */
const reservedBlock = 8;
const defaultUmask = 0o022;

export class EmbeddedMachine implements System, TtyHost {
  readonly pipes = new Pipes();
  readonly ports: Ports;
  readonly table: ProcessTable;
  readonly #workers: Workers;
  readonly #processes = new Map<Pid, Process>();
  readonly #ttys = new Map<string, Tty>();
  readonly clock: Clock;
  #stopping = false;

  constructor(private readonly options: MachineOptions) {
    this.clock = options.clock;
    this.ports = new Ports({
      deliver: (to, id, address, remote, port) =>
        this.#processes.get(to)?.post({ type: 'connection', id, address, remote, port }, [port]),
      lost: (to, id) => this.#processes.get(to)?.post({ type: 'connection-lost', id }),
      changed: (address, pid) => {
        this.#workers.broadcast({ type: 'address', address, pid });
        this.table.changed();
        if (typeof address === 'number') options.onPort(address, pid === null ? 'close' : 'open');
      },
    });
    this.table = new ProcessTable((pid) => this.ports.portsOf(pid));
    this.#workers = new Workers({
      ...options,
      tables: () => ({ pids: this.table.pids(), addresses: this.ports.entries() }),
      died: (link) => {
        const process = [...this.#processes.values()].find((candidate) => candidate.link === link);
        if (process !== undefined) this.ended(process, { kind: 'signaled', signal: 'SIGKILL' }, false);
      },
    });
  }

  warm(): void {
    this.#workers.warm();
  }

  /** What is still held, for the assertion that nothing leaks. */
  get held(): { processes: number; pipes: number; ttys: number; connections: number; addresses: number } {
    return {
      processes: this.#processes.size,
      pipes: this.pipes.count,
      ttys: this.#ttys.size,
      connections: this.ports.connectionCount,
      addresses: this.ports.entries().length,
    };
  }

  // --- Starting ---

  /** A process of a new session, child of pid 1. */
  startSession(plan: SessionPlan): Process {
    const pid = this.table.nextPid();
    const tty = plan.terminal === null ? null : this.#openTty(pid, plan.terminal);
    const terminal = tty && ({ kind: 'tty', tty: tty.name } as const);
    return this.#start(
      {
        ...plan,
        argv: [...plan.argv],
        thread: null,
        stdio: terminal ? [terminal, terminal, terminal] : [...plan.stdio],
      },
      {
        pid,
        ppid: initPid,
        pgid: pid,
        sid: pid,
        tty,
        umask: defaultUmask,
        command: plan.argv.join(' '),
        isThread: false,
      },
    );
  }

  spawn(parent: Process, message: SpawnMessage): Pid {
    if (this.#stopping) throw new SystemError('EAGAIN', 'spawn');
    const reserved = message.pid !== null && parent.reserved.delete(message.pid);
    const pid = reserved && message.pid !== null ? message.pid : this.table.nextPid();
    const { sid, tty } = parent.entry;
    const pgid = groupForChild(message.group, pid, parent.entry, (group) =>
      this.table.group(group).some((member) => member.sid === sid),
    );
    // The child reads only once it runs, so that its group is in front before.
    if (message.foreground) tty?.setForeground(pgid);
    this.#start(
      { ...message, execPath: message.execPath ?? executablePath(message.program) },
      {
        pid,
        ppid: parent.pid,
        pgid,
        sid,
        tty,
        umask: message.umask ?? parent.entry.umask,
        command: message.title ?? message.argv.join(' '),
        isThread: message.thread !== null,
      },
    );
    for (const { pipe, end } of message.handedOn) this.pipes.release(pipe, end, parent);
    return pid;
  }

  #start(image: Image, identity: Omit<ProcessEntry, 'state' | 'startedAt' | 'ended' | 'cwd'>): Process {
    const entry: ProcessEntry = {
      ...identity,
      cwd: image.cwd,
      state: 'starting',
      startedAt: this.clock.now(),
      ended: Promise.withResolvers<ExitStatus>(),
    };
    const process = new Process(entry, this);
    this.#processes.set(entry.pid, process);
    holdPipes(this.pipes, image.stdio, process);
    this.table.add(entry);
    this.#workers.broadcast({ type: 'pids', added: [entry.pid], removed: [] });
    void this.#launch(process, image);
    return process;
  }

  async #launch(process: Process, image: Image): Promise<void> {
    const { entry } = process;
    let link: WorkerLink;
    try {
      link = await this.#workers.take(image.program, process.launch.signal);
    } catch (error) {
      if (!process.isEnded) {
        this.options.onError(error);
        this.ended(process, { kind: 'exited', code: 126 }, true);
      }
      return;
    }
    if (process.isEnded) {
      this.#workers.giveBack(link, image.program);
      return;
    }
    entry.state = 'running';
    const reserved =
      image.program === 'node' || image.program === 'thread' ? this.table.reserve(reservedBlock) : [];
    for (const pid of reserved) process.reserved.add(pid);
    process.run(link, {
      type: 'exec',
      pid: entry.pid,
      ppid: entry.ppid,
      pgid: entry.pgid,
      program: image.program,
      argv: [...image.argv],
      execPath: image.execPath,
      env: image.env,
      cwd: image.cwd,
      umask: entry.umask,
      stdio: [...image.stdio],
      thread: image.thread && { identity: image.thread, ...this.#processOf(entry) },
      tty: entry.tty && { name: entry.tty.name, size: entry.tty.size, mode: entry.tty.mode },
      reserved,
    });
    this.table.changed();
  }

  /** Whose thread it is: a thread's thread is the process's. */
  #processOf(entry: ProcessEntry): { pid: Pid; ppid: Pid } {
    const parent = this.table.get(entry.ppid);
    if (entry.isThread && parent !== undefined) return this.#processOf(parent);
    return { pid: entry.pid, ppid: entry.ppid };
  }

  reserve(): Pid[] {
    return this.table.reserve(reservedBlock);
  }

  processes(): ProcessInfo[] {
    return this.table.info();
  }

  process(pid: Pid): Process | undefined {
    return this.#processes.get(pid);
  }

  // --- Signals ---

  /** kill(2) from outside. */
  signal(pid: number, signal: Signal): void {
    this.#signalAll(targets(this.table, pid), signal);
  }

  kill(caller: Process, pid: number, signal: Signal | null): void {
    this.#signalAll(targets(this.table, pid, caller.entry), signal);
  }

  signalGroup(pgid: Pid, signal: Signal): void {
    for (const entry of this.table.group(pgid)) this.#deliver(entry, signal);
  }

  async killAll(): Promise<void> {
    this.#stopping = true;
    const ended = this.table.all().map((entry) => entry.ended.promise);
    for (const process of [...this.#processes.values()])
      this.#destroy(process, { kind: 'signaled', signal: 'SIGKILL' });
    await Promise.all(ended);
    this.#stopping = false;
  }

  #signalAll(entries: readonly ProcessEntry[], signal: Signal | null): void {
    if (entries.length === 0) throw new SystemError('ESRCH', 'kill');
    if (signal !== null) for (const entry of entries) this.#deliver(entry, signal);
  }

  #deliver(entry: ProcessEntry, signal: Signal): void {
    const process = this.#processes.get(entry.pid);
    if (process === undefined) return;
    if (signal === 'SIGKILL') {
      this.#destroy(process, { kind: 'signaled', signal });
    } else if (process.link === null) {
      if (endsByDefault(signal)) this.ended(process, { kind: 'signaled', signal }, true);
    } else {
      process.signal(signal);
      // Its default action would have ended it at once: it is in a loop, and ^C must end that too.
      if (endsByDefault(signal) && !process.handled.has(signal))
        this.#expectEnd(process, { kind: 'signaled', signal });
    }
  }

  /** SIGKILL: the process is no more at once; its worker closes itself, or is shown as being reaped. */
  #destroy(process: Process, status: ExitStatus): void {
    const { link, entry } = process;
    if (link === null) {
      this.ended(process, status, true);
      return;
    }
    process.signal('SIGKILL');
    const timer = this.clock.setTimeout(() => {
      this.table.disown(entry);
      this.options.source.release(link.name);
    }, reapDeadlineMs);
    this.#workers.disown(link, () => {
      this.clock.clearTimeout(timer);
      this.table.reaped(entry.pid);
    });
    this.ended(process, status, false);
  }

  /** For signals that end by default, where the program has no handler: destroys the process that does not obey. */
  #expectEnd(process: Process, status: ExitStatus & { kind: 'signaled' }): void {
    const { entry } = process;
    const timer = this.clock.setTimeout(() => {
      // A stopped process takes signals when it goes on.
      if (process.isEnded || entry.state === 'stopped' || process.handled.has(status.signal)) return;
      this.#destroy(process, status);
    }, loopDeadlineMs);
    void entry.ended.promise.then(() => this.clock.clearTimeout(timer));
  }

  // --- Groups and terminals ---

  setGroup(caller: Process, pid: Pid, pgid: Pid): void {
    const entry = this.table.get(pid);
    if (entry === undefined || (entry !== caller.entry && entry.ppid !== caller.pid)) return;
    entry.pgid = pgid;
    this.table.changed();
  }

  /** tcsetpgrp(3); a group of another session, or none, is not taken. */
  setForeground({ entry: { tty, sid } }: Process, pgid: Pid): void {
    if (this.table.group(pgid).some((member) => member.sid === sid)) tty?.setForeground(pgid);
  }

  groupOf(party: object): Pid | undefined {
    return party instanceof Process ? party.entry.pgid : undefined;
  }

  modeChanged(tty: Tty, by: object): void {
    for (const { pid } of this.table.sessionOf(tty.session)) {
      const process = this.#processes.get(pid);
      if (process !== by) process?.post({ type: 'tty-mode', tty: tty.name, mode: tty.mode });
    }
  }

  sizeChanged(tty: Tty): void {
    for (const { pid } of this.table.sessionOf(tty.session))
      this.#processes.get(pid)?.post({ type: 'tty-size', tty: tty.name, size: tty.size });
  }

  #openTty(session: Pid, size: TtySize): Tty {
    let number = 0;
    while (this.#ttys.has(`pts/${number}`)) number++;
    const tty = new Tty(`pts/${number}`, session, size, this);
    this.#ttys.set(tty.name, tty);
    return tty;
  }

  // --- Ends ---

  stateChanged(process: Process, event: ChildEvent): void {
    this.#processes.get(process.entry.ppid)?.post({ type: 'child', event });
    this.table.changed();
  }

  /** `clean`: the process said so itself and has closed its connections. */
  ended(process: Process, status: ExitStatus, clean: boolean): void {
    if (process.isEnded) return;
    process.isEnded = true;
    const { entry, pid } = process;
    process.launch.abort();
    this.#processes.delete(pid);
    entry.tty?.forget(process);
    this.pipes.releaseAll(process);
    this.ports.processEnded(pid, clean);
    const threads = this.table.all().filter((child) => child.isThread && child.ppid === pid);
    this.table.remove(pid);
    for (const thread of threads) this.#deliver(thread, 'SIGKILL');
    this.#workers.broadcast({ type: 'pids', added: [], removed: [pid] });
    this.#processes.get(entry.ppid)?.post({ type: 'child', event: { type: 'exit', pid, status } });
    this.#afterDeath(entry);
    entry.ended.resolve(status);
  }

  /** A session's terminal goes with its leader; stopped groups that nobody can continue are let go. */
  #afterDeath({ pid, sid, tty }: ProcessEntry): void {
    if (tty !== null && tty.session === pid) {
      tty.hangUp();
      this.#ttys.delete(tty.name);
      for (const member of this.table.sessionOf(sid)) this.#hangUp(member);
      return;
    }
    for (const pgid of this.table.stoppedOrphanGroups(sid))
      for (const member of this.table.group(pgid)) this.#hangUp(member);
  }

  /** SIGHUP to everyone on the terminal: its window was closed. */
  hangUp(tty: Tty): void {
    for (const member of this.table.sessionOf(tty.session)) this.#hangUp(member);
  }

  #hangUp(entry: ProcessEntry): void {
    this.#deliver(entry, 'SIGHUP');
    this.#deliver(entry, 'SIGCONT');
  }

  /** Ends everything, the spares too. */
  async teardown(): Promise<void> {
    this.#workers.close();
    await this.killAll();
  }
}
