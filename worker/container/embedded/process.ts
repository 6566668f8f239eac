// One process as the container knows it: its entry in the table, its worker once there is one, and the syscalls that it
// makes. Lives from spawn to exit; the worker may outlive it for a moment.

import type {
  ContainerToProcess,
  Exec,
  ProcessToContainer,
  SpawnMessage,
  StdioDescriptor,
} from '../../os/messages.ts';
import type {
  ChildEvent,
  ProcessInfo,
  ProgramName,
  SocketAddress,
  TtyMode,
} from '../../os/process-context.ts';
import { ownedBytes } from '../../os/owned-bytes.ts';
import type { ExitStatus, Signal } from '../../os/signals.ts';
import type { SyncCall } from '../../os/sync-messages.ts';
import { encodeError } from '../../protocol/wire-error.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { Pid } from '../../protocol/ids.ts';
import { runChild } from './blocking-child.ts';
import { Deeds } from './deeds.ts';
import type { KernelFileLocks } from './kernel-file-locks.ts';
import type { Pipes } from './pipes.ts';
import type { Ports } from './ports.ts';
import type { ProcessEntry, ProcessTable } from './process-table.ts';
import type { Party } from './read-queue.ts';
import type { WorkerLink } from './worker-link.ts';
import type { Clock } from './workers.ts';

/** What a process runs. */
export type Image = Pick<SpawnMessage, 'program' | 'argv' | 'env' | 'cwd' | 'stdio' | 'thread'> & {
  readonly execPath: string;
};

/** What a process's messages are carried out by. */
export interface System {
  readonly pipes: Pipes;
  readonly ports: Ports;
  readonly table: Pick<ProcessTable, 'changed' | 'get'>;
  readonly clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>;
  readonly fileLocks: KernelFileLocks<Process>;
  spawn(parent: Process, message: SpawnMessage): Pid;
  kill(caller: Process, pid: number, signal: Signal | null): void;
  /** Ends it and starts it again where it shares memory, or throws SharedMemoryError. */
  shareMemory(caller: Process): void;
  setGroup(caller: Process, pid: Pid, pgid: Pid): void;
  setForeground(caller: Process, pgid: Pid): void;
  reserve(): Pid[];
  processes(): ProcessInfo[];
  stateChanged(process: Process, event: ChildEvent): void;
  ended(process: Process, status: ExitStatus, clean: boolean): void;
  /** Files of packages that it has opened as it started. */
  opened(process: Process, files: readonly string[]): void;
  /** Its worker is as it was: true where it is a spare from now on. */
  reuse(link: WorkerLink, program: ProgramName): boolean;
}

/** A writer is told in steps of this size: well below the 64 KiB at which it waits, so that none waits for the rest. */
const takenStep = 16 * 1024;

