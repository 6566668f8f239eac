import { expect, test, vi } from 'vitest';
import { lockLevel } from '../../os/file-locks.ts';
import { KernelFileLocks } from './kernel-file-locks.ts';

const { none, shared, exclusive } = lockLevel;

function kernel() {
  const wanted = vi.fn<(holder: string, file: number) => void>();
  const timers = new Set<() => void>();
  const locks = new KernelFileLocks<string>({
    clock: {
      setTimeout: (callback) => (timers.add(callback), callback),
      clearTimeout: (handle) => void timers.delete(handle as () => void),
    },
    wanted,
  });
  return { locks, wanted, timers };
}

test('who is alone with a file gets all of it', () => {
  const { locks } = kernel();
  expect(locks.lock('a', 1, shared)).toEqual({ level: exclusive, others: null });
});

test('the first request of another waits until it is given back', async () => {
  const { locks, wanted, timers } = kernel();
  void locks.lock('a', 1, shared);
  const answer = locks.lock('b', 1, shared);
  expect(wanted.mock.calls).toEqual([['a', 1]]);
  locks.unlock('a', 1, shared);
  expect(await answer).toEqual({ level: shared, others: shared });
  expect(timers.size).toBe(0);
  expect(locks.lock('a', 1, exclusive)).toMatchObject({ others: shared });
});

test('it is refused where that takes too long, and at once from then on', async () => {
  const { locks, timers } = kernel();
  void locks.lock('a', 1, exclusive);
  const answer = locks.lock('b', 1, shared);
  for (const fire of timers) fire();
  expect(await answer).toEqual({ level: none, others: exclusive });
  expect(locks.lock('b', 1, shared)).toEqual({ level: none, others: exclusive });
});

test('a holder that ends lets the next in, and one that waited gets nothing', async () => {
  const { locks } = kernel();
  void locks.lock('a', 1, exclusive);
  const [second, third] = [locks.lock('b', 1, exclusive), locks.lock('c', 1, exclusive)];
  locks.release('b');
  expect(await second).toMatchObject({ level: none });
  locks.release('a');
  expect(await third).toEqual({ level: exclusive, others: null });
});
