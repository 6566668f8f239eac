import { expect, it, vi } from 'vitest';
import { wasmCacheName, wasmHashHeader, wasmPrefix } from '../protocol/compiled-wasm.ts';
import { fakeCaches } from '../protocol/testing/fake-caches.ts';
import { bytesHash } from './own-wasm.ts';
import { openWasmCache } from './wasm-cache.ts';

/** An empty module. */
const bytes = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

interface Setting {
  /** What answers in place of the service worker. */
  readonly fetch?: (url: string, caches: CacheStorage) => Promise<Response>;
  readonly caches?: CacheStorage | undefined;
}

/** As the service worker's router answers: what is in the cache, or nothing, with its mark. */
async function served(url: string, caches: CacheStorage): Promise<Response> {
  const kept = await (await caches.open(wasmCacheName)).match(url);
  return kept ?? new Response(null, { status: 404, headers: { [wasmHashHeader]: '' } });
}

function setUp(setting: Setting = {}) {
  const caches = 'caches' in setting ? setting.caches : fakeCaches();
  const asked: string[] = [];
  const host = {
    ...{ AbortSignal, Response, caches },
    fetch: async (url: string) => {
      asked.push(url);
      return (setting.fetch ?? served)(url, caches as CacheStorage);
    },
    compile: WebAssembly.compile,
    compileStreaming: async (source: Response | PromiseLike<Response>) =>
      WebAssembly.compile(await (await source).arrayBuffer()),
  };
  let read = 0;
  const compile = openWasmCache(host as unknown as Parameters<typeof openWasmCache>[0]);
  return {
    ...{ caches, asked },
    compile: (name = 'sha512-x/y-3') => compile(name, bytes.length, () => (read++, bytes)),
    reads: () => read,
    keys: async () =>
      (await (await (caches as CacheStorage).open(wasmCacheName)).keys()).map(({ url }) => url),
  };
}

it('the first process puts the bytes there, the next reads none', async () => {
  const { compile, reads, keys } = setUp();
  const wanted = { module: expect.any(WebAssembly.Module) as unknown, size: 8, hash: bytesHash(bytes) };
  expect(await compile()).toEqual(wanted);
  await vi.waitFor(async () => expect(await keys()).toEqual([`${wasmPrefix}2-sha512-x%2Fy-3`]));
  expect(await compile()).toEqual(wanted);
  expect(reads()).toBe(1);
});

it('eight are kept, and the oldest go', async () => {
  const { compile, keys } = setUp();
  for (let file = 0; file < 10; file++) {
    await compile(`f${file}`);
    await vi.waitFor(async () => expect((await keys()).at(-1)).toBe(`${wasmPrefix}2-f${file}`));
  }
  const kept = [2, 3, 4, 5, 6, 7, 8, 9].map((file) => `${wasmPrefix}2-f${file}`);
  await vi.waitFor(async () => expect(await keys()).toEqual(kept));
});

it('a file that is not WebAssembly is for the program to complain of', async () => {
  const { compile } = setUp({
    fetch: async () => new Response('no', { headers: { [wasmHashHeader]: '1' } }),
  });
  expect(await compile()).toBeNull();
});

it('without a service worker nothing is stored, and what came instead is let go of', async () => {
  let cancelled = false;
  const page = new ReadableStream({ cancel: () => void (cancelled = true) });
  const { compile, reads, caches } = setUp({ fetch: async () => new Response(page) });
  expect(await compile()).toBeNull();
  expect([cancelled, reads(), await (caches as CacheStorage).has(wasmCacheName)]).toEqual([true, 0, false]);
});

it('what an older build kept goes', async () => {
  const { caches, compile, keys } = setUp();
  await (await (caches as CacheStorage).open(wasmCacheName)).put(`${wasmPrefix}f0`, new Response(bytes));
  await compile('f0');
  await vi.waitFor(async () => expect(await keys()).toEqual([`${wasmPrefix}2-f0`]));
});

it('without a cache nothing is asked for; without a network the program compiles by itself; without room nothing is kept', async () => {
  const insecure = setUp({ caches: undefined });
  expect(await insecure.compile()).toBeNull();
  expect(insecure.asked).toEqual([]);
  const offline = setUp({ fetch: () => Promise.reject(new TypeError('Failed to fetch')) });
  expect(await offline.compile()).toBeNull();
  const full = {
    ...fakeCaches(),
    open: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
  };
  const noRoom = setUp({
    caches: full as unknown as CacheStorage,
    fetch: async () => new Response(null, { status: 404, headers: { [wasmHashHeader]: '' } }),
  });
  expect(await noRoom.compile()).toMatchObject({ size: 8, hash: bytesHash(bytes) });
  expect(noRoom.reads()).toBe(1);
});
