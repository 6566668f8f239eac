// Packages of the templates from the cache, else from the network. A window fills the cache (src/host/offline-copy.ts); this
// only looks there.

import { packCacheName, packFile } from '../protocol/shipped-packs.ts';

type Fetch = (request: Request | string, init?: RequestInit) => Promise<Response>;

export function cachedPacks(caches: CacheStorage, fetch: Fetch): Fetch {
  return async (request, init) => {
    const path = typeof request === 'string' ? request : new URL(request.url).pathname;
    if (!packFile.test(path)) return fetch(request, init);
    const cached = await caches.match(path, { cacheName: packCacheName }).catch(() => undefined);
    return cached ?? fetch(request, init);
  };
}
