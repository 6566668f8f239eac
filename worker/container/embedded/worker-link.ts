// The container's side of one process worker: its port, its boot and its death. A worker runs one process at a time, most
// one in their lives. Owned by the pool while it is a spare, then by its process; over when its Web Lock is free.

import * as v from 'valibot';
import {
  processControl,
  processLock,
  type ContainerToProcess,
  type ProcessToContainer,
} from '../../os/messages.ts';
import type { ProgramName } from '../../os/process-context.ts';
import type { SyncReply } from '../../os/sync-messages.ts';
import type { Signal } from '../../os/signals.ts';
import { SystemError } from '../../protocol/errno.ts';
import { encodeError } from '../../protocol/wire-error.ts';
import type { AuthorityMessage, ReplicaMessage } from '../../vfs/operation.ts';
import type { WorkerHome } from '../container.ts';
import { SyncCalls } from './sync-calls.ts';

/** What is needed of navigator.locks. */
export interface Locks {
  request(name: string, granted: () => Promise<void> | void): Promise<unknown>;
}

interface WorkerLinkHost {
  readonly locks: Locks;
  /** Filesystem messages of this worker. */
  filesystem(link: WorkerLink, messages: readonly ReplicaMessage[]): void;
  /** Shortens what it has not been told yet. */
  coalesce(link: WorkerLink, undelivered: readonly AuthorityMessage[]): readonly AuthorityMessage[];
  /** The answer to a synchronous call. */
  replySync(link: WorkerLink, relays: readonly string[], reply: SyncReply): void;
  /** A bug: nobody else is told. */
  onError(error: unknown): void;
  /** A timer. */
  later(task: () => void, ms: number): void;
  /** The lock is free: the worker is no more. Called once. */
  died(link: WorkerLink): void;
}

const hotTypes: ReadonlySet<string> = new Set(['fs', 'read', 'cancel-read', 'unread', 'write']);

/** A spare need not hear at once of what others write, nor of each write of many to one file. */
const spareGatherMs = 1_000;

export class WorkerLink {
  /** The program that it has loaded, if any. */
  prepared: ProgramName | null = null;
  /** Resolves when the worker can take an `exec`. */
  readonly ready: Promise<void>;
  #markReady!: () => void;
  #receive: ((message: ProcessToContainer) => void) | undefined;
  #deaf = false;
  /** It has changed files. */
  hasWritten = false;
  /** Its lock is free. */
  isDead = false;
  /** Messages that have arrived. */
  #received = 0;
  #whenReceived: { readonly count: number; readonly action: () => void }[] = [];
  /** Of this turn, to leave together. */
  #files: AuthorityMessage[] = [];
  /** Of a spare's last few. */
  #gathered: AuthorityMessage[] = [];
  readonly sync: SyncCalls;

  constructor(
    readonly name: string,
    private readonly port: MessagePort,
    private readonly host: WorkerLinkHost,
    /** The tab whose dedicated worker it is; null for a SharedWorker. */
    readonly home: WorkerHome | null = null,
  ) {
    this.sync = new SyncCalls({
      reply: (relays, reply) => host.replySync(this, relays, reply),
      whenReceived: (count, action) => {
        if (this.#received >= count) action();
        else this.#whenReceived.push({ count, action });
      },
    });
    this.ready = new Promise((resolve) => {
      this.#markReady = resolve;
    });
    port.onmessage = (event: MessageEvent<ProcessToContainer>) => this.#dispatch(event.data);
    port.start();
  }

  post(message: ContainerToProcess, transfer: Transferable[] = []): void {
    if (this.#deaf) return;
    this.#flushGathered();
    this.#flushFiles();
    this.port.postMessage(message, transfer);
  }

  /**
   * Another's operation on files, or the answer to one of its own. Leaves with those of this turn, for a spare with later
   * ones, and in any case before what is posted.
   */
  postFile(message: AuthorityMessage): void {
    if (this.#receive === undefined) {
      this.#gathered.push(message);
      if (this.#gathered.length === 1) this.host.later(() => this.#flushGathered(), spareGatherMs);
      return;
    }
    this.#addFile(message);
    if (this.#files.length === 1) queueMicrotask(() => this.#flushFiles());
  }

  #addFile(message: AuthorityMessage): void {
    this.sync.files.push(message);
    this.#files.push(message);
  }

  #flushGathered(): void {
    const gathered = this.#gathered;
    if (gathered.length === 0) return;
    this.#gathered = [];
    for (const message of this.host.coalesce(this, gathered)) this.#addFile(message);
    this.#flushFiles();
  }

  #flushFiles(): void {
    if (this.#files.length === 0) return;
    const messages = this.#files;
    this.#files = [];
    if (!this.#deaf) this.port.postMessage({ type: 'fs', messages } satisfies ContainerToProcess);
  }

  /** Reaches a process that blocks, too. */
  postSignal(signal: Signal): void {
    this.sync.signals.push(signal);
    this.post({ type: 'signal', signal });
    this.sync.settle();
  }

  /** Hands the process's messages over; earlier ones there cannot be. */
  onMessage(receive: (message: ProcessToContainer) => void): void {
    this.#flushGathered();
    this.#receive = receive;
  }

  /** Its process has exited and left it as it was. */
  reuse(): void {
    this.#receive = undefined;
    this.hasWritten = false;
    this.sync.serve(null);
    this.post({ type: 'again' });
  }

  /** Neither hears nor tells it anything any more; what was told before still arrives. */
  deafen(): void {
    this.post({ type: 'end' });
    this.#deaf = true;
    this.sync.end();
    this.port.onmessage = null;
  }

  /** The worker is gone. */
  close(): void {
    this.deafen();
    this.port.close();
  }

  #dispatch(message: ProcessToContainer): void {
    this.#received++;
    if (hotTypes.has(message.type) || v.is(processControl, message)) this.#deliver(message);
    else this.#refuse(message);
    const due = this.#whenReceived.filter(({ count }) => count <= this.#received);
    if (due.length === 0) return;
    this.#whenReceived = this.#whenReceived.filter((waiter) => !due.includes(waiter));
    for (const { action } of due) action();
  }

  /** A bug of the runtime there, not the program's end: who waits for an answer gets one. */
  #refuse(message: { readonly type: string; readonly request?: unknown }): void {
    const { type, request } = message;
    this.host.onError(new TypeError(`a process sent a message of no known form: ${type}`));
    if (typeof request === 'number')
      this.post({ type: 'reply-error', request, error: encodeError(new SystemError('EINVAL', type)) });
  }

  #deliver(message: ProcessToContainer): void {
    switch (message.type) {
      case 'fs':
        this.hasWritten = true;
        this.host.filesystem(this, message.messages);
        break;
      case 'ready':
        // The worker holds its lock by now: it is granted here when the worker is gone, whatever the cause.
        void this.host.locks.request(processLock(this.name), () => {
          this.isDead = true;
          this.host.died(this);
        });
        this.#markReady();
        break;
      case 'prepared':
        this.prepared = message.program;
        break;
      case 'seen':
        this.sync.files.trim(message.files);
        this.sync.signals.trim(message.signals);
        break;
      default:
        this.#receive?.(message);
    }
  }
}
