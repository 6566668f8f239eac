// What one process has in its worker from `exec` to its exit: streams, signals, network, syscalls, and the context that its
// program sees. Another process may follow in the same worker; nothing of this one is its.

import type { ContainerToProcess, Exec } from '../os/messages.ts';
import type { ProcessContext, SocketAddress, Stream, ThreadIdentity } from '../os/process-context.ts';
import type { ExitStatus, Signal } from '../os/signals.ts';
import type { Pid } from '../protocol/ids.ts';
import type { Causality } from '../os/causality.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import type { ContainerLink } from './container-link.ts';
import { Network } from './network.ts';
import { SignalDispositions } from './signal-dispositions.ts';
import { ProcessStreams } from './streams.ts';
import type { SyncCalls } from './sync-calls.ts';
import { ProcessSyscalls } from './syscalls.ts';

interface RunningProcessHost {
  readonly link: ContainerLink;
  readonly sync: SyncCalls;
  readonly fs: FileSystem;
  readonly causality: Causality;
  /** Replicas of the process and port tables. */
  readonly pids: Set<Pid>;
  readonly addresses: Map<SocketAddress, Pid>;
  /** To the thread that made it, of a thread's worker in a tab. */
  readonly parentPort: MessagePort | undefined;
  exit(status: ExitStatus): void;
  /** Takes a message that was held while the process was stopped. */
  receive(message: ContainerToProcess): void;
  leavePort(port: MessagePort): string;
}

/** Messages that a stopped process does not see until it goes on. */
const heldWhileStopped: ReadonlySet<string> = new Set(['chunk', 'taken', 'broken', 'child', 'connection']);

export class RunningProcess {
  readonly streams: ProcessStreams;
  readonly signals: SignalDispositions;
  readonly network: Network;
  readonly sys: ProcessSyscalls;
  readonly stdio: readonly Stream[];
  readonly #suspendListeners: ((suspended: boolean) => void)[] = [];
  readonly #held: ContainerToProcess[] = [];

  constructor(
    private readonly exec: Exec,
    private readonly host: RunningProcessHost,
  ) {
    const { link, sync, fs, causality, pids, addresses } = host;
    this.signals = new SignalDispositions({
      exit: (status) => host.exit(status),
      suspended: (by) => this.#suspended(by),
      handles: (signal, handled) => link.send({ type: 'handles', signal, handled }),
    });
    this.streams = new ProcessStreams(link, sync, fs, () => this.signals.raise('SIGPIPE'));
    this.streams.setTerminal(exec.tty);
    const stdio = exec.stdio.map((descriptor) => this.streams.open(descriptor));
    this.stdio = stdio;
    this.network = new Network(link, exec.pid, addresses, causality);
    this.sys = new ProcessSyscalls({
      ...{ pid: exec.pid, reserved: exec.reserved, placement: exec.placement },
      ...{ link, sync, stdio, pids, streams: this.streams, network: this.network },
      leavePort: (port) => host.leavePort(port),
    });
  }

  context(): ProcessContext {
    const { exec, host } = this;
    return {
      ...(exec.thread !== null && { thread: this.#threadIdentity(exec.thread.identity) }),
      pid: exec.thread?.pid ?? exec.pid,
      ppid: exec.thread?.ppid ?? exec.ppid,
      argv: exec.argv,
      execPath: exec.execPath,
      env: exec.env,
      cwd: exec.cwd,
      umask: exec.umask,
      stdio: this.stdio,
      fs: host.fs,
      causality: host.causality,
      sys: this.sys,
      onSignal: (signal, handler) => this.signals.handle(signal, handler),
      onSuspend: (listener) => void this.#suspendListeners.push(listener),
      exit: (status) => host.exit(status),
      setCwd: (cwd) => host.link.send({ type: 'cwd', cwd }),
    };
  }

  /** True where the message is kept for when the process goes on. */
  holds(message: ContainerToProcess): boolean {
    if (!this.signals.stopped || !heldWhileStopped.has(message.type)) return false;
    this.#held.push(message);
    return true;
  }

  #threadIdentity({ port, ...identity }: NonNullable<Exec['thread']>['identity']): ThreadIdentity {
    const own = port ?? this.host.parentPort;
    if (own === undefined) throw new Error('a thread without a port');
    return { ...identity, port: own };
  }

  #suspended(by: Signal | null): void {
    for (const listener of this.#suspendListeners) listener(by !== null);
    this.host.link.send(by === null ? { type: 'continued' } : { type: 'stopped', signal: by });
    if (by !== null) return;
    for (const message of this.#held.splice(0)) this.host.receive(message);
  }
}
