import { expect, test } from 'vitest';
import type { VirtualFileSystem } from '../vfs/virtual-filesystem.ts';
import { readStart, recordStart } from './startup-files.ts';

/** Sizes of packed files; all others are the project's own. */
function files(packs: Readonly<Record<string, number>>) {
  const read: string[] = [];
  const made = {
    opened: null,
    packedFile: (path: string) => (path in packs ? { packId: 'pack', index: 0 } : undefined),
    tryStat: (path: string) => ({ size: packs[path] ?? 1 }),
    readAhead: (path: string) => (read.push(path), packs[path] ?? 0),
  } as unknown as VirtualFileSystem;
  const open = (...paths: string[]) => {
    for (const path of paths) made.opened?.(path);
  };
  return { made, open, read };
}

test('files of packs are told when the start is over, in the order they were opened', () => {
  const { made, open } = files({ '/b': 1, '/a': 1 });
  const told: string[][] = [];
  let over = () => {};
  recordStart(
    made,
    (files) => told.push(files),
    (callback) => (over = callback),
  );
  open('/b', '/project/own', '/a');
  expect(told).toEqual([]);
  over();
  expect(told).toEqual([['/b', '/a']]);
});

test('a program that ends before tells them at its end, once', () => {
  const { made, open } = files({ '/a': 1 });
  const told: string[][] = [];
  let over = () => {};
  const finish = recordStart(
    made,
    (files) => told.push(files),
    (callback) => (over = callback),
  );
  open('/a');
  finish();
  over();
  expect(told).toEqual([['/a']]);
});

test('what is too much for a spare is left out', () => {
  const { made, open } = files({ '/large': 15_000_000, '/larger': 9_000_000, '/small': 1 });
  let told: string[] = [];
  const finish = recordStart(
    made,
    (files) => (told = files),
    () => {},
  );
  open('/large', '/larger', '/small');
  finish();
  expect(told).toEqual(['/large', '/small']);
});

test('a spare reads until it is needed', async () => {
  const { made, read } = files({ '/a': 1, '/b': 1, '/c': 1 });
  await readStart(made, ['/a', '/b', '/c'], () => read.length < 2);
  expect(read).toEqual(['/a', '/b']);
});
