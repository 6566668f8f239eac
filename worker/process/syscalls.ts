// The syscalls of one process: Syscalls (os/process-context.ts) over the link to the container. Lives as long as its
// process.

import type { ProcessList, SpawnMessage } from '../os/messages.ts';
import type {
  ChildEvent,
  Connection,
  HandedConnection,
  Listener,
  PipeId,
  Placement,
  ProcessInfo,
  SocketAddress,
  SpawnRequest,
  StdioRequest,
  Stream,
  SyncSpawnRequest,
  SyncSpawnResult,
  Syscalls,
  ThreadIdentity,
} from '../os/process-context.ts';
import type { LockAnswer } from '../os/file-locks.ts';
import type { Signal } from '../os/signals.ts';
import type { RunMessage, RunResult } from '../os/sync-messages.ts';
import type { Pid } from '../protocol/ids.ts';
import { FileLockLease } from './file-lock-lease.ts';
import type { ContainerLink } from './container-link.ts';
import type { Network } from './network.ts';
import type { ProcessStreams } from './streams.ts';
import { SyncCallError, type SyncCalls } from './sync-calls.ts';

/** Asks for more pids when no more than this many are left. */
const lowReserve = 4;

export class ProcessSyscalls implements Syscalls {
  readonly fileLocks: FileLockLease;
  readonly #childListeners = new Set<(event: ChildEvent) => void>();
  #pipes = 0;
  #reserving = false;

  constructor(
    private readonly process: {
      readonly pid: Pid;
      readonly link: ContainerLink;
      readonly sync: SyncCalls;
      readonly streams: ProcessStreams;
      readonly stdio: readonly Stream[];
      readonly network: Network;
      readonly pids: Set<Pid>;
      readonly reserved: Pid[];
      readonly placement: Placement;
      /** Leaves a port with the tab for the thread that is told the name. */
      readonly leavePort: (port: MessagePort) => string;
    },
  ) {
    const { sync, link } = process;
    this.fileLocks = new FileLockLease({
      ask: (file, level) => sync.call({ type: 'lock', file, level }) as LockAnswer,
      tell: (file, level, forget) => link.send({ type: 'unlock', file, level, forget }),
    });
  }

  get sharesMemory(): boolean {
    return this.process.placement === 'threaded';
  }

  get pids(): ReadonlySet<Pid> {
    return this.process.pids;
  }

  get ports(): ReadonlyMap<SocketAddress, Pid> {
    return this.process.network.addresses;
  }

  async spawn(request: SpawnRequest): Promise<Pid> {
    const message = this.#spawnMessage(request);
    const port = message.thread?.port ?? null;
    const { link, pids } = this.process;
    const { pid } = message;
    // Known here from now on, though the kernel has yet to hear of it.
    if (pid !== null) pids.add(pid);
    try {
      return (await link.request(message, port === null ? [] : [port])) as Pid;
    } catch (error) {
      if (pid !== null) pids.delete(pid);
      throw error;
    }
  }

  spawnSync(request: SyncSpawnRequest): SyncSpawnResult {
    const { sync, streams } = this.process;
    const feed: RunMessage['feed'] = [];
    const collected: (string | null)[] = [];
    const stdio = request.stdio.map((entry): StdioRequest => {
      const pipe = `pipe:${this.process.pid}.${++this.#pipes}`;
      collected.push(entry.kind === 'collect' ? pipe : null);
      switch (entry.kind) {
        case 'feed':
          feed.push({ pipe, input: entry.input });
          return { kind: 'pipe-read', pipe };
        case 'collect':
          return { kind: 'pipe-write', pipe };
        default:
          return entry;
      }
    });
    // The child may want what is not in use.
    this.fileLocks.giveBack();
    const result = streams.whileBlocked(
      () =>
        sync.call({
          type: 'run',
          child: { ...this.#spawnMessage({ ...request, stdio }), request: 0, handedOn: [] },
          feed,
          collect: collected.filter((pipe) => pipe !== null),
          timeout: request.timeout,
          maxBuffer: request.maxBuffer,
          killSignal: request.killSignal,
        }) as RunResult,
    );
    const output = collected.map((pipe) => (pipe === null ? null : (result.output[pipe] ?? null)));
    return { pid: result.pid, status: result.status, output, failure: result.failure };
  }

  #spawnMessage(request: SpawnRequest): Omit<SpawnMessage, 'request'> {
    const { stdio, handedOn } = this.process.streams.describe(request.stdio, this.process.stdio);
    return {
      type: 'spawn',
      program: request.program,
      argv: [...request.argv],
      execPath: request.execPath ?? null,
      env: request.env,
      cwd: request.cwd,
      umask: request.umask ?? null,
      stdio,
      handedOn,
      pid: request.pid ?? null,
      group: request.group ?? null,
      foreground: request.foreground ?? false,
      title: request.title ?? null,
      thread: request.thread === undefined ? null : this.#threadMessage(request.thread),
    };
  }

