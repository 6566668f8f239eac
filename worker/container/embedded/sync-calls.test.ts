import { expect, test } from 'vitest';
import type { SyncCall, SyncReply, SyncRequest } from '../../os/sync-messages.ts';
import type { Signal } from '../../os/signals.ts';
import { SyncCalls } from './sync-calls.ts';
import { world } from './testing/world.ts';

const other = { type: 'other' } as unknown as SyncCall;

function bench(run: () => unknown) {
  const replies: { relays: readonly string[]; reply: SyncReply }[] = [];
  const waiting: (() => void)[] = [];
  const calls = new SyncCalls({
    reply: (relays, reply) => void replies.push({ relays, reply: structuredClone(reply) }),
    whenReceived: (_count, action) => void waiting.push(action),
  });
  calls.serve(run);
  const ask = (relay: string, request: Partial<SyncRequest>): void =>
    calls.request(relay, {
      ...{ key: 'k', number: 1, sent: 0, files: 0, signals: 0, stopped: false, call: null },
      ...request,
    });
  const arrive = (): void => {
    for (const action of waiting.splice(0)) action();
  };
  return { calls, ask, arrive, replies };
}

test('a call waits for what was posted before it, and is run once however often it is asked', () => {
  let runs = 0;
  const { ask, arrive, replies } = bench(() => ++runs);
  ask('a', { call: other });
  ask('a again', { call: other });
  expect(replies).toEqual([]);
  arrive();
  ask('b', {});
  expect(replies.map(({ relays }) => relays)).toEqual([['a', 'a again'], ['b']]);
  expect(replies.map(({ reply }) => reply.result)).toEqual(Array(2).fill({ type: 'value', value: 1 }));
  ask('c', { number: 2, call: other });
  arrive();
  ask('a much later', { call: other });
  expect(runs).toBe(2);
  expect(replies.at(-1)?.relays).toEqual(['c']);
});

test('an error is data', () => {
  const { ask, arrive, replies } = bench(() => {
    throw new RangeError('no');
  });
  ask('a', { call: other });
  arrive();
  expect(replies[0]?.reply.result).toMatchObject({
    type: 'error',
    error: { name: 'RangeError', message: 'no' },
  });
});

test('an answer brings what may be unread, from where the process is', () => {
  const { calls, ask, replies } = bench(() => undefined);
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] satisfies Signal[]) calls.signals.push(signal);
  ask('a', { call: { type: 'poll' }, signals: 1 });
  ask('b', { signals: 3 });
  expect(replies.map(({ reply }) => reply.signals)).toEqual([['SIGINT', 'SIGTERM'], []]);
});

test('a signal interrupts a call, which goes on; a stopped process gets signals only', () => {
  const { calls, ask, arrive, replies } = bench(() => 'done');
  ask('a', { call: other });
  calls.signals.push('SIGTSTP');
  calls.settle();
  expect(replies.pop()?.reply).toEqual({ files: [], signals: ['SIGTSTP'], result: { type: 'interrupted' } });
  ask('b', { stopped: true, signals: 1 });
  arrive();
  expect(replies).toEqual([]);
  calls.signals.push('SIGCONT');
  calls.settle();
  expect(replies.pop()?.reply.signals).toEqual(['SIGCONT']);
  ask('c', { signals: 2 });
  expect(replies.pop()?.reply.result).toEqual({ type: 'value', value: 'done' });
});

test('a killed process is told so in any answer', () => {
  const { calls, ask, replies } = bench(() => new Promise(() => {}));
  ask('a', { call: other });
  calls.end();
  ask('b', { number: 2, call: { type: 'poll' } });
  expect(replies.map(({ reply }) => reply.result)).toEqual([{ type: 'ended' }, { type: 'ended' }]);
});

test('in the machine: a poll ends a process that has no other way to hear of its signal', async () => {
  const polls: string[] = [];
  const started = Promise.withResolvers<void>();
  const { container } = world({
    async spin(context) {
      started.resolve();
      // As a hot loop would: the signal is on its way in the same turn.
      container.machine.signal(context.pid, 'SIGTERM');
      try {
        context.sys.pollSignals();
        polls.push('went on');
      } catch (error) {
        polls.push((error as Error).name);
      }
      return 0;
    },
  });
  const child = await container.machine.spawn('spin', []);
  await started.promise;
  expect(await child.status).toEqual({ kind: 'signaled', signal: 'SIGTERM' });
  expect(polls).toEqual(['ProcessEnded']);
});
