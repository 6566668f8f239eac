// Keeps all of Holdfast in this browser for visits without a network: the service worker fetches its build, this window the
// templates' packages, one file after the other while the machine rests. Says how far it is. Once a page; lives as long as it.

import { offlineAnswer, type KeepOffline, type OfflineAnswer } from '../../worker/protocol/offline-copy.ts';
import { accepts } from '../../worker/protocol/schema.ts';
import { packCacheName, packFile, packIndexPath, packsFolder } from '../../worker/protocol/shipped-packs.ts';
import { whenIdle } from './when-idle.ts';

export type OfflineCopy =
  /** No service worker here (an insecure context), or nobody has looked yet. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'keeping'; readonly kept: number; readonly of: number }
  | { readonly kind: 'kept' }
  /** It ended before its time: the browser is told to save data, or the network or the disk gave out. */
  | {
      readonly kind: 'partly';
      readonly kept: number;
      readonly of: number;
      readonly reason: 'data-saver' | 'failed';
    };

/** For a look at what is there already: after the first paint and what it needs. */
const lookMs = 2_500;

type Page = Window & typeof globalThis;

/** `rest` resolves when nothing else is under way that the person waits for. */
export async function keepOfflineCopy(
  window: Page,
  rest: () => Promise<void>,
  tell: (copy: OfflineCopy) => void,
): Promise<void> {
  const { serviceWorker } = window.navigator;
  if ((serviceWorker as ServiceWorkerContainer | undefined) === undefined) return;
  await delay(window, lookMs);
  const { active } = await serviceWorker.ready;
  if (active === null) return;
  const packs = await wantedPacks(window);
  let build = await askWorker(active, false);
  let missing = await packs.missing();
  const of = build.files + packs.count;
  const kept = (): number => of - build.missing - missing.length;
  if (kept() === of) return void tell({ kind: 'kept' });
  // A person who pays for bytes gets only what a chosen template needs.
  const { connection } = window.navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData === true)
    return void tell({ kind: 'partly', kept: kept(), of, reason: 'data-saver' });
  tell({ kind: 'keeping', kept: kept(), of });
  try {
    await rest();
    await idle(window);
    build = await askWorker(active, true);
    for (const path of [...missing]) {
      tell({ kind: 'keeping', kept: kept(), of });
      await rest();
      await idle(window);
      if (!(await packs.keep(path))) break;
      missing = missing.filter((each) => each !== path);
    }
  } catch {
    // Offline, or a full disk: a later visit goes on.
  }
  tell(kept() === of ? { kind: 'kept' } : { kind: 'partly', kept: kept(), of, reason: 'failed' });
}

interface Packs {
  readonly count: number;
  missing(): Promise<readonly string[]>;
  /** False where the host does not have it. Rejects without a network or room. */
  keep(path: string): Promise<boolean>;
}

/** What a build no longer ships is let go. A host without packages leaves them to the registry. */
async function wantedPacks(window: Page): Promise<Packs> {
  const response = await window.fetch(packIndexPath).catch(() => undefined);
  if (response?.ok !== true) {
    await response?.body?.cancel();
    return { count: 0, missing: async () => [], keep: async () => false };
  }
  const { bundles } = (await response.json()) as { readonly bundles: readonly string[] };
  const wanted = new Set(bundles.map((name) => packsFolder + name).filter((path) => packFile.test(path)));
  const cache = await window.caches.open(packCacheName);
  return {
    count: wanted.size,
    async missing() {
      const present = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
      for (const path of present) if (!wanted.has(path)) await cache.delete(path);
      return [...wanted].filter((path) => !present.has(path));
    },
    async keep(path) {
      const bundle = await window.fetch(path, { priority: 'low' });
      if (bundle.ok) await cache.put(path, bundle);
      else await bundle.body?.cancel();
      return bundle.ok;
    },
  };
}

/** What the service worker keeps of the build, after it has fetched the rest where `fetch` is set. */
function askWorker(worker: ServiceWorker, fetch: boolean): Promise<OfflineAnswer> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<unknown>) => {
      port1.close();
      resolve(accepts(offlineAnswer, data) ? data : { files: 0, missing: 0 });
    };
    worker.postMessage({ holdfast: 'keep-offline', fetch, answer: port2 } satisfies KeepOffline, [port2]);
  });
}

function delay(window: Page, ms: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, ms));
}

function idle(window: Page): Promise<void> {
  return new Promise((resolve) => whenIdle(window, resolve));
}
