import { expect, test } from 'vitest';
import type { LinkState } from './kernel-connection.ts';
import { machineRest } from './machine-rest.ts';

/** A machine whose processes and server a test sets; time goes as the rest waits. */
function bench() {
  let time = 0;
  let state: object = { status: 'running', processes: [], server: { status: 'none' } };
  const link = (): LinkState =>
    ({ link: 'attached', epoch: 'e', snapshot: { seq: 1, state } }) as unknown as LinkState;
  const at = new Map<number, () => void>();
  const rest = machineRest(
    { current: { connection: { getSnapshot: link } } },
    {
      now: () => time,
      wait: async (ms) => {
        time += ms;
        at.get(time)?.();
      },
    },
  );
  return {
    rest,
    time: () => time,
    set: (server: string, ...pids: number[]) => {
      state = { status: 'running', processes: pids.map((pid) => ({ pid })), server: { status: server } };
    },
    /** Calls back at that time. */
    at: (ms: number, callback: () => void) => void at.set(ms, callback),
  };
}

test('a machine rests ten seconds after the last process started or ended', async () => {
  const { rest, time, set, at } = bench();
  at(4_000, () => set('none', 2));
  at(9_000, () => set('none'));
  await rest();
  expect(time()).toBe(19_000);
  // It still does.
  await rest();
  expect(time()).toBe(19_000);
});

test('a server that starts is under way for as long as that takes', async () => {
  const { rest, time, set, at } = bench();
  set('starting', 2);
  at(40_000, () => set('ready', 2));
  await rest();
  expect(time()).toBe(49_000);
});

test('a machine that never rests is waited for two minutes', async () => {
  const { rest, time, set } = bench();
  set('starting', 2);
  await rest();
  expect(time()).toBe(120_000);
});
