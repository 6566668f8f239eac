// The tab's part in previews: registers the IDE's service worker, keeps a bridge frame for every preview origin in use, and
// gives each service worker that asks a link to the kernel (protocol/preview-link.ts). Lives as long as the page.

import type { ProjectId } from '../../worker/protocol/ids.ts';
import {
  bridgePath,
  serviceWorkerPath,
  bridgeReady,
  needLink,
  type GiveLink,
  type OfferPreviewLink,
} from '../../worker/protocol/preview-link.ts';
import { accepts } from '../../worker/protocol/schema.ts';
import type { KernelConnection } from '../attach/kernel-connection.ts';

export interface KernelPort {
  readonly project: ProjectId;
  readonly port: MessagePort;
}

export class PreviewBroker {
  #kernel: KernelPort | null = null;
  #unsubscribe: () => void = () => undefined;
  readonly #frames = new Map<string, HTMLIFrameElement>();
  #origins: ReadonlySet<string> = new Set();

  constructor(
    private readonly window: Window & typeof globalThis,
    /** Called with a preview origin whose service worker is there. */
    onReady: (origin: string) => void,
  ) {
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (!accepts(bridgeReady, event.data) && !accepts(needLink, event.data)) return;
      if (!this.#origins.has(event.origin)) return;
      if (accepts(bridgeReady, event.data)) onReady(event.origin);
      this.#give(event.origin, (message, link) =>
        (event.source as Window | null)?.postMessage(message, event.origin, [link]),
      );
    });
    this.#answerOwnWorker();
  }

  /** The kernel that links lead to from now on: the one of the project that the tab shows. */
  use(kernel: KernelPort): void {
    this.#kernel = kernel;
  }

  /** Keeps bridges for the ports of this connection's project. */
  follow(connection: KernelConnection): void {
    this.#unsubscribe();
    const look = (): void => {
      const link = connection.getSnapshot();
      if (link.link === 'attached')
        for (const { url } of link.snapshot.state.ports) this.#bridge(new URL(url).origin);
    };
    this.#unsubscribe = connection.subscribe(look);
    look();
  }

  /** Which origins belong to previews: only they are answered. */
  trust(origins: readonly string[]): void {
    this.#origins = new Set(origins);
  }

  /** This page has its service worker from an earlier visit. */
  get isServed(): boolean {
    const { serviceWorker } = this.window.navigator as { serviceWorker?: ServiceWorkerContainer };
    return serviceWorker?.controller != null;
  }

  /** The IDE's own service worker: offline, blocking calls, previews under a path. */
  async register(): Promise<void> {
    const { serviceWorker } = this.window.navigator;
    // Absent in insecure contexts; the rest of the IDE works without it.
    if ((serviceWorker as ServiceWorkerContainer | undefined) === undefined) return;
    await serviceWorker.register(new URL(serviceWorkerPath.slice(1), this.window.document.baseURI), {
      updateViaCache: 'none',
    });
  }

  #answerOwnWorker(): void {
    const { serviceWorker } = this.window.navigator;
    if ((serviceWorker as ServiceWorkerContainer | undefined) === undefined) return;
    serviceWorker.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (!accepts(needLink, event.data)) return;
      const { project } = event.data;
      if (project !== null && project !== this.#kernel?.project) return;
      this.#give(null, (message, link) =>
        (event.source as ServiceWorker | null)?.postMessage(message, [link]),
      );
    });
    serviceWorker.startMessages();
  }

  #give(origin: string | null, send: (message: GiveLink, link: MessagePort) => void): void {
    if (this.#kernel === null) return;
    const { port1, port2 } = new MessageChannel();
    this.#kernel.port.postMessage({ type: 'preview-link', origin, link: port1 } satisfies OfferPreviewLink, [
      port1,
    ]);
    send({ holdfast: 'link', project: this.#kernel.project, link: port2 }, port2);
  }

  #bridge(origin: string): void {
    if (origin === this.window.location.origin || this.#frames.has(origin)) return;
    const frame = this.window.document.createElement('iframe');
    frame.hidden = true;
    frame.title = '';
    frame.src = `${origin}${bridgePath}?ide=${encodeURIComponent(this.window.location.origin)}`;
    this.window.document.body.append(frame);
    this.#frames.set(origin, frame);
  }
}
