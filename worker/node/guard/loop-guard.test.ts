import { describe, expect, test } from 'vitest';
import { createLoopGuard, DeadlineExceeded } from './loop-guard.ts';

class Unwound extends Error {}

function bench(costPerCall: number, costPerPoll = 2) {
  let time = 0;
  let ended = false;
  const polls: number[] = [];
  let looks = 0;
  const guard = createLoopGuard({
    now: () => {
      looks++;
      return time;
    },
    poll: () => {
      polls.push(time);
      time += costPerPoll;
    },
    ended: () => ended,
    unwind: () => {
      throw new Unwound();
    },
  });
  return {
    guard,
    polls,
    looks: () => looks,
    run: (ms: number): void => {
      for (const end = time + ms; time < end; time += costPerCall) guard.check();
    },
    end: () => void (ended = true),
    wait: (ms: number): void => void (time += ms),
  };
}

test('a turn that is short is never interrupted by a request', () => {
  const { guard, polls, run } = bench(0.001);
  for (let turn = 0; turn < 100; turn++) {
    guard.turn();
    run(20);
  }
  expect(polls).toEqual([]);
});

test('a long turn asks, seldom enough to cost little and often enough for ^C', () => {
  const { guard, polls, run } = bench(0.001);
  guard.turn();
  run(2000);
  expect(polls.length).toBeGreaterThan(25);
  expect(polls.length).toBeLessThan(42);
  expect(polls[0]).toBeLessThan(60);
});

test('slow iterations are looked at each time, after a while', () => {
  const { guard, polls, run } = bench(10);
  guard.turn();
  run(1000);
  expect(polls.length).toBeGreaterThan(10);
});

test('the clock is looked at about every millisecond, however often the guard is called', () => {
  const { run, looks } = bench(0.02);
  run(1000);
  expect(looks()).toBeGreaterThan(500);
  expect(looks()).toBeLessThan(4000);
});

test('where the process has ended every loop unwinds', () => {
  const { run, end, guard } = bench(1);
  run(200);
  end();
  expect(() => run(200)).toThrow(Unwound);
  expect(() => {
    for (let call = 0; call < 100; call++) guard.check();
  }).toThrow(Unwound);
});

describe('within', () => {
  test('ends a loop that takes longer, and again behind every catch', () => {
    const { guard, run } = bench(0.5);
    let caught = 0;
    const stubborn = (): void => {
      for (;;) {
        guard.check();
        try {
          run(1000);
        } catch {
          caught++;
        }
      }
    };
    expect(() => guard.within(50, stubborn)).toThrow(DeadlineExceeded);
    expect(caught).toBe(1);
    expect(() => run(1000)).not.toThrow();
  });

  test('throws where the end came too late by itself', () => {
    const { guard, wait } = bench(1);
    expect(() => guard.within(50, () => wait(60))).toThrow(DeadlineExceeded);
    expect(guard.within(50, () => 'in time')).toBe('in time');
  });

  test('an outer deadline holds within a later inner one', () => {
    const { guard, run } = bench(1);
    const inner = (): void => guard.within(1000, () => run(500));
    expect(() => guard.within(50, inner)).toThrow(DeadlineExceeded);
    expect(() => run(500)).not.toThrow();
  });
});
