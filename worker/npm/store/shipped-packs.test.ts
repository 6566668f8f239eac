import { gzipSync, gunzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { memoryPackStore } from './pack-store.ts';
import { memoryPackumentStore } from './packument-store.ts';
import { ShippedPacks, withShippedPacks, withShippedVersions } from './shipped-packs.ts';

const manifest = { name: 'x', version: '1.0.0' };
const header = [
  {
    id: 'sha512-a',
    offset: 0,
    size: 5,
    derivedSize: 2,
    paths: ['a.js', 'b.js'],
    numbers: [0o644, 0, 2, 0o755, 2, 3],
    manifest,
    bundled: {},
  },
  {
    id: 'sha512-b',
    offset: 7,
    size: 1,
    derivedSize: 0,
    paths: ['c.js'],
    numbers: [0o644, 0, 1],
    manifest,
    bundled: {},
  },
];

function bundle(): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(4 + json.length + 8);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  bytes.set(new TextEncoder().encode('aabbb{}c'), 4 + json.length);
  return gzipSync(bytes);
}

function host(files: Record<string, () => Response>) {
  const asked: string[] = [];
  const shipped = new ShippedPacks({
    base: 'http://ide/packs/',
    fetch: async (url) => {
      asked.push(url.replace('http://ide/packs/', ''));
      const file = files[url];
      if (file === undefined) throw new TypeError('Failed to fetch');
      return file();
    },
    inflate: async (body) =>
      new Blob([new Uint8Array(gunzipSync(new Uint8Array(await new Response(body).arrayBuffer())))]),
  });
  return { shipped, asked };
}

const index = {
  format: 2,
  bundles: ['one.pack'],
  packs: { 'sha512-a': 0, 'sha512-b': 0 },
  versions: { '@s/wasm/1.0.0': 'sha512-b' },
};
const whole = {
  'http://ide/packs/index.json': () => Response.json(index),
  'http://ide/packs/one.pack': () => new Response(bundle()),
};

describe('the packages that come with the build', () => {
  it('are found by integrity, a bundle fetched once', async () => {
    const { shipped, asked } = host(whole);
    const store = withShippedPacks(memoryPackStore(), shipped);
    const [first, second] = await Promise.all([
      store.get(['sha512-a', 'sha512-none']),
      store.get(['sha512-b']),
    ]);
    expect([...first.keys(), ...second.keys()]).toEqual(['sha512-a', 'sha512-b']);
    const pack = first.get('sha512-a')?.pack;
    expect(pack?.entries).toEqual([
      { path: 'a.js', mode: 0o644, offset: 0, size: 2 },
      { path: 'b.js', mode: 0o755, offset: 2, size: 3 },
    ]);
    expect(await pack?.blob.text()).toBe('aabbb');
    expect(await pack?.derived?.text()).toBe('{}');
    expect(await second.get('sha512-b')?.pack.blob.text()).toBe('c');
    expect(asked).toEqual(['index.json', 'one.pack']);
  });

  it('are not asked for where the store has everything', async () => {
    const { shipped, asked } = host(whole);
    const own = memoryPackStore();
    await own.put([...(await host(whole).shipped.get(['sha512-a'])).values()]);
    expect((await withShippedPacks(own, shipped).get(['sha512-a'])).size).toBe(1);
    expect(asked).toEqual([]);
  });

  it('are none where the host ships none, or a bundle cannot be had', async () => {
    expect((await host({}).shipped.get(['sha512-a'])).size).toBe(0);
    const missing = { 'http://ide/packs/index.json': () => new Response('no', { status: 404 }) };
    expect((await host(missing).shipped.get(['sha512-a'])).size).toBe(0);
    const torn = { ...whole, 'http://ide/packs/one.pack': () => new Response('torn') };
    expect((await host(torn).shipped.get(['sha512-a'])).size).toBe(0);
  });

  it('answer for a version that no lockfile names', async () => {
    const store = withShippedVersions(memoryPackumentStore(), host(whole).shipped, 'http://ide/registry/');
    const urls = ['@s%2fwasm/1.0.0', '@s%2fwasm', 'x/1.0.0'].map((path) => `http://ide/registry/${path}`);
    const found = await store.get(urls);
    expect([...found.keys()]).toEqual([urls[0]]);
    expect(JSON.parse(new TextDecoder().decode(found.get(urls[0] ?? '')?.body))).toEqual({
      name: '@s/wasm',
      version: '1.0.0',
      dist: { tarball: '/@s/wasm/-/wasm-1.0.0.tgz', integrity: 'sha512-b' },
    });
  });
});
