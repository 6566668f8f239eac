import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { syncHeader, syncPath, type SyncMessage } from '../protocol/sync-call.ts';
import { SyncRelay } from './sync-relay.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

function bench({ kernelLives }: { kernelLives: boolean }) {
  const sent: SyncMessage[] = [];
  const names: string[] = [];
  const channel: Pick<BroadcastChannel, 'postMessage' | 'onmessage'> = {
    onmessage: null,
    postMessage: (message: SyncMessage) => void sent.push(message),
  };
  let ids = 0;
  const relay = new SyncRelay({
    openChannel: (name) => {
      names.push(name);
      return channel;
    },
    isHeld: async (lock) => kernelLives && lock === 'holdfast-machine:p:e',
    newId: () => String(++ids),
  });
  const ask = (body: string): Promise<Response> =>
    relay.answer(new Request(`http://ide${syncPath}?machine=p%3Ae`, { method: 'POST', body }));
  const reply = (message: SyncMessage): void => {
    channel.onmessage?.call(channel as BroadcastChannel, { data: message } as MessageEvent);
  };
  return { sent, names, ask, reply, relay };
}

test('the body goes to the kernel, and its answer back, marked', async () => {
  const { sent, names, ask, reply } = bench({ kernelLives: true });
  const [first, second] = [ask('one'), ask('two')];
  await vi.waitFor(() => expect(sent).toHaveLength(2));
  expect(names).toEqual(['holdfast-sync:p:e']);
  reply({ to: 'relay', relay: '2', body: new TextEncoder().encode('TWO').buffer });
  reply({ to: 'relay', relay: '1', body: new Blob(['ONE']) });
  for (const [response, text] of [
    [await first, 'ONE'],
    [await second, 'TWO'],
  ] as const) {
    expect([response.status, response.headers.get(syncHeader)]).toEqual([200, 'answer']);
    expect(await response.text()).toBe(text);
  }
});

test('what takes long is asked again', async () => {
  const { sent, ask } = bench({ kernelLives: true });
  const asked = ask('slow');
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(2_000);
  expect((await asked).headers.get(syncHeader)).toBe('pending');
});

test('a kernel that is gone is told soon', async () => {
  const { sent, ask } = bench({ kernelLives: false });
  const asked = ask('nobody');
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  await vi.advanceTimersByTimeAsync(200);
  expect((await asked).headers.get(syncHeader)).toBe('gone');
});

test('whoever asks whether it is there gets an answer', async () => {
  const { relay, sent } = bench({ kernelLives: true });
  const response = await relay.answer(new Request(`http://ide${syncPath}`));
  expect(response.headers.get(syncHeader)).toBe('pending');
  expect(sent).toEqual([]);
});