export class Process implements Party {
  /** Bytes taken from each sink of which this process is not told yet. */
  readonly #taken = new Map<string, number>();
  #link: WorkerLink | null = null;
  /** The read that it is blocked in. */
  #blockedRead: {
    readonly source: string;
    readonly read: number;
    readonly resolve: (bytes: Uint8Array | null) => void;
  } | null = null;
  /** Pids set aside for its children. */
  readonly reserved = new Set<Pid>();
  /** Signals whose default action the program has taken over. */
  readonly handled = new Set<Signal>();
  /** Aborted when it ends before it has a worker. */
  launch = new AbortController();
  isEnded = false;
  readonly #deeds: Deeds;

  constructor(
    readonly entry: ProcessEntry,
    /** What it runs, for as long as it lives. */
    readonly image: Image,
    private readonly system: System,
  ) {
    this.#deeds = new Deeds(image.stdio);
  }

  /** What a new start would do twice. */
  get deeds(): Pick<Deeds, 'first' | 'lasting' | 'hasHeard'> {
    if (this.#link?.hasWritten === true) this.#deeds.did('has written files');
    return this.#deeds;
  }

  /** Back to where it was before it had a worker. */
  reset(): void {
    this.#link = null;
    this.#blockedRead = null;
    this.#taken.clear();
    this.system.fileLocks.release(this);
    this.reserved.clear();
    this.handled.clear();
    this.launch = new AbortController();
    this.#deeds.reset();
    this.entry.state = 'starting';
    this.entry.cwd = this.image.cwd;
  }

  get pid(): Pid {
    return this.entry.pid;
  }

  get link(): WorkerLink | null {
    return this.#link;
  }

  run(link: WorkerLink, exec: Exec): void {
    this.#link = link;
    link.onMessage((message) => this.#receive(message));
    link.sync.serve((call) => this.#syncCall(call));
    const port = exec.thread?.identity.port ?? null;
    this.post(exec, port === null ? [] : [port]);
  }

  post(message: ContainerToProcess, transfer: Transferable[] = []): void {
    this.#link?.post(message, transfer);
  }

  signal(signal: Signal): void {
    this.#link?.postSignal(signal);
  }

  /** A line of the machine's own, where its errors go. */
  notice(text: string): void {
    const descriptor = this.image.stdio[2];
    if (descriptor?.kind === 'tty') this.entry.tty?.print(`\x1b[2m${text}\x1b[0m\r\n`);
    else if (descriptor?.kind === 'pipe-write')
      this.system.pipes.notice(descriptor.pipe, new TextEncoder().encode(`${text}\n`));
  }

  // --- As a reader and writer ---

  chunk(source: string, read: number, bytes: Uint8Array | null): void {
    if (bytes !== null) this.#deeds.read(source);
    const blocked = this.#blockedRead;
    if (blocked?.source === source && blocked.read === read) {
      this.#blockedRead = null;
      blocked.resolve(bytes);
      return;
    }
    for (const handed of this.system.pipes.takeHanded(source)) {
      this.system.ports.moved(handed.id, handed.state.role, this.pid);
      this.post({ type: 'handed-over', source, ...handed }, [handed.port]);
    }
    // Cloned, not transferred: the queue keeps it until the next read.
    this.post({ type: 'chunk', source, read, bytes: bytes && ownedBytes(bytes).bytes });
  }

  taken(sink: string, bytes: number): void {
    const total = (this.#taken.get(sink) ?? 0) + bytes;
    if (total < takenStep) {
      this.#taken.set(sink, total);
      return;
    }
    this.#taken.delete(sink);
    this.post({ type: 'taken', sink, bytes: total });
  }

  broken(sink: string, code: 'EPIPE' | 'EIO', failed: boolean): void {
    this.post({ type: 'broken', sink, code, failed });
  }

  // --- Its syscalls ---

  #receive(message: ProcessToContainer): void {
    if (this.isEnded) return;
    switch (message.type) {
      case 'read':
        this.#source(message.source).read(this, message.read);
        break;
      case 'cancel-read':
        this.#source(message.source).cancel(this, message.read);
        break;
      case 'unread':
        this.#source(message.source).unread(message.bytes);
        break;
      case 'write':
        if (message.sink === this.entry.tty?.name) this.entry.tty.write(message.bytes, this);
        else {
          this.#deeds.wrote(message.sink);
          this.system.pipes.write(message.sink, message.bytes, this);
        }
        break;
      case 'spawn':
        if (message.thread === null) this.#deeds.did('has started a process');
        this.#answer(message.request, () => this.system.spawn(this, message));
        break;
      case 'exit':
        this.system.ended(this, message.status, true);
        this.#leaveWorker(message.again);
        break;
      case 'stopped':
        this.entry.state = 'stopped';
        this.system.stateChanged(this, { type: 'stopped', pid: this.pid, signal: message.signal });
        break;
      case 'continued':
        this.entry.state = 'running';
        this.system.stateChanged(this, { type: 'continued', pid: this.pid });
        break;
      case 'handles':
        if (message.handled) this.handled.add(message.signal);
        else this.handled.delete(message.signal);
        break;
      case 'opened':
        this.system.opened(this, message.files);
        break;
      case 'kill':
        this.#answer(message.request, () => this.system.kill(this, message.pid, message.signal));
        break;
      case 'set-group':
        this.system.setGroup(this, message.pid, message.pgid);
        break;
      case 'set-foreground':
        this.system.setForeground(this, message.pgid);
        break;
      case 'cwd':
        this.entry.cwd = message.cwd;
        this.system.table.changed();
        break;
      case 'processes':
        this.#answer(message.request, () => this.system.processes());
        break;
      case 'flush':
        // Everything that was sent before is applied by now: one port, in order.
        this.#answer(message.request, () => undefined);
        break;
      case 'reserve':
        this.post({ type: 'reserved', pids: this.reserve() });
        break;
      case 'unlock':
        if (message.forget) this.system.fileLocks.forget(this, message.file);
        else this.system.fileLocks.unlock(this, message.file, message.level);
        break;
      case 'pipe':
        this.system.pipes.create(message.pipe, this);
        break;
      case 'close-end':
        this.system.pipes.release(message.pipe, message.end, this);
        break;
      case 'tty-mode':
        this.#setTtyMode(message.tty, message.mode);
        break;
      case 'listen':
        this.#deeds.did('has opened a port');
        if (!this.system.ports.listen(message.address, this.pid))
          this.post({ type: 'listen-lost', address: message.address });
        break;
      case 'unlisten':
        this.system.ports.close(message.address, this.pid);
        break;
      case 'connect':
        this.#deeds.did('has opened a connection');
        this.#connect(message.id, message.address, message.local, message.port);
        break;
      case 'connection-closed':
        this.system.ports.connectionClosed(message.id);
        break;
      case 'hand-over': {
        const { type: _type, sink, ...handed } = message;
        this.system.pipes.hand(sink, handed, this);
        break;
      }
      case 'fs':
      case 'seen':
      case 'ready':
      case 'prepared':
        // The link's own.
        break;
      default:
        message satisfies never;
    }
  }

  /** Its blocking calls. */
  #syncCall(call: SyncCall): unknown {
    switch (call.type) {
      case 'poll':
      case 'settle':
        return undefined;
      case 'read':
        return new Promise<Uint8Array | null>((resolve) => {
          this.#blockedRead = { source: call.source, read: call.read, resolve };
          this.#source(call.source).read(this, call.read);
        });
      case 'lock':
        return this.system.fileLocks.lock(this, call.file, call.level);
      case 'reserve':
        return this.reserve();
      case 'share-memory':
        return this.system.shareMemory(this);
      case 'run':
        this.#deeds.did('has started a process');
        return runChild(this.system, this, call);
    }
  }

  #leaveWorker(again: boolean): void {
    const link = this.#link;
    this.#link = null;
    if (link !== null && !(again && this.system.reuse(link, this.image.program))) link.post({ type: 'end' });
  }

  /** Pids for its children. */
  reserve(): Pid[] {
    const pids = this.system.reserve();
    for (const pid of pids) this.reserved.add(pid);
    return pids;
  }

  #setTtyMode(tty: string, mode: TtyMode): void {
    if (tty === this.entry.tty?.name) this.entry.tty.setMode(mode, this);
  }

  #connect(id: string, address: SocketAddress, local: SocketAddress, port: MessagePort): void {
    this.system.ports.connect(this.pid, id, address, local, port);
  }

  /** The pipe or tty of that name. */
  #source(name: string): Source {
    const { tty } = this.entry;
    if (tty?.name === name) return tty;
    const { pipes } = this.system;
    return {
      read: (party, read) => pipes.read(name, party, read),
      cancel: (party, read) => pipes.cancel(name, party, read),
      unread: (bytes) => pipes.unread(name, bytes),
    };
  }

  #answer(request: number, action: () => unknown): void {
    try {
      this.post({ type: 'reply', request, value: action() });
    } catch (error) {
      this.post({ type: 'reply-error', request, error: encodeError(error) });
    }
  }
}

interface Source {
  read(party: Party, read: number): void;
  cancel(party: Party, read: number): void;
  unread(bytes: Uint8Array): void;
}

/** The child's hold on the pipes that its fds are. */
export function holdPipes(pipes: Pipes, stdio: readonly StdioDescriptor[], child: Party): void {
  for (const descriptor of stdio) {
    if (descriptor.kind === 'pipe-read') pipes.hold(descriptor.pipe, 'read', child);
    else if (descriptor.kind === 'pipe-write') pipes.hold(descriptor.pipe, 'write', child);
    else if (descriptor.kind === 'socket') {
      pipes.hold(descriptor.incoming, 'read', child);
      pipes.hold(descriptor.outgoing, 'write', child);
    }
  }
}

/** The group that a new process starts in (setpgid(2) rules, reduced). */
export function groupForChild(
  requested: SpawnMessage['group'],
  child: Pid,
  parent: ProcessEntry,
  exists: (pgid: Pid) => boolean,
): Pid {
  if (requested === null) return parent.pgid;
  if (requested === 'own' || requested === child) return child;
  if (!exists(requested)) throw new SystemError('EPERM', 'setpgid');
  return requested;
}
