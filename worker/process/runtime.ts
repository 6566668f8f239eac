// One process worker: a spare from its boot on, one process from `exec` to its exit; then a spare again where the program
// leaves nothing behind (docs/adr/0046), or closed. Everything that the worker's globals give is injected by the entry file
// (worker/process.ts), so that tests run it in one thread.

import { TextEncoder } from '../os/browser-globals.ts';
import * as v from 'valibot';
import {
  containerControl,
  processLock,
  type ContainerControl,
  type ContainerHot,
  type ContainerToProcess,
  type Exec,
  type Init,
} from '../os/messages.ts';
import type { Program, ProgramName, SocketAddress } from '../os/process-context.ts';
import type { ExitStatus, Signal } from '../os/signals.ts';
import type { SyncReply, SyncRequest } from '../os/sync-messages.ts';
import type { Pid } from '../protocol/ids.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import type { AuthorityMessage, ReplicaMessage } from '../vfs/operation.ts';
import type { Replica } from '../vfs/replica.ts';
import type { Snapshot } from '../vfs/snapshot.ts';
import { BlobTransit } from './blob-transit.ts';
import { coherentFiles } from './coherent-files.ts';
import { ContainerLink } from './container-link.ts';
import { Inbox } from './inbox.ts';
import { RunningProcess } from './running-process.ts';
import { SharedStamps } from './shared-stamps.ts';
import { readStart, recordStart } from './startup-files.ts';
import { SyncCalls, type SyncTransport } from './sync-calls.ts';

/** EX_SOFTWARE of sysexits.h: a bug in the program itself, not an error that it reports. */
const softwareError = 70;

interface RuntimeHost {
  readonly port: MessagePort;
  /** In a dedicated worker of a tab. */
  readonly tab: {
    /** To the thread that made it, and what they share (shared-stamps.ts); null where it is no thread. */
    readonly parent: { readonly port: MessagePort; readonly memory: SharedArrayBuffer } | null;
    /** Leaves both with the tab under that name. */
    readonly leave: (channel: string, port: MessagePort, memory: SharedArrayBuffer) => void;
  } | null;
  readonly loadProgram: (name: ProgramName) => Promise<Program>;
  readonly openReplica: (
    start: Snapshot,
    send: (messages: readonly ReplicaMessage[]) => void,
    settle: () => void,
    /** Operations of a burst may leave together, a moment later. */
    gathers: boolean,
  ) => Replica;
  /** Holds the Web Lock of that name until the worker is gone; resolves when it is held. */
  readonly holdLock: (name: string) => Promise<void>;
  /** Calls back when the holder of that Web Lock is gone. */
  readonly onLockFree: (name: string, free: () => void) => void;
  /** The way of synchronous calls to the machine of that name. */
  readonly openSyncTransport: (machine: string) => SyncTransport;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Ends the worker. Nothing of it runs after the current turn. */
  readonly close: () => void;
}

const hot: ReadonlySet<string> = new Set(['fs', 'chunk', 'taken', 'broken']);
/** Operations on files between two `seen`: 4 MiB of contents at most, as they are sent inline. */
const seenStep = 64;

export class ProcessRuntime {
  #link: ContainerLink;
  readonly #replica: Replica;
  readonly #pids: Set<Pid>;
  readonly #addresses: Map<SocketAddress, Pid>;
  readonly #sync: SyncCalls;
  readonly #blobs = new BlobTransit();
  readonly #files = new Inbox();
  readonly #signals = new Inbox();
  #running: RunningProcess | undefined;
  /** What the kernel knows of the operations that were seen. */
  #told = 0;
  /** `left`: its process has exited, and another may follow. `over`: nothing counts any more but the word to close. */
  #phase: 'open' | 'left' | 'over' = 'open';
  #channels = 0;
  #tellOpened: (() => void) | undefined;
  readonly #origin: number;
  readonly #fs: FileSystem;
  /** Since there are threads that share memory. */
  #stamps: SharedStamps | undefined;
  readonly #worker: string;

