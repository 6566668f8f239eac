// Every process worker of the machine, spare or running, from its boot until its Web Lock is free: serves its replica of
// the files, tells all of them of changes in the tables, and sees their deaths. Owned by the machine.

import type { ContainerToProcess, Init } from '../../os/messages.ts';
import type { ProgramName } from '../../os/process-context.ts';
import type { Authority, ReplicaLink } from '../../vfs/authority.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { WorkerHome, WorkerSource } from '../container.ts';
import { beforeAbort } from './before-abort.ts';
import type { LikelyScripts } from './likely-scripts.ts';
import { SyncServer, type SyncServerHost } from './sync-server.ts';
import { WorkerLink, type Locks } from './worker-link.ts';
import { WorkerPool, type ConnectedWorker } from './worker-pool.ts';

export interface Clock {
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

export interface WorkersOptions {
  /** Serves every worker's replica. */
  readonly filesystem: Pick<Authority, 'attach'>;
  readonly source: WorkerSource;
  readonly locks: Locks;
  readonly clock: Clock;
  /** Unique to the project and the kernel's epoch: a worker's name is its identity in the browser. */
  readonly workerPrefix: string;
  /** Web Lock that is held for as long as this kernel lives: workers end themselves when it is free. */
  readonly kernelLock: string;
  /** Where synchronous calls arrive; `machine` is its name for processes (protocol/sync-call.ts). */
  readonly sync: SyncServerHost & { readonly machine: string; newKey(): string };
  readonly onError: (error: unknown) => void;
  readonly likely: LikelyScripts;
  /** What a new worker's replicas of the process and port tables start from. */
  readonly tables: () => Pick<Init, 'pids' | 'addresses'>;
  /** The worker is gone, and its last messages have arrived. */
  readonly died: (link: WorkerLink) => void;
}

/**
 * Who has crashed said something before, which its lock may overtake. An exit is not among it: a process holds its lock
 * until that has arrived.
 */
const deathGraceMs = 200;

export class Workers {
  readonly #pool: WorkerPool;
  readonly #sync: SyncServer;
  /** Every worker whose lock is not free yet, but for the disowned. */
  readonly #links = new Map<WorkerLink, ReplicaLink>();
  /** What to call when a disowned worker is gone at last. */
  readonly #disowned = new Map<WorkerLink, () => void>();
  #dedicated = 0;

  constructor(private readonly options: WorkersOptions) {
    const { clock, source, workerPrefix, likely, onError } = options;
    this.#sync = new SyncServer(options.sync);
    this.#pool = new WorkerPool({
      ...{ source, likely },
      namePrefix: workerPrefix,
      connect: (name, port) => this.#connect(name, port),
      reportError: onError,
      setTimeout: (callback, ms) => clock.setTimeout(callback, ms),
      clearTimeout: (handle) => clock.clearTimeout(handle),
    });
  }

  /** A booted worker for one process; see WorkerPool. */
  take(program: ProgramName, signal: AbortSignal, script: string | null): Promise<WorkerLink> {
    return this.#pool.take(program, signal, script);
  }

  /**
   * A worker in a tab: in `home`, or in any that can. Waits for a tab; begins anew where one goes before the worker is up.
   * Rejects as WorkerSource.createIn does, and when `signal` aborts.
   */
  async takeIn(home: WorkerHome | null, channel: string | null, signal: AbortSignal): Promise<WorkerLink> {
    const { source, workerPrefix } = this.options;
    for (;;) {
      const name = `${workerPrefix}tab:${++this.#dedicated}`;
      const made = await source.createIn(name, home, channel);
      const { link, init, discard } = this.#connect(name, made.port, made.home);
      link.post(init);
      if (await beforeAbort(link.ready, AbortSignal.any([made.home, signal]))) return link;
      discard();
      source.release(name);
      signal.throwIfAborted();
      if (home !== null) throw new SystemError('EAGAIN', 'spawn', name);
    }
  }

  giveBack(link: WorkerLink, program: ProgramName): void {
    if (link.home === null) this.#pool.giveBack(link, program);
    else this.options.source.release(link.name);
  }

  /** The worker of a process that has left it as it was becomes a spare again, where one is wanted; true then. */
  reuse(link: WorkerLink, program: ProgramName): boolean {
    if (link.home !== null || link.isDead || !this.#pool.wants(program)) return false;
    link.reuse();
    this.#pool.giveBack(link, program);
    return true;
  }

  warm(): void {
    this.#pool.warm();
  }

  /** More is known of what is likely to run. */
  learned(): void {
    this.#pool.learned();
  }

  /** Ends the spares; none is made any more. */
  close(): void {
    this.#pool.close();
  }

  broadcast(message: ContainerToProcess): void {
    for (const link of this.#links.keys()) link.post(message);
  }

  /** Its process is killed: nothing that it still says counts. `reaped` is called when it is gone. */
  disown(link: WorkerLink, reaped: () => void): void {
    if (link.isDead) reaped();
    else this.#disowned.set(link, reaped);
    this.#detach(link);
    link.deafen();
  }

  #connect(name: string, port: MessagePort, home: WorkerHome | null = null): ConnectedWorker {
    const { filesystem, kernelLock, locks, sync, tables } = this.options;
    const key = sync.newKey();
    const link = new WorkerLink(
      name,
      port,
      {
        locks,
        filesystem: (from, messages) => {
          for (const message of messages) this.#links.get(from)?.receive(message);
        },
        coalesce: (to, undelivered) => this.#links.get(to)?.coalesce(undelivered) ?? [],
        replySync: (_link, relays, reply) => this.#sync.reply(key, relays, reply),
        onError: this.options.onError,
        later: (task, ms) => void this.options.clock.setTimeout(task, ms),
        died: (dead) => {
          this.#sync.remove(key);
          this.#died(dead);
        },
      },
      home,
    );
    this.#sync.add(key, link.sync);
    const replica = filesystem.attach((message) => link.postFile(message));
    this.#links.set(link, replica);
    const address = { machine: sync.machine, key };
    return {
      link,
      discard: () => {
        this.#sync.remove(key);
        this.#detach(link);
        link.close();
      },
      init: { type: 'init', worker: name, kernelLock, filesystem: replica.start, ...tables(), sync: address },
    };
  }

  #died(link: WorkerLink): void {
    this.#disowned.get(link)?.();
    this.#disowned.delete(link);
    this.#pool.died(link);
    const settle = (): void => {
      this.options.died(link);
      this.#detach(link);
      link.close();
    };
    // With its tab it went in the middle of something: there is nothing to wait for, and it is to be started again.
    if (link.home?.aborted === true) settle();
    else this.options.clock.setTimeout(settle, deathGraceMs);
  }

  #detach(link: WorkerLink): void {
    this.#links.get(link)?.detach();
    this.#links.delete(link);
  }
}
