// The attached tabs: who is there, what they can do for the kernel, and when they are gone. A tab's liveness is a Web
// Lock that it holds (a closed tab sends no message). Tabs are the hands that create workers: this is the WorkerSource.

import type { MadeWorker, WorkerHome, WorkerSource } from '../container/container.ts';
import { SystemError } from '../protocol/errno.ts';
import type { TabId } from '../protocol/ids.ts';
import { accepts } from '../protocol/schema.ts';
import {
  hostToKernel,
  type HostToKernel,
  type KernelToHost,
  type TabHello,
} from '../protocol/tab-messages.ts';

export interface Tab {
  readonly id: TabId;
  readonly hello: TabHello;
  /** Aborted when it is gone. */
  readonly gone: AbortController;
  /** The kernel serves it; before that it is a pair of hands. */
  attached: boolean;
}

type Numberless<T> = T extends unknown ? Omit<T, 'request'> : never;
type CreateOrder = Numberless<Extract<KernelToHost, { request: number }>>;

/** A tab that cannot make a worker in this time is busy unloading; the next one is asked. */
const createDeadlineMs = 4_000;

export interface TabsOptions {
  readonly locks: Pick<LockManager, 'request'>;
  readonly onAttached: (tab: Tab) => void;
  readonly onGone: (tab: Tab) => void;
}

export class Tabs implements WorkerSource {
  readonly #tabs = new Map<TabId, Tab>();
  readonly #workers = new Set<string>();
  readonly #pending = new Map<
    number,
    { tab: TabId; resolve: (port: MessagePort) => void; reject: (error: Error) => void }
  >();
  readonly #waiting: (() => void)[] = [];
  #requests = 0;

  constructor(private readonly options: TabsOptions) {}

  get all(): Iterable<Tab> {
    return this.#tabs.values();
  }

  get count(): number {
    return this.#tabs.size;
  }

  attach(hello: TabHello): void {
    const tab = this.#tabs.get(hello.tab) ?? this.lend(hello);
    tab.attached = true;
    this.options.onAttached(tab);
  }

  /** The tab makes workers from now on, whether it is attached yet or not. */
  lend(hello: TabHello): Tab {
    const tab: Tab = { id: hello.tab, hello, gone: new AbortController(), attached: false };
    this.#tabs.set(tab.id, tab);
    hello.ports.host.onmessage = ({ data }: MessageEvent<unknown>) => {
      // What is no answer leaves the order open: the next tab is asked in time.
      if (accepts(hostToKernel, data)) this.#answer(data);
    };
    // Granted when the tab has unloaded, however it went.
    void this.options.locks.request(hello.lock, () => {
      this.#tabs.delete(tab.id);
      tab.gone.abort();
      // What it was asked for is asked of the next one at once: a reload must not hold up a start.
      for (const pending of [...this.#pending.values()])
        if (pending.tab === tab.id) pending.reject(new Error(`tab ${tab.id} is gone`));
      if (tab.attached) this.options.onGone(tab);
    });
    for (const name of this.#workers) this.#order(tab, { type: 'hold-worker', name });
    for (const resume of this.#waiting.splice(0)) resume();
    return tab;
  }

  async create(name: string): Promise<MadeWorker> {
    this.#workers.add(name);
    try {
      const { port, tab } = await this.#createSomewhere({ type: 'create-worker', name }, () => true);
      for (const other of this.#tabs.values())
        if (other !== tab) this.#order(other, { type: 'hold-worker', name });
      return { port, home: tab.gone.signal };
    } catch (error) {
      this.#workers.delete(name);
      throw error;
    }
  }

  async createIn(name: string, home: WorkerHome | null, channel: string | null): Promise<MadeWorker> {
    const fits = ({ hello, gone }: Tab) => hello.isolated && (home === null || gone.signal === home);
    const { port, tab } = await this.#createSomewhere(
      { type: 'create-dedicated', name, channel },
      fits,
      home,
    );
    return { port, home: tab.gone.signal };
  }

  release(name: string): void {
    this.#tellAll({ type: 'release-worker', name });
  }

  ended(name: string): void {
    this.#tellAll({ type: 'worker-ended', name });
  }

  #tellAll(order: Extract<KernelToHost, { type: 'release-worker' | 'worker-ended' }>): void {
    this.#workers.delete(order.name);
    for (const tab of this.#tabs.values()) this.#order(tab, order);
  }

  async #createSomewhere(
    order: CreateOrder,
    fits: (tab: Tab) => boolean,
    home: WorkerHome | null = null,
  ): Promise<{ port: MessagePort; tab: Tab }> {
    while (home?.aborted !== true) {
      if (this.#tabs.size === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      // Newest first: it is the one least likely to be unloading.
      const fitting = [...this.#tabs.values()].filter(fits).reverse();
      if (fitting.length === 0 && this.#tabs.size > 0) throw new SystemError('ENOTSUP', 'spawn', order.name);
      for (const tab of fitting) {
        if (!this.#tabs.has(tab.id)) continue;
        try {
          return { port: await this.#ask(tab, order), tab };
        } catch {
          // The next tab may do better.
        }
      }
      if (this.#tabs.size > 0) break;
    }
    throw new SystemError('EAGAIN', 'spawn', order.name);
  }

  #ask(tab: Tab, order: CreateOrder): Promise<MessagePort> {
    const request = ++this.#requests;
    const answer = Promise.withResolvers<MessagePort>();
    this.#pending.set(request, { tab: tab.id, resolve: answer.resolve, reject: answer.reject });
    const timer = setTimeout(
      () => answer.reject(new Error(`tab ${tab.id} did not create ${order.name}`)),
      createDeadlineMs,
    );
    this.#order(tab, { ...order, request });
    return answer.promise.finally(() => {
      clearTimeout(timer);
      this.#pending.delete(request);
    });
  }

  #answer(message: HostToKernel): void {
    const pending = this.#pending.get(message.request);
    if (message.type === 'worker') pending?.resolve(message.port);
    else pending?.reject(new Error(message.message));
  }

  #order(tab: Tab, order: KernelToHost): void {
    tab.hello.ports.host.postMessage(order);
  }
}
