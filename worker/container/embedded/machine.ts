// The machine: processes, terminals, pipes and ports, and what each does to the others when a process starts, is signalled
// or ends. One an embedded container; lives as long as the kernel's worker.

import type { SpawnMessage, StdioDescriptor } from '../../os/messages.ts';
import type { ChildEvent, Placement, ProcessInfo, ProgramName, TtySize } from '../../os/process-context.ts';
import type { ExitStatus, Signal } from '../../os/signals.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { Pid, Port } from '../../protocol/ids.ts';
import { executablePath } from './executables.ts';
import { KernelFileLocks } from './kernel-file-locks.ts';
import { Pipes } from './pipes.ts';
import { Ports } from './ports.ts';
import { LikelyScripts, scriptOf } from './likely-scripts.ts';
import type { Placements } from './placements.ts';
import { groupForChild, holdPipes, Process, type Image, type System } from './process.ts';
import { initPid, ProcessTable, targets, type ProcessEntry } from './process-table.ts';
import { Restarts } from './restarts.ts';
import { SignalDelivery } from './signal-delivery.ts';
import type { Tty } from './tty.ts';
import { Ttys } from './ttys.ts';
import type { WorkerLink } from './worker-link.ts';
import { Workers, type Clock, type WorkersOptions } from './workers.ts';

export interface MachineOptions extends Omit<WorkersOptions, 'tables' | 'died' | 'likely'> {
  readonly placements: Placements;
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

type Identity = Omit<ProcessEntry, 'state' | 'startedAt' | 'ended' | 'cwd' | 'placement' | 'restarts'>;

/** Pids that a Node process may give away at once. */
const reservedBlock = 8;
const defaultUmask = 0o022;
/** As shells give it for what is there and cannot be run. */
const cannotExecute = 126;
const noThreads =
  'This program needs threads that share memory, which only a cross-origin isolated page has, and no open tab is one. ' +
  'Serve Holdfast with the headers of docs/hosting.md (Cross-Origin-Opener-Policy, Cross-Origin-Embedder-Policy).';

export class EmbeddedMachine implements System {
  readonly pipes = new Pipes();
  readonly ports: Ports;
  readonly table: ProcessTable;
  readonly #workers: Workers;
  readonly #likely = new LikelyScripts();
  readonly #processes = new Map<Pid, Process>();
  readonly #ttys: Ttys;
  readonly #restarts: Restarts;
  readonly #signals: SignalDelivery;
  readonly clock: Clock;
  readonly fileLocks: KernelFileLocks<Process>;
  #stopping = false;

