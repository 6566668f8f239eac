import { expect, test } from 'vitest';
import { lockLevel, type LockAnswer, type LockLevel } from '../os/file-locks.ts';
import { FileLockLease } from './file-lock-lease.ts';

const { none, shared, exclusive } = lockLevel;

function lease(answers: LockAnswer[]) {
  const calls: unknown[] = [];
  const locks = new FileLockLease({
    ask(file, level) {
      calls.push(['ask', file, level]);
      return answers.shift() ?? { level: none, others: exclusive };
    },
    tell: (file, level: LockLevel, forget) => void calls.push(['tell', file, level, forget]),
  });
  return { locks, calls };
}

test('alone with a file, the kernel is asked once', () => {
  const { locks, calls } = lease([{ level: exclusive, others: null }]);
  for (let turn = 0; turn < 3; turn++) {
    expect(locks.lock(1, shared)).toBe(true);
    expect(locks.lock(1, exclusive)).toBe(true);
    locks.unlock(1, none);
  }
  expect(calls).toEqual([['ask', 1, shared]]);
});

test('what is not in use is given back when another asks, and what is in use after that', () => {
  const { locks, calls } = lease([{ level: exclusive, others: null }]);
  locks.lock(1, shared);
  locks.wanted(1);
  locks.unlock(1, none);
  expect(calls.slice(1)).toEqual([
    ['tell', 1, shared, false],
    ['tell', 1, none, false],
  ]);
});

test('a file that others know is given back at once', () => {
  const { locks, calls } = lease([{ level: shared, others: none }]);
  locks.lock(1, shared);
  locks.unlock(1, none);
  expect(calls).toEqual([
    ['ask', 1, shared],
    ['tell', 1, none, false],
  ]);
});

test('before a child is waited for, everything that is not in use is given back', () => {
  const { locks, calls } = lease([{ level: exclusive, others: null }]);
  locks.lock(1, shared);
  locks.unlock(1, none);
  locks.giveBack();
  locks.giveBack();
  expect(calls.slice(1)).toEqual([['tell', 1, none, false]]);
});

test('a refusal is told, with what others have', () => {
  const { locks } = lease([{ level: none, others: exclusive }]);
  expect(locks.lock(1, shared)).toBe(false);
  expect(locks.othersLevel(1)).toBe(exclusive);
});

test('a closed file is forgotten once', () => {
  const { locks, calls } = lease([{ level: exclusive, others: null }]);
  locks.lock(1, shared);
  locks.forget(1);
  locks.forget(1);
  expect(calls.slice(1)).toEqual([['tell', 1, none, true]]);
});
