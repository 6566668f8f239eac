// Entry of preview-link.html: a page of the IDE's origin that previews in tabs of their own embed, unseen. It connects to
// the kernel of the project that is asked for, where one is alive, and hands a link over. The kernel decides what the asking
// origin may see: the origin that it is told is the browser's word, not the page's.

import kernelUrl from '../../worker/kernel.ts?worker&url';
import { kernelName } from '../../worker/protocol/discovery.ts';
import {
  wantLink,
  type BridgeReady,
  type GiveLink,
  type NoKernel,
  type OfferPreviewLink,
  type WantLink,
} from '../../worker/protocol/preview-link.ts';
import { accepts } from '../../worker/protocol/schema.ts';
import { sharesHost } from './same-site.ts';

const workers = new Map<string, SharedWorker>();

async function give({ project }: WantLink, to: Window, origin: string): Promise<void> {
  const name = kernelName(project);
  const { held = [] } = await navigator.locks.query();
  if (!held.some((lock) => lock.name === name)) {
    // Constructing the worker would start a kernel, and nobody asked for that.
    to.postMessage({ holdfast: 'no-kernel' } satisfies NoKernel, origin);
    return;
  }
  let worker = workers.get(name);
  if (worker === undefined) {
    const options = { name, type: 'module', extendedLifetime: true } as WorkerOptions;
    worker = new SharedWorker(new URL(kernelUrl, document.baseURI), options);
    worker.port.start();
    workers.set(name, worker);
  }
  const { port1, port2 } = new MessageChannel();
  // A preview below the IDE's own origin is reached through the IDE's own service worker.
  const of = origin === location.origin ? null : origin;
  worker.port.postMessage({ type: 'preview-link', origin: of, link: port1 } satisfies OfferPreviewLink, [
    port1,
  ]);
  to.postMessage({ holdfast: 'link', project, link: port2 } satisfies GiveLink, origin, [port2]);
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window.parent || !accepts(wantLink, event.data)) return;
  if (event.origin !== location.origin && !sharesHost(location.origin, event.origin)) return;
  void give(event.data, window.parent, event.origin);
});
// Says nothing but that it is there; whoever embeds it may know that.
window.parent.postMessage({ holdfast: 'bridge-ready' } satisfies BridgeReady, '*');
