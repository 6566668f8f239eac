import { expect, test } from 'vitest';
import { SharedStamps } from './shared-stamps.ts';

test('a thread hears of what the others wrote and saw, once, and of nothing of its own', () => {
  const main = new SharedStamps(7);
  const thread = new SharedStamps(8, main.memory);
  expect([main.news(), thread.news()]).toEqual([null, null]);
  main.wrote(3);
  main.saw(41);
  main.saw(40);
  expect(main.news()).toBe(null);
  expect(thread.news()).toEqual([{ seq: 41, origin: 7, op: 3 }]);
  expect(thread.news()).toBe(null);
  thread.wrote(1);
  const third = new SharedStamps(9, thread.memory);
  expect(main.news()).toEqual([
    { seq: 41, origin: 8, op: 1 },
    { seq: 41, origin: 9, op: 0 },
  ]);
  // It has started from files that may be older than what was told before.
  expect(third.news()).toHaveLength(2);
});

test('news that comes with an own deed is not overlooked', () => {
  const main = new SharedStamps(7);
  const thread = new SharedStamps(8, main.memory);
  thread.wrote(1);
  main.wrote(1);
  expect(main.news()).toEqual([{ seq: 0, origin: 8, op: 1 }]);
});
