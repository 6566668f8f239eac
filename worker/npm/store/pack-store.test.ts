import 'fake-indexeddb/auto';
import { createStore, get, set } from 'idb-keyval';
import { describe, expect, it } from 'vitest';
import { openPackStore, type StoredPack } from './pack-store.ts';

const text = '{"name":"x","version":"1.0.0","bin":"cli.js"}';
const stored = (id: string): StoredPack => ({
  pack: {
    id,
    entries: [{ path: 'package.json', mode: 0o644, offset: 0, size: text.length }],
    blob: new Blob([text]),
  },
  manifest: { name: 'x', version: '1.0.0' },
  bundled: {},
});

describe('the pack store', () => {
  it('gives back what was put, and nothing for what was not', async () => {
    const store = openPackStore(createStore('one', 'packs'));
    await store.put([stored('sha512-a'), stored('sha512-b')]);
    const found = await store.get(['sha512-a', 'sha512-none', 'sha512-b']);
    expect([...found.keys()]).toEqual(['sha512-a', 'sha512-b']);
    const pack = found.get('sha512-a');
    expect({
      entries: pack?.pack.entries,
      manifest: pack?.manifest,
      text: await pack?.pack.blob.text(),
    }).toEqual({
      entries: stored('').pack.entries,
      manifest: stored('').manifest,
      text,
    });
  });

  it('keeps what was worked out of a pack', async () => {
    const store = openPackStore(createStore('derived', 'packs'));
    const { pack, ...rest } = stored('sha512-a');
    await store.put([{ ...rest, pack: { ...pack, derived: new Blob(['{}']) } }, stored('sha512-b')]);
    const found = await store.get(['sha512-a', 'sha512-b']);
    expect(await found.get('sha512-a')?.pack.derived?.text()).toBe('{}');
    expect(found.get('sha512-b')?.pack.derived).toBeUndefined();
  });

  it('reads the manifest out of a pack that the filesystem stored without one', async () => {
    const idb = createStore('two', 'packs');
    const store = openPackStore(idb);
    await store.put([stored('sha512-a')]);
    const {
      manifest: _manifest,
      bundled: _bundled,
      ...bare
    } = (await get<StoredPack>('pack:sha512-a', idb)) ?? stored('');
    await set('pack:sha512-a', bare, idb);
    const manifest = { name: 'x', version: '1.0.0', bin: { x: 'cli.js' } };
    expect((await store.get(['sha512-a'])).get('sha512-a')?.manifest).toEqual(manifest);
    // Once: from then on it is kept beside the pack.
    expect(await get('description:sha512-a', idb)).toEqual({ manifest, bundled: {} });
    await set('description:sha512-a', { manifest: { name: 'kept' }, bundled: {} }, idb);
    expect((await store.get(['sha512-a'])).get('sha512-a')?.manifest).toEqual({ name: 'kept' });
    for (const damaged of ['x', 1, null, { manifest: null, bundled: {} }, { manifest }]) {
      await set('description:sha512-a', damaged, idb);
      expect((await store.get(['sha512-a'])).get('sha512-a')).toMatchObject({ manifest, bundled: {} });
    }
  });

  it('keeps what others say of a pack that it does not store', async () => {
    const idb = createStore('described', 'packs');
    const store = openPackStore(idb);
    await store.describe([stored('sha512-a')]);
    expect((await store.get(['sha512-a'])).size).toBe(0);
    expect(await get('description:sha512-a', idb)).toEqual({
      manifest: { name: 'x', version: '1.0.0' },
      bundled: {},
    });
  });

  it('takes a damaged record for none', async () => {
    const idb = createStore('three', 'packs');
    const store = openPackStore(idb);
    await store.put([stored('sha512-a')]);
    await set('pack:sha512-a', { ...(await get<object>('pack:sha512-a', idb)), size: 3 }, idb);
    expect((await store.get(['sha512-a'])).size).toBe(0);
  });
});