  #threadMessage({ port, ...identity }: ThreadIdentity): SpawnMessage['thread'] {
    if (this.process.placement === 'resident') return { ...identity, port, channel: null };
    return { ...identity, port: null, channel: this.process.leavePort(port) };
  }

  reservePid(): Pid | null {
    const { reserved, link } = this.process;
    if (reserved.length === 0) this.#reserveNow();
    const pid = reserved.shift() ?? null;
    if (reserved.length <= lowReserve && !this.#reserving) {
      this.#reserving = true;
      link.send({ type: 'reserve' });
    }
    return pid;
  }

  /** More children in one turn than the kernel could answer for: the thread waits for it. */
  #reserveNow(): void {
    try {
      this.process.reserved.push(...(this.process.sync.call({ type: 'reserve' }) as Pid[]));
    } catch (error) {
      if (!(error instanceof SyncCallError)) throw error;
    }
  }

  granted(pids: readonly Pid[]): void {
    this.process.reserved.push(...pids);
    this.#reserving = false;
  }

  async kill(pid: number, signal: Signal | 0): Promise<void> {
    await this.process.link.request({ type: 'kill', pid, signal: signal === 0 ? null : signal });
  }

  onChild(listener: (event: ChildEvent) => void): Disposable {
    this.#childListeners.add(listener);
    return { [Symbol.dispose]: () => void this.#childListeners.delete(listener) };
  }

  childChanged(event: ChildEvent): void {
    for (const listener of [...this.#childListeners]) listener(event);
  }

  setProcessGroup(pid: Pid, pgid: Pid): void {
    this.process.link.send({ type: 'set-group', pid, pgid });
  }

  setForegroundGroup(pgid: Pid): void {
    this.process.link.send({ type: 'set-foreground', pgid });
  }

  async processes(): Promise<readonly ProcessInfo[]> {
    return (await this.process.link.request({ type: 'processes' })) as ProcessList;
  }

  pipe(): ReturnType<Syscalls['pipe']> {
    const pipe = this.#newPipe();
    const { streams } = this.process;
    return { read: streams.pipeRead(pipe), write: streams.pipeWrite(pipe) };
  }

  socketPair(): ReturnType<Syscalls['socketPair']> {
    const incoming = this.#newPipe();
    const outgoing = this.#newPipe();
    // This process holds all four ends until `theirs` is handed on.
    return {
      ours: this.process.streams.socket(incoming, outgoing),
      theirs: { kind: 'socket', incoming: outgoing, outgoing: incoming },
    };
  }

  listen(
    address: SocketAddress,
    onConnection: (connection: Connection) => void,
    onLost: (error: Error) => void,
  ): Listener {
    return this.process.network.listen(address, onConnection, onLost);
  }

  connect(address: SocketAddress): Connection {
    return this.process.network.connect(address);
  }

  handOver(
    sink: PipeId,
    connection: Connection,
    options: { readonly unread: readonly Uint8Array[]; readonly detail: unknown },
  ): void {
    this.process.network.handOver(sink, connection, options.unread, options.detail);
  }

  takeHandedOver(source: PipeId): HandedConnection | undefined {
    return this.process.network.takeHandedOver(source);
  }

  pollSignals(): void {
    this.process.sync.attempt({ type: 'poll' });
  }

  shareMemory(): void {
    if (this.process.placement === 'resident') this.process.sync.call({ type: 'share-memory' });
  }

  async flush(): Promise<void> {
    await this.process.link.request({ type: 'flush' });
  }

  #newPipe(): string {
    const pipe = `pipe:${this.process.pid}.${++this.#pipes}`;
    this.process.link.send({ type: 'pipe', pipe });
    return pipe;
  }
}
