import { expect, test } from 'vitest';
import type { FileSystem } from '../vfs/filesystem.ts';
import type { Replica } from '../vfs/replica.ts';
import { readStart, recordStart } from './startup-files.ts';

/** Sizes of packed files; all others are the project's own. */
function replica(packs: Readonly<Record<string, number>>) {
  const opened: string[] = [];
  const read: string[] = [];
  const fs = {
    packedFile: (path: string) => (path in packs ? { packId: 'pack', index: 0 } : undefined),
    tryStat: (path: string) => ({ size: packs[path] ?? 1 }),
  } as unknown as FileSystem;
  const made = {
    fs,
    recordOpened: () => () => opened,
    readAhead: (path: string) => (read.push(path), packs[path] ?? 0),
  } as unknown as Replica;
  return { made, opened, read };
}

test('files of packs are told when the start is over, in the order they were opened', () => {
  const { made, opened } = replica({ '/b': 1, '/a': 1 });
  const told: string[][] = [];
  let over = () => {};
  recordStart(
    made,
    (files) => told.push(files),
    (callback) => (over = callback),
  );
  opened.push('/b', '/project/own', '/a');
  expect(told).toEqual([]);
  over();
  expect(told).toEqual([['/b', '/a']]);
});

test('a program that ends before tells them at its end, once', () => {
  const { made, opened } = replica({ '/a': 1 });
  const told: string[][] = [];
  let over = () => {};
  const finish = recordStart(
    made,
    (files) => told.push(files),
    (callback) => (over = callback),
  );
  opened.push('/a');
  finish();
  over();
  expect(told).toEqual([['/a']]);
});

test('what is too much for a spare is left out', () => {
  const { made, opened } = replica({ '/large': 15_000_000, '/larger': 9_000_000, '/small': 1 });
  let told: string[] = [];
  const finish = recordStart(
    made,
    (files) => (told = files),
    () => {},
  );
  opened.push('/large', '/larger', '/small');
  finish();
  expect(told).toEqual(['/large', '/small']);
});

test('a spare reads until it is needed', async () => {
  const { made, read } = replica({ '/a': 1, '/b': 1, '/c': 1 });
  await readStart(made, ['/a', '/b', '/c'], () => read.length < 2);
  expect(read).toEqual(['/a', '/b']);
});
