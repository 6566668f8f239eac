import { expect, test } from 'vitest';
import { FileLocks, lockLevel } from './file-locks.ts';

const { none, shared, reserved, pending, exclusive } = lockLevel;

test('readers share, and one of them may get ready to write', () => {
  const locks = new FileLocks<string>();
  expect(locks.lock('a', 1, shared)).toBe(true);
  expect(locks.lock('b', 1, shared)).toBe(true);
  expect(locks.lock('a', 1, reserved)).toBe(true);
  expect(locks.lock('b', 1, reserved)).toBe(false);
  expect(locks.lock('c', 1, shared)).toBe(true);
});

test('a writer waits for the readers, and lets no new one in', () => {
  const locks = new FileLocks<string>();
  locks.lock('a', 1, shared);
  locks.lock('b', 1, shared);
  expect(locks.lock('a', 1, exclusive)).toBe(false);
  expect(locks.level('a', 1)).toBe(pending);
  expect(locks.lock('c', 1, shared)).toBe(false);
  locks.unlock('b', 1, none);
  expect(locks.lock('a', 1, exclusive)).toBe(true);
  expect(locks.lock('b', 1, shared)).toBe(false);
});

test('files do not know each other, and a holder that is gone holds nothing', () => {
  const locks = new FileLocks<string>();
  locks.lock('a', 1, exclusive);
  locks.lock('a', 2, exclusive);
  expect(locks.lock('b', 3, exclusive)).toBe(true);
  locks.release('a');
  expect(locks.lock('b', 1, exclusive)).toBe(true);
  expect(locks.othersLevel('b', 2)).toBe(null);
});

test('others know a file from their first request until they have forgotten it', () => {
  const locks = new FileLocks<string>();
  locks.lock('a', 1, exclusive);
  expect(locks.othersLevel('a', 1)).toBe(null);
  expect(locks.lock('b', 1, shared)).toBe(false);
  expect(locks.othersLevel('a', 1)).toBe(none);
  expect(locks.othersLevel('b', 1)).toBe(exclusive);
  locks.forget('b', 1);
  expect(locks.othersLevel('a', 1)).toBe(null);
});

test('unlocking never raises', () => {
  const locks = new FileLocks<string>();
  locks.lock('a', 1, shared);
  locks.unlock('a', 1, reserved);
  expect(locks.level('a', 1)).toBe(shared);
});
