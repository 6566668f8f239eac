import { expect, test } from 'vitest';
import { OfflineCache, buildPrefix } from './offline.ts';

const file = `${buildPrefix}ts.worker-12345678.js`;

/** A CacheStorage with one cache. */
function cacheStorage(): { caches: CacheStorage; stored: Map<string, Response> } {
  const stored = new Map<string, Response>();
  const cache = {
    match: async (key: string) => stored.get(key)?.clone(),
    put: async (key: string, response: Response) => void stored.set(key, response),
  };
  const caches = { open: async () => cache, match: cache.match } as unknown as CacheStorage;
  return { caches, stored };
}

test('a file of the build is stored when it is asked for, its head alone is not', async () => {
  const { caches, stored } = cacheStorage();
  const methods: string[] = [];
  const offline = new OfflineCache({ version: '1', files: [], later: [file] }, caches, async (request) => {
    const { method } = request as Request;
    methods.push(method);
    return new Response(method === 'HEAD' ? null : 'the file');
  });
  const url = `https://holdfast.test${file}`;
  expect((await offline.respond(new Request(url, { method: 'HEAD' }))).ok).toBe(true);
  expect(stored.size).toBe(0);
  expect(await (await offline.respond(new Request(url))).text()).toBe('the file');
  await expect.poll(() => stored.size).toBe(1);
  expect(await (await offline.respond(new Request(url))).text()).toBe('the file');
  expect(methods).toEqual(['HEAD', 'GET']);
});