  constructor(private readonly options: MachineOptions) {
    this.clock = options.clock;
    this.fileLocks = new KernelFileLocks({
      clock: options.clock,
      wanted: (holder, file) => holder.post({ type: 'lock-wanted', file }),
    });
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
      likely: this.#likely,
      tables: () => ({ pids: this.table.pids(), addresses: this.ports.entries() }),
      died: (link) => {
        const process = [...this.#processes.values()].find((candidate) => candidate.link === link);
        if (process !== undefined) this.#restarts.lost(process);
      },
    });
    const process = (pid: Pid) => this.#processes.get(pid);
    this.#ttys = new Ttys({
      table: this.table,
      process,
      signalGroup: (pgid, signal) => this.signalGroup(pgid, signal),
    });
    this.#signals = new SignalDelivery({
      table: this.table,
      source: options.source,
      clock: options.clock,
      workers: this.#workers,
      process,
      ended: (ended, status, clean) => this.ended(ended, status, clean),
    });
    this.#restarts = new Restarts({
      table: this.table,
      pipes: this.pipes,
      ports: this.ports,
      placements: options.placements,
      process,
      launch: (restarted) => void this.#launch(restarted),
      giveUp: (link) => this.#signals.giveUp(link),
      kill: (entry) => this.#signals.deliver(entry, 'SIGKILL'),
      crashed: (lost) => this.ended(lost, { kind: 'signaled', signal: 'SIGKILL' }, false),
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
    const tty = plan.terminal === null ? null : this.#ttys.open(pid, plan.terminal);
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

  #start(image: Image, identity: Identity): Process {
    const entry: ProcessEntry = {
      ...identity,
      cwd: image.cwd,
      state: 'starting',
      startedAt: this.clock.now(),
      ended: Promise.withResolvers<ExitStatus>(),
      placement: this.#placementOf(image, identity.ppid),
      restarts: 0,
    };
    const process = new Process(entry, image, this);
    this.#processes.set(entry.pid, process);
    holdPipes(this.pipes, image.stdio, process);
    this.table.add(entry);
    this.#workers.broadcast({ type: 'pids', added: [entry.pid], removed: [] });
    void this.#launch(process);
    return process;
  }

  /** A thread is where its process is: only there do they share memory. */
  #placementOf(image: Image, ppid: Pid): Placement {
    if (image.thread === null) return this.options.placements.of(image);
    return this.table.get(ppid)?.placement ?? 'resident';
  }

  #takeWorker({ entry, image, launch }: Process): Promise<WorkerLink> {
    if (entry.placement === 'resident')
      return this.#workers.take(image.program, launch.signal, scriptOf(image));
    const home = entry.isThread ? (this.#processes.get(entry.ppid)?.link?.home ?? null) : null;
    return this.#workers.takeIn(home, image.thread?.channel ?? null, launch.signal);
  }

  async #launch(process: Process): Promise<void> {
    const { entry, image, launch } = process;
    let link: WorkerLink;
    try {
      link = await this.#takeWorker(process);
    } catch (error) {
      if (!launch.signal.aborted) this.#notLaunched(process, error);
      return;
    }
    if (launch.signal.aborted) {
      this.#workers.giveBack(link, image.program);
      return;
    }
    entry.state = 'running';
    const reserved = image.program === 'node' || image.program === 'thread' ? process.reserve() : [];
    const script = entry.placement === 'resident' ? scriptOf(image) : null;
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
      placement: entry.placement,
      tellOpened: script !== null && !this.#likely.knows(script),
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

  #notLaunched(process: Process, error: unknown): void {
    if (process.entry.placement === 'resident') this.options.onError(error);
    else if (!process.entry.isThread) process.notice(noThreads);
    this.ended(process, { kind: 'exited', code: cannotExecute }, true);
  }

  shareMemory(caller: Process): void {
    this.#restarts.shareMemory(this.#processes.get(this.#processOf(caller.entry).pid) ?? caller);
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
    for (const entry of this.table.group(pgid)) this.#signals.deliver(entry, signal);
  }

  async killAll(): Promise<void> {
    this.#stopping = true;
    const ended = this.table.all().map((entry) => entry.ended.promise);
    for (const process of [...this.#processes.values()])
      this.#signals.destroy(process, { kind: 'signaled', signal: 'SIGKILL' });
    await Promise.all(ended);
    this.#stopping = false;
  }

  #signalAll(entries: readonly ProcessEntry[], signal: Signal | null): void {
    if (entries.length === 0) throw new SystemError('ESRCH', 'kill');
    if (signal !== null) for (const entry of entries) this.#signals.deliver(entry, signal);
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
    this.fileLocks.release(process);
    this.ports.processEnded(pid, clean);
    const threads = this.table.threads(pid);
    this.table.remove(pid);
    for (const thread of threads) this.#signals.deliver(thread, 'SIGKILL');
    this.#workers.broadcast({ type: 'pids', added: [], removed: [pid] });
    this.#processes.get(entry.ppid)?.post({ type: 'child', event: { type: 'exit', pid, status } });
    this.#afterDeath(entry);
    entry.ended.resolve(status);
  }

  opened({ image }: Process, files: readonly string[]): void {
    const script = scriptOf(image);
    if (script === null) return;
    this.#likely.opened(script, files);
    this.#workers.learned();
  }

  reuse(link: WorkerLink, program: ProgramName): boolean {
    return this.#workers.reuse(link, program);
  }

  /** A session's terminal goes with its leader; stopped groups that nobody can continue are let go. */
  #afterDeath({ pid, sid, tty }: ProcessEntry): void {
    if (tty !== null && tty.session === pid) {
      tty.hangUp();
      this.#ttys.close(tty);
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
    this.#signals.deliver(entry, 'SIGHUP');
    this.#signals.deliver(entry, 'SIGCONT');
  }

  /** Ends everything, the spares too. */
  async teardown(): Promise<void> {
    this.#workers.close();
    await this.killAll();
  }
}
