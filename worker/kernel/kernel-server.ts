// What answers on the kernel worker's ports: greets tabs, serves them the API, pushes state, and says on the discovery
// channel that this kernel is alive. Owned by the entry file; lives as long as the worker.

import type { Epoch, ProjectId } from '../protocol/ids.ts';
import { kernelCalls } from '../protocol/kernel-api.ts';
import type { StateToTab, TabHello } from '../protocol/tab-messages.ts';
import { serve } from '../protocol/rpc.ts';
import { discoveryMessage, type DiscoveryMessage } from '../protocol/discovery.ts';
import { accepts } from '../protocol/schema.ts';
import type { PreviewLinks } from './preview-links.ts';
import type { RuntimeKernel } from './runtime-kernel.ts';
import type { Tab, Tabs } from './tabs.ts';

export class KernelServer {
  readonly #subscriptions = new Map<Tab, readonly Disposable[]>();

  constructor(
    private readonly kernel: RuntimeKernel,
    private readonly tabs: Tabs,
    readonly previews: PreviewLinks,
  ) {}

  attach(hello: TabHello): void {
    if (hello.role === 'tab') this.tabs.attach(hello);
    else this.#greet(hello);
  }

  tabAttached(tab: Tab): void {
    const { hello } = tab;
    const { store } = this.kernel;
    store.dispatch({ type: 'tab-attached', returning: hello.knownEpoch === store.state.epoch });
    this.#greet(hello);
    const { state } = hello.ports;
    const post = (message: StateToTab): void => state.postMessage(message);
    this.#subscriptions.set(tab, [
      store.subscribe((snapshot) => post({ type: 'change', snapshot })),
      this.kernel.onShowFile((file) => post({ type: 'show-file', ...file })),
    ]);
    void this.kernel.opened();
  }

  #greet({ ports }: TabHello): void {
    serve(this.kernel, kernelCalls, ports.control);
    ports.state.postMessage({ type: 'snapshot', snapshot: this.kernel.store.snapshot } satisfies StateToTab);
  }

  tabGone(tab: Tab): void {
    for (const subscription of this.#subscriptions.get(tab) ?? []) subscription[Symbol.dispose]();
    this.#subscriptions.delete(tab);
    this.kernel.store.dispatch({ type: 'tab-gone' });
  }
}

/** Answers "who is there" for this project, so that tabs learn the epoch and which projects are live. */
export function announce(channel: BroadcastChannel, project: ProjectId, epoch: Epoch): void {
  const here: DiscoveryMessage = { type: 'here', project, epoch };
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!accepts(discoveryMessage, data)) return;
    if (data.type === 'who' && (data.project === null || data.project === project)) channel.postMessage(here);
  });
  channel.postMessage(here);
}
