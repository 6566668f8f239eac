import { expect, test } from 'vitest';
import { ProcessEnded } from '../os/process-ended.ts';
import { decodeSync, encodeSync } from '../os/sync-codec.ts';
import type { SyncReply, SyncRequest } from '../os/sync-messages.ts';
import { encodeError } from '../protocol/wire-error.ts';
import { SystemError } from '../protocol/errno.ts';
import type { SyncOutcome } from '../protocol/sync-call.ts';
import { SyncCalls } from './sync-calls.ts';

type Answer = Partial<SyncReply> | Exclude<SyncOutcome, 'answer'> | null;

/** A process whose calls are answered so, in order; the last answer repeats. */
function bench(...answers: Answer[]) {
  const asked: SyncRequest[] = [];
  const taken: unknown[] = [];
  const state = { now: 0, ended: false, alive: true, stopped: false };
  const calls = new SyncCalls({
    transport: {
      send(body) {
        asked.push(decodeSync(body) as SyncRequest);
        const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? null;
        if (answer === null || typeof answer === 'string') return { outcome: answer, body: new Uint8Array() };
        const reply = { files: [], signals: [], result: { type: 'value' }, ...answer };
        return { outcome: 'answer', body: encodeSync(reply) };
      },
      fetchBlob: () => new Blob(),
      sleep: (ms) => void (state.now += ms),
    },
    address: { machine: 'm', key: 'k' },
    now: () => state.now,
    position: () => ({ sent: 7, files: 2, signals: 1, stopped: state.stopped }),
    take({ files, signals }) {
      taken.push(...files, ...signals);
      state.stopped = signals.includes('SIGTSTP') || (state.stopped && !signals.includes('SIGCONT'));
      return state.alive;
    },
    ended: () => void (state.ended = true),
  });
  return { calls, asked, taken, state };
}

const poll = { type: 'poll' } as const;

test('a value; what came with it is taken over first', () => {
  const { calls, asked, taken } = bench({
    signals: ['SIGWINCH'],
    result: { type: 'value', value: { a: 1 } },
  });
  expect(calls.call(poll)).toEqual({ a: 1 });
  expect(taken).toEqual(['SIGWINCH']);
  expect(asked).toEqual([{ key: 'k', number: 1, call: poll, sent: 7, files: 2, signals: 1, stopped: false }]);
});

test("the kernel's error, whole", () => {
  const error = encodeError(new SystemError('EEXIST', 'open', '/x'));
  const { calls } = bench({ result: { type: 'error', error } });
  expect(() => calls.call(poll)).toThrow(
    expect.objectContaining({ code: 'EEXIST', errno: -17, syscall: 'open', path: '/x' }),
  );
});

test('pending and interrupted calls are asked again with their number; an answer by somebody else whole', () => {
  const { calls, asked } = bench(null, 'pending', { result: { type: 'interrupted' } }, {});
  calls.call(poll);
  calls.call(poll);
  expect(asked.map(({ number, call }) => [number, call])).toEqual([
    [1, poll],
    [1, poll],
    [1, poll],
    [1, null],
    [2, poll],
  ]);
});

test('a process that is stopped meanwhile goes on only when it is continued', () => {
  const { calls, asked } = bench(
    { signals: ['SIGTSTP'] },
    'pending',
    { signals: ['SIGCONT'], result: { type: 'interrupted' } },
    { result: { type: 'value', value: 'late' } },
  );
  expect(calls.call(poll)).toBe('late');
  expect(asked.map(({ stopped }) => stopped)).toEqual([false, true, true, false]);
});

test('no service worker: a clear error after a while, and at once for a poll, which then rests', () => {
  const { calls, asked, state } = bench(null);
  expect(() => calls.call(poll)).toThrow(expect.objectContaining({ code: 'ERR_NO_SERVICE_WORKER' }));
  expect(state.now).toBe(10_000);
  asked.length = 0;
  calls.attempt(poll);
  calls.attempt(poll);
  expect(asked).toHaveLength(1);
  state.now += 5_000;
  calls.attempt(poll);
  expect(asked).toHaveLength(2);
});

test('no kernel: a clear error, and the process is over', () => {
  const { calls, state } = bench('gone');
  expect(() => calls.call(poll)).toThrow(expect.objectContaining({ code: 'ERR_NO_KERNEL' }));
  expect(state.ended).toBe(true);
});

test('a process that was killed does not go on, by the answer or by a signal in it', () => {
  const killed = bench({ result: { type: 'ended' } });
  expect(() => killed.calls.attempt(poll)).toThrow(ProcessEnded);
  expect(killed.state.ended).toBe(true);
  const signalled = bench({ signals: ['SIGINT'] });
  signalled.state.alive = false;
  expect(() => signalled.calls.attempt(poll)).toThrow(ProcessEnded);
});
