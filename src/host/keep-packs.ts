// Keeps the templates' packages for offline use: fetched one after the other in the idle time of a window, once per browser.
// What a build no longer ships is let go.

import { packCacheName, packFile, packIndexPath, packsFolder } from '../../worker/protocol/shipped-packs.ts';

/** After the start: the first minutes belong to what the person does. */
const delayMs = 10_000;

interface Window {
  readonly caches: CacheStorage;
  readonly fetch: typeof fetch;
  readonly navigator: Navigator;
  readonly requestIdleCallback?: (callback: () => void, options: { timeout: number }) => number;
  readonly setTimeout: (callback: () => void, delay: number) => number;
}

/** Resolves when everything is kept; rejects where the network or the disk ends it, for a later visit to go on. */
export async function keepPacks(window: Window): Promise<void> {
  // A person who pays for bytes gets only what a chosen template needs.
  const { connection } = window.navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData === true) return;
  await new Promise<void>((resolve) => window.setTimeout(resolve, delayMs));
  const response = await window.fetch(packIndexPath);
  if (!response.ok) return void response.body?.cancel();
  const { bundles } = (await response.json()) as { readonly bundles: readonly string[] };
  const wanted = new Set(bundles.map((name) => packsFolder + name).filter((path) => packFile.test(path)));
  const cache = await window.caches.open(packCacheName);
  for (const { url } of await cache.keys()) if (!wanted.has(new URL(url).pathname)) await cache.delete(url);
  for (const path of wanted) {
    if ((await cache.match(path)) !== undefined) continue;
    await idle(window);
    const bundle = await window.fetch(path, { priority: 'low' });
    if (!bundle.ok) return void bundle.body?.cancel();
    await cache.put(path, bundle);
  }
}

function idle({ requestIdleCallback, setTimeout }: Window): Promise<void> {
  return new Promise((resolve) => {
    // WebKit has no idle callbacks.
    if (requestIdleCallback === undefined) setTimeout(resolve, 200);
    else requestIdleCallback(() => resolve(), { timeout: 2_000 });
  });
}
