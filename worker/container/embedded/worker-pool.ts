// Booted process workers, waiting: a start takes a spare and thus tens of milliseconds. Workers come from a tab; while
// none is attached requests wait here, and `warm` (a tab came) tries again. Owned by the machine.

import type { ContainerToProcess } from '../../os/messages.ts';
import type { ProgramName } from '../../os/process-context.ts';
import { isSystemError } from '../../protocol/errno.ts';
import type { WorkerSource } from '../container.ts';
import { beforeAbort } from './before-abort.ts';
import type { LikelyScripts } from './likely-scripts.ts';
import type { WorkerLink } from './worker-link.ts';

/**
 * What a machine at rest has. `npm start` takes all three at once: npm starts the script's shell, which starts node. Each
 * costs about 10 MB (PLATFORM.md).
 */
const spares: readonly ProgramName[] = ['jsh', 'node', 'npm'];

/** What was just started has the processor to itself before the next spare boots beside it. */
const refillDelayMs = 1_000;

/** Nothing was started for so long: what remains to be booted slows nobody down. Until then one spare of each kind has to do. */
const restMs = 2_000;

/** A worker that has not come up by then never will: its script failed to load. */
const bootDeadlineMs = 30_000;

const retryMs = 1_000;

/** The first worker of a pool, for whoever starts it beforehand. */
export const firstWorker = (namePrefix: string): string => `${namePrefix}1`;

/** A worker that is to be given `init` and may boot then. `discard`: nobody waits for it any more. */
export interface ConnectedWorker {
  readonly link: WorkerLink;
  readonly init: ContainerToProcess;
  readonly discard: () => void;
}

interface PoolHost {
  readonly source: Pick<WorkerSource, 'create' | 'release' | 'ended'>;
  readonly namePrefix: string;
  readonly likely: LikelyScripts;
  connect(name: string, port: MessagePort): ConnectedWorker;
  reportError(error: unknown): void;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

interface Request {
  readonly program: ProgramName;
  readonly script: string | null;
  readonly give: (link: WorkerLink) => void;
  readonly fail: (error: unknown) => void;
  readonly signal: AbortSignal;
}

export class WorkerPool {
  readonly #spares: WorkerLink[] = [];
  /** What each booting or waiting spare was asked to load. */
  readonly #intended = new Map<WorkerLink, ProgramName>();
  readonly #waiting: Request[] = [];
  #booting: ProgramName[] = [];
  #count = 0;
  #refilling = false;
  /** Of `restMs`; null where nothing was started lately. */
  #busyTimer: unknown = null;
  #lastTaken: ProgramName = 'jsh';
  #closed = false;

  constructor(private readonly host: PoolHost) {}

