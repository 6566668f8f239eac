// What processes put aside of packages' WebAssembly, so that the browser keeps what it compiled of it (docs/adr/0041): how much
// it is, and letting go of it. The next process that needs a file puts it there again.

import { wasmCacheName } from '../protocol/compiled-wasm.ts';
import type { CompiledWasm } from '../protocol/storage-report.ts';

export interface CompiledWasmStore {
  /** Bytes of the files; what was compiled of them counts only in what the browser says of the whole. */
  size(): Promise<CompiledWasm>;
  /** Says what was there. */
  clear(): Promise<CompiledWasm>;
}

/** `caches` is absent in an insecure context. */
export function openCompiledWasm(
  caches: Pick<CacheStorage, 'has' | 'open' | 'delete'> | undefined,
): CompiledWasmStore {
  async function size(): Promise<CompiledWasm> {
    // To open it would make it.
    if (caches === undefined || !(await caches.has(wasmCacheName))) return { files: 0, bytes: 0 };
    const cache = await caches.open(wasmCacheName);
    const blobs = await Promise.all(
      (await cache.keys()).map(async (request) => (await cache.match(request))?.blob()),
    );
    const bytes = blobs.reduce((sum, blob) => sum + (blob?.size ?? 0), 0);
    return { files: blobs.length, bytes };
  }
  return {
    size,
    async clear() {
      const cleared = await size();
      await caches?.delete(wasmCacheName);
      return cleared;
    },
  };
}
