// The kernel's end of every service worker's link (protocol/preview-link.ts): tells what is open, and hands connections to
// whoever listens. A service worker that was stopped leaves its link behind, mute; there are few, and they cost nothing.

import type { Machine } from '../container/container.ts';
import type { Port, ProjectId } from '../protocol/ids.ts';
import {
  linkToKernel,
  type KernelToLink,
  type LinkToKernel,
  type OfferPreviewLink,
} from '../protocol/preview-link.ts';
import type { PreviewScript } from '../protocol/preview-message.ts';
import { accepts } from '../protocol/schema.ts';
import type { PreviewOrigins } from './preview-origins.ts';
import type { StateStore } from './state-store.ts';

/** Only so many links of one origin are kept: each is a life of its service worker, and only the last one is alive. */
const linksPerOrigin = 4;

interface Link {
  readonly origin: string | null;
  readonly port: MessagePort;
  bound: Port | null | undefined;
}

export class PreviewLinks {
  #links: Link[] = [];
  #told: unknown;
  #script: PreviewScript | null = null;

  constructor(
    private readonly project: ProjectId,
    private readonly machine: Pick<Machine, 'connect'>,
    private readonly origins: Pick<PreviewOrigins, 'portOf'>,
    private readonly store: StateStore,
  ) {
    store.subscribe(({ state }) => {
      if (state.ports === this.#told) return;
      this.#told = state.ports;
      for (const link of this.#links) this.#tell(link);
    });
  }

  serve({ origin, link: port }: OfferPreviewLink): void {
    const link: Link = { origin, port, bound: undefined };
    const same = this.#links.filter((other) => other.origin === origin);
    for (const old of same.slice(0, Math.max(0, same.length - linksPerOrigin + 1))) {
      old.port.close();
      this.#links = this.#links.filter((other) => other !== old);
    }
    this.#links.push(link);
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (accepts(linkToKernel, data)) this.#receive(link, data);
    };
    this.#tellScript(link);
    this.#tell(link);
  }

  /** What every preview's pages get from now on. */
  setScript(script: PreviewScript): void {
    // An empty one takes it away again.
    this.#script = script.source === '' ? null : script;
    for (const link of this.#links) this.#tellScript(link);
  }

  #tellScript({ port }: Link): void {
    port.postMessage({ type: 'script', script: this.#script } satisfies KernelToLink);
  }

  #receive({ port }: Link, message: LinkToKernel): void {
    switch (message.type) {
      case 'connect':
        this.machine.connect(message.port, message.end, message.life);
        return;
      case 'ping':
        port.postMessage({ type: 'pong' } satisfies KernelToLink);
    }
  }

  #tell(link: Link): void {
    const bound = link.origin === null ? null : this.origins.portOf(link.origin);
    if (bound !== link.bound) {
      link.bound = bound;
      link.port.postMessage({ type: 'bind', project: this.project, port: bound } satisfies KernelToLink);
    }
    const open = this.store.state.ports.map(({ port, url }) => ({ port, url }));
    link.port.postMessage({ type: 'ports', open } satisfies KernelToLink);
  }
}
