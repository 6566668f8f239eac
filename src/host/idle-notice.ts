// Tells the service worker when this tab has been quiet for a while: then it fetches what is large and only needed offline.
// Once a page; lives as long as it.

import type { PageIsIdle } from '../../worker/protocol/preview-link.ts';

/** After the editor has loaded, and its language services with it. */
const quietMs = 15_000;

export function noticeIdle(window: Window & typeof globalThis): void {
  const { serviceWorker } = window.navigator;
  // Absent in insecure contexts: nothing is kept for offline use there.
  if ((serviceWorker as ServiceWorkerContainer | undefined) === undefined) return;
  const tell = async (): Promise<void> => {
    const { active } = await serviceWorker.ready;
    active?.postMessage({ holdfast: 'idle' } satisfies PageIsIdle);
  };
  window.setTimeout(() => {
    // Safari has no idle callbacks.
    if (typeof window.requestIdleCallback === 'function') window.requestIdleCallback(() => void tell());
    else void tell();
  }, quietMs);
}