  /** Boots with the first message on the kernel's port. */
  static start(host: RuntimeHost, init: Init): ProcessRuntime {
    const runtime = new ProcessRuntime(host, init);
    void runtime.#announce(init.worker);
    host.onLockFree(init.kernelLock, () => runtime.#close());
    return runtime;
  }

  private constructor(
    private readonly host: RuntimeHost,
    init: Init,
  ) {
    this.#link = new ContainerLink(host.port, host.now);
    this.#worker = init.worker;
    this.#pids = new Set(init.pids);
    this.#addresses = new Map(init.addresses);
    this.#replica = host.openReplica(
      init.filesystem,
      (messages) => {
        this.#link.send({ type: 'fs', messages });
        this.#blobs.sent(messages);
        this.#stamps?.wrote(messages.at(-1)?.number ?? 0);
      },
      () => this.#sync.attempt({ type: 'settle' }),
      // Another thread may know of a write at once, and look.
      host.tab === null,
    );
    this.#origin = init.filesystem.origin;
    const shared = host.tab?.parent?.memory;
    if (shared !== undefined) this.#stamps = new SharedStamps(this.#origin, shared);
    const { fs } = this.#replica;
    this.#fs = host.tab === null ? fs : coherentFiles(fs, () => this.#catchUp());
    this.#link.beforeSend = () => this.#replica.flush();
    this.#sync = new SyncCalls({
      transport: host.openSyncTransport(init.sync.machine),
      address: init.sync,
      now: host.now,
      position: () => this.#position(),
      take: (reply) => this.#take(reply),
      ended: () => this.#close(),
    });
    host.port.onmessage = (event: MessageEvent<ContainerToProcess>) => this.#receive(event.data);
  }

  async #announce(worker: string): Promise<void> {
    await this.host.holdLock(processLock(worker));
    this.#link.send({ type: 'ready' });
  }

  /** Nobody is left to talk to, or all was said: a process does not outlive its machine. */
  #close(): void {
    this.#phase = 'over';
    this.#blobs.whenArrived(() => this.host.close());
  }

  /** An error that nobody caught: a bug of the program. A spare that has one is none. */
  crashed(error: unknown): void {
    if (this.#phase !== 'open') return;
    if (this.#running === undefined) {
      this.#close();
      return;
    }
    const text = error instanceof Error ? (error.stack ?? String(error)) : String(error);
    const stderr = this.#running.stdio[2];
    const line = new TextEncoder().encode(`${text}\n`);
    if (stderr !== undefined && 'write' in stderr) stderr.write(line);
    else if (stderr?.kind === 'file') stderr.file.write(line, null);
    this.#exit({ kind: 'exited', code: softwareError });
  }

  #receive(message: ContainerToProcess): void {
    if (message.type === 'init' || (this.#phase === 'over' && message.type !== 'end')) return;
    if (!hot.has(message.type)) v.parse(containerControl, message);
    if (this.#running?.holds(message) !== true) this.#handle(message);
  }

  #handle(message: ContainerControl | ContainerHot): void {
    const running = this.#running;
    switch (message.type) {
      case 'fs':
        for (const each of message.messages) if (this.#files.arrived()) this.#receiveFile(each);
        this.#tellSeen();
        break;
      case 'chunk':
        running?.streams.chunk(message.source, message.read, message.bytes);
        break;
      case 'taken':
        running?.streams.taken(message.sink, message.bytes);
        break;
      case 'broken':
        running?.streams.broken(message.sink, message.code, message.failed);
        break;
      case 'prepare':
        void this.#prepare(message.program);
        break;
      case 'anticipate':
        void this.#anticipate(message.script, message.files);
        break;
      case 'exec':
        void this.#exec(message);
        break;
      case 'signal':
        if (this.#signals.arrived()) this.#raise(message.signal);
        break;
      case 'end':
        this.#close();
        break;
      case 'again':
        this.#phase = 'open';
        break;
      case 'reply':
        this.#link.reply(message.request, message.value);
        break;
      case 'reply-error':
        this.#link.replyError(message.request, message.error);
        break;
      case 'child':
        running?.sys.childChanged(message.event);
        break;
      case 'reserved':
        running?.sys.granted(message.pids);
        break;
      case 'pids':
        for (const pid of message.added) this.#pids.add(pid);
        for (const pid of message.removed) this.#pids.delete(pid);
        break;
      case 'address':
        if (running !== undefined) running.network.addressChanged(message.address, message.pid);
        else if (message.pid === null) this.#addresses.delete(message.address);
        else this.#addresses.set(message.address, message.pid);
        break;
      case 'listen-lost':
        running?.network.lost(message.address);
        break;
      case 'connection':
        running?.network.incoming(message.id, message.address, message.remote, message.port);
        break;
      case 'connection-lost':
        running?.network.peerDied(message.id);
        break;
      case 'lock-wanted':
        running?.sys.fileLocks.wanted(message.file);
        break;
      case 'handed-over':
        running?.network.handedOver(message);
        break;
      case 'tty-size':
        running?.streams.terminalSize(message.size);
        break;
      case 'tty-mode':
        running?.streams.terminalMode(message.mode);
        break;
      default:
        message satisfies never;
    }
  }

  #raise(signal: Signal): void {
    if (this.#running !== undefined) this.#running.signals.raise(signal);
    else if (signal === 'SIGKILL') this.#exit({ kind: 'signaled', signal });
  }

  /** The kernel keeps what may be unread here until it is told. */
  #tellSeen(): void {
    if (this.#files.seen < this.#told + seenStep) return;
    this.#told = this.#files.seen;
    this.#link.send({ type: 'seen', files: this.#files.seen, signals: this.#signals.seen });
  }

  // --- Files ---

  #receiveFile(message: AuthorityMessage): void {
    this.#replica.receive(message);
    this.#stamps?.saw(message.seq);
  }

  /** Sees what other threads had written or seen when they last told: they may have told this one in memory. */
  #catchUp(): void {
    const news = this.#stamps?.news() ?? [];
    while (!news.every((stamp) => this.#replica.causality.has(stamp))) this.#sync.call({ type: 'settle' });
  }

  // --- Synchronous calls ---

  #position(): Pick<SyncRequest, 'sent' | 'files' | 'signals' | 'stopped'> {
    this.#replica.flush();
    this.#link.flush();
    return {
      sent: this.#link.posted,
      files: this.#files.seen,
      signals: this.#signals.seen,
      stopped: this.#running?.signals.stopped === true,
    };
  }

  #take({ files, signals }: Pick<SyncReply, 'files' | 'signals'>): boolean {
    this.#files.answered(files.length);
    this.#signals.answered(signals.length);
    for (const message of files) this.#receiveFile(message);
    for (const signal of signals) if (this.#phase === 'open') this.#raise(signal);
    return this.#phase === 'open';
  }

  async #prepare(name: ProgramName): Promise<void> {
    try {
      const program = await this.host.loadProgram(name);
      await program.prepare?.();
      this.#link.send({ type: 'prepared', program: name });
    } catch {
      // It will fail again, and be told, when the program is run.
    }
  }

  async #anticipate(script: string, files: readonly string[]): Promise<void> {
    try {
      const program = await this.host.loadProgram('node');
      await program.anticipate?.(this.#fs, script);
      await readStart(this.#replica.fs, files, () => this.#phase === 'open' && this.#running === undefined);
    } catch {
      // Whoever runs it will see.
    }
  }

  async #exec(exec: Exec): Promise<void> {
    let running: RunningProcess | undefined;
    try {
      running = this.#running = new RunningProcess(exec, {
        ...{ link: this.#link, sync: this.#sync, fs: this.#fs, causality: this.#replica.causality },
        ...{ pids: this.#pids, addresses: this.#addresses, parentPort: this.host.tab?.parent?.port },
        // What code of it still does later is not the next process's.
        exit: (status) => {
          if (this.#running === running) this.#exit(status);
        },
        receive: (message) => this.#receive(message),
        leavePort: (port) => this.#leavePort(port),
      });
      if (exec.tellOpened)
        this.#tellOpened = recordStart(this.#replica.fs, (files) =>
          this.#link.send({ type: 'opened', files }),
        );
      const program = await this.host.loadProgram(exec.program);
      const code = await program.main(running.context());
      if (this.#running !== running) return;
      const again = program.leavesNothing === true && this.host.tab === null;
      this.#exit({ kind: 'exited', code: code & 0xff }, again);
    } catch (error) {
      // Its streams cannot be opened: there is nowhere to say so.
      if (running === undefined) this.#exit({ kind: 'exited', code: softwareError });
      else if (this.#running === running) this.crashed(error);
    }
  }

  #leavePort(port: MessagePort): string {
    const channel = `${this.#worker}:${++this.#channels}`;
    this.#stamps ??= new SharedStamps(this.#origin);
    this.host.tab?.leave(channel, port, this.#stamps.memory);
    return channel;
  }

  /**
   * Writes leave before the exit. The worker closes, and frees its lock, only once the machine has heard: a lock that is
   * free without a word is a crash. `again`: another process may run in it, and until that is decided it follows files and tables.
   */
  #exit(status: ExitStatus, again = false): void {
    if (this.#phase !== 'open') return;
    this.#running?.network.closeAll();
    this.#tellOpened?.();
    this.#link.send({ type: 'exit', status, again });
    this.#link.end();
    if (again) this.#link = this.#link.successor();
    this.#running = undefined;
    this.#phase = again ? 'left' : 'over';
  }
}