  /**
   * A worker for one process, as soon as there is one. `script`: the file that node is to run, as an absolute path. Rejects when
   * `signal` aborts or workers cannot be made.
   */
  take(program: ProgramName, signal: AbortSignal, script: string | null = null): Promise<WorkerLink> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => {
        const index = this.#waiting.findIndex((request) => request.signal === signal);
        if (index >= 0) this.#waiting.splice(index, 1);
        reject(signal.reason);
      });
      this.#waiting.push({ program, script, give: resolve, fail: reject, signal });
      this.#lastTaken = program;
      if (program === 'node') this.host.likely.started(script);
      this.#busy();
      this.#serve();
      // npm is about to start node, nearly always: that boots beside it, not after it.
      if (this.#waiting.length > 0 || program === 'npm') this.warm();
    });
  }

  /** Whether the worker of a process that has left it as it was is to be kept. */
  wants(program: ProgramName): boolean {
    if (this.#closed) return false;
    const isWaitedFor = this.#waiting.some((request) => suits(program, request.program));
    return isWaitedFor || ![...this.#intended.values()].includes(program);
  }

  /** Its process ended before it could start, or left it as it was. */
  giveBack(link: WorkerLink, program: ProgramName): void {
    this.#intended.set(link, program);
    this.#spares.push(link);
    this.#serve();
  }

  /**
   * Boots a worker for everyone who waits; where nobody does, the next missing spare. One spare at a time: they must not
   * slow down what is wanted now.
   */
  warm(): void {
    if (this.#closed) return;
    if (this.#busyTimer === null) this.#anticipate();
    const booting = [...this.#booting];
    for (const { program } of this.#waiting) {
      const index = chosenFor(program, booting);
      if (index >= 0) booting.splice(index, 1);
      else void this.#boot(program);
    }
    const missing = this.#missing();
    if (missing === null || this.#booting.includes(missing)) return;
    if (this.#booting.length === 0 || (missing === 'node' && this.#lastTaken === 'npm'))
      void this.#boot(missing);
  }

  /** More is known of what is likely to run. */
  learned(): void {
    if (this.#busyTimer === null) this.warm();
  }

  /** The spare to boot next. Node's worker runs nothing else; either of the others can do the work of both. */
  #missing(): ProgramName | null {
    const there = [...this.#intended.values()];
    if (this.#busyTimer === null) return this.#missingAtRest(there);
    const node = there.includes('node') ? null : 'node';
    const general = there.includes('jsh') || there.includes('npm') ? null : 'jsh';
    // What runs in npm or node starts node rather than a shell.
    return this.#lastTaken === 'jsh' ? (general ?? node) : (node ?? general);
  }

  #missingAtRest(there: readonly ProgramName[]): ProgramName | null {
    const missing = spares.find((program) => !there.includes(program));
    if (missing !== undefined) return missing;
    return there.filter((program) => program === 'node').length < this.host.likely.count ? 'node' : null;
  }

  #busy(): void {
    if (this.#busyTimer !== null) this.host.clearTimeout(this.#busyTimer);
    this.#busyTimer = this.host.setTimeout(() => {
      this.#busyTimer = null;
      this.host.likely.rest();
      this.warm();
    }, restMs);
  }

  died(link: WorkerLink): void {
    const index = this.#spares.indexOf(link);
    if (index >= 0) this.#spares.splice(index, 1);
    this.#intended.delete(link);
    this.host.likely.forget(link);
    this.host.source.ended(link.name);
    // What was started has ended already: nothing is left to be spared.
    if (this.#refilling) this.warm();
  }

  close(): void {
    this.#closed = true;
    for (const link of this.#spares) link.postSignal('SIGKILL');
  }

  async #boot(program: ProgramName): Promise<void> {
    this.#booting.push(program);
    const name = `${this.host.namePrefix}${++this.#count}`;
    let failure: unknown;
    try {
      const { port, home } = await this.host.source.create(name);
      const up = this.#start(name, port, program);
      if (!(await beforeAbort(up, home))) this.#lateComer(up);
    } catch (error) {
      failure = error;
    }
    this.#booting.splice(this.#booting.indexOf(program), 1);
    if (failure === undefined) this.#booted();
    else if (this.#closed) return;
    else if (!isSystemError(failure, 'EAGAIN')) this.#failed(failure);
    else this.#retryLater();
  }

  /** Resolves when it is among the spares. */
  async #start(name: string, port: MessagePort, program: ProgramName): Promise<void> {
    const { link, init, discard } = this.host.connect(name, port);
    link.post(init);
    // It loads its program while it waits for its lock.
    link.post({ type: 'prepare', program });
    try {
      await this.#inTime(link.ready, name);
    } catch (error) {
      discard();
      this.host.source.release(name);
      throw error;
    }
    this.#intended.set(link, program);
    this.#spares.push(link);
  }

  /** At rest. */
  #anticipate(): void {
    this.host.likely.tell(this.#spares.filter((link) => this.#intended.get(link) === 'node'));
  }

  /**
   * The tab that made it has gone while it loaded, and the browser may have dropped it: nobody waits for it, and should it
   * come it is one spare more.
   */
  #lateComer(up: Promise<void>): void {
    void up.then(
      () => this.#booted(),
      () => undefined,
    );
  }

  #booted(): void {
    if (this.#closed) this.close();
    else if (!this.#serve()) this.warm();
  }

  /** No tab could make it. Whoever waits goes on waiting: until `warm`, or a tab is free again. */
  #retryLater(): void {
    if (this.#waiting.length > 0) this.host.setTimeout(() => this.warm(), retryMs);
  }

  #failed(error: unknown): void {
    this.host.reportError(error);
    this.#waiting.shift()?.fail(error);
  }

  /** True where somebody got a worker. */
  #serve(): boolean {
    let given = false;
    for (const request of this.#waiting.splice(0)) {
      if (request.signal.aborted) continue;
      const index = this.#suitable(request);
      const [link] = index === -1 ? [] : this.#spares.splice(index, 1);
      if (link === undefined) {
        this.#waiting.push(request);
        continue;
      }
      this.#intended.delete(link);
      this.host.likely.forget(link);
      request.give(link);
      given = true;
    }
    if (given) this.#refill();
    return given;
  }

  /** Of node's the one that is ready for the script, or else for none in particular. */
  #suitable({ program, script }: Request): number {
    const ready = (wanted: string | undefined): number =>
      this.#spares.findIndex(
        (link) => this.#intended.get(link) === program && this.host.likely.of(link) === wanted,
      );
    const own = script === null ? -1 : ready(script);
    if (own !== -1) return own;
    const free = ready(undefined);
    if (free !== -1) return free;
    return chosenFor(
      program,
      this.#spares.map((link) => this.#intended.get(link)),
    );
  }

  /** What was taken is booted anew, soon. */
  #refill(): void {
    if (this.#refilling) return;
    this.#refilling = true;
    this.host.setTimeout(() => {
      this.#refilling = false;
      this.warm();
    }, refillDelayMs);
  }

  #inTime(ready: Promise<void>, name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.host.setTimeout(
        () => reject(new Error(`process worker ${name} did not start within ${bootDeadlineMs / 1000} s`)),
        bootDeadlineMs,
      );
      void ready.then(() => {
        this.host.clearTimeout(timer);
        resolve();
      });
    });
  }
}

/**
 * Index of the worker that was prepared for the program, or else of one that it can run in. The Node realm replaces its
 * worker's globals when it is prepared: that worker is for `node` alone.
 */
function chosenFor(program: ProgramName, prepared: readonly (ProgramName | undefined)[]): number {
  const fitting = prepared.indexOf(program);
  return fitting === -1 ? prepared.findIndex((each) => suits(each, program)) : fitting;
}

function suits(prepared: ProgramName | undefined, program: ProgramName): boolean {
  return prepared === program || (prepared !== 'node' && program !== 'node');
}
