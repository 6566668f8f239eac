import { expect, it } from 'vitest';
import { inOneBlob, ownBlob, Pack, packImage, packSource, type PackImage } from './pack.ts';

const made = (id: string, files: Readonly<Record<string, string>>) => {
  const entries: { path: string; mode: number; offset: number; size: number }[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    entries.push({ path, mode: 0o644, offset, size: text.length });
    offset += text.length;
  }
  return packImage({ id, entries, blob: new Blob(Object.values(files)) });
};
const textOf = (image: PackImage, index: number) => {
  const { offset, size } = new Pack(image).file(index);
  return image.blob.slice(offset, offset + size).text();
};

it('packs share one Blob, each with its own files, a pack that comes twice once', async () => {
  const [a, b] = [made('a', { 'x.js': 'ax', 'y.js': 'ay' }), made('b', { 'x.js': 'bx' })];
  const shared = inOneBlob([a, b, a]);
  expect(new Set(shared.map(({ blob }) => blob)).size).toBe(1);
  expect(shared[0]?.blob.size).toBe(6);
  expect(shared.map(({ id, start, size }) => [id, start, size])).toEqual([
    ['a', 0, 4],
    ['b', 4, 2],
    ['a', 0, 4],
  ]);
  const [first, second] = shared;
  if (first === undefined || second === undefined) throw new Error('no packs');
  expect(await textOf(first, 1)).toBe('ay');
  expect(await textOf(second, 0)).toBe('bx');
  expect(await ownBlob(second).text()).toBe('bx');
  // Shared again with others, as after a restart of the kernel.
  const again = inOneBlob([second, made('c', { z: 'z' })]);
  expect(again[0] === undefined ? '' : await textOf(again[0], 0)).toBe('bx');
});

it('one pack stays in its own Blob', () => {
  const image = made('a', { x: 'x' });
  expect(inOneBlob([image])[0]?.blob).toBe(image.blob);
  expect(ownBlob(image)).toBe(image.blob);
});

it('what is kept beside a pack shares the Blob too, and can be replaced', async () => {
  const blob = new Blob(['x']);
  const [a, b] = inOneBlob([
    packImage({ id: 'a', entries: [], blob, derived: new Blob(['kept']) }),
    packImage({ id: 'b', entries: [], blob }),
  ]);
  if (a === undefined || b === undefined || b.blob !== a.derived?.blob) throw new Error('several Blobs');
  expect(await packSource(a).derived?.text()).toBe('kept');
  expect(b.derived).toBeUndefined();
  const pack = new Pack(a);
  pack.derive({ blob: new Blob(['anew']), start: 1, size: 3 });
  expect(await packSource(pack.image).derived?.text()).toBe('new');
});
