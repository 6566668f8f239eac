import { expect, it } from 'vitest';
import { wasmCacheName, wasmPrefix } from '../protocol/compiled-wasm.ts';
import { fakeCaches } from '../protocol/testing/fake-caches.ts';
import { openCompiledWasm } from './compiled-wasm.ts';

it('counts the files that are kept and their bytes, and lets go of them', async () => {
  const caches = fakeCaches();
  const store = openCompiledWasm(caches);
  expect(await store.size()).toEqual({ files: 0, bytes: 0 });
  expect(await caches.has(wasmCacheName)).toBe(false);
  const cache = await caches.open(wasmCacheName);
  await cache.put(`${wasmPrefix}a`, new Response(new Uint8Array(300)));
  await cache.put(`${wasmPrefix}b`, new Response(new Uint8Array(7)));
  expect(await store.size()).toEqual({ files: 2, bytes: 307 });
  expect(await store.clear()).toEqual({ files: 2, bytes: 307 });
  expect(await store.clear()).toEqual({ files: 0, bytes: 0 });
  expect(await caches.has(wasmCacheName)).toBe(false);
});

it('where the browser has no caches there is nothing', async () => {
  const store = openCompiledWasm(undefined);
  expect(await store.clear()).toEqual({ files: 0, bytes: 0 });
});
