import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WorkerFrames } from './worker-frames.ts';

interface FakeFrame {
  readonly held: string[];
  removed: boolean;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function tab() {
  const frames: FakeFrame[] = [];
  const document = {
    baseURI: 'http://localhost/',
    createElement() {
      const frame: FakeFrame = { held: [], removed: false };
      frames.push(frame);
      const contentWindow = {
        SharedWorker: class {
          readonly port = new MessageChannel().port1;
          constructor(_url: URL, { name }: { name: string }) {
            frame.held.push(name);
          }
        },
      };
      return { contentWindow, remove: () => void (frame.removed = true) };
    },
    body: { append: () => undefined },
  } as unknown as Document;
  const { port1, port2 } = new MessageChannel();
  const host = new WorkerFrames(document, port1);
  const order = (data: unknown): void => {
    port1.onmessage?.({ data } as MessageEvent);
  };
  const close = () => {
    host[Symbol.dispose]();
    port2.close();
  };
  return { frames, order, close };
}

const hold = (name: string) => ({ type: 'hold-worker', name });
const release = (name: string) => ({ type: 'release-worker', name });

test('K9: workers that run when a tab comes share one frame', () => {
  const { frames, order, close } = tab();
  for (const name of ['a', 'b', 'c']) order(hold(name));
  vi.runAllTimers();
  expect(frames).toEqual([{ held: ['a', 'b', 'c'], removed: false }]);
  close();
  expect(frames).toEqual([{ held: ['a', 'b', 'c'], removed: true }]);
});

test('one that is released is let go of, and the others are held on', () => {
  const { frames, order, close } = tab();
  for (const name of ['a', 'b', 'c']) order(hold(name));
  vi.runAllTimers();
  order(release('b'));
  expect(frames).toHaveLength(1);
  vi.runAllTimers();
  expect(frames).toEqual([
    { held: ['a', 'b', 'c'], removed: true },
    { held: ['a', 'c'], removed: false },
  ]);
  order(release('c'));
  order(release('a'));
  vi.runAllTimers();
  expect(frames.map(({ removed }) => removed)).toEqual([true, true]);
  close();
});

test('one that ended before it was held is not made again', () => {
  const { frames, order, close } = tab();
  order(hold('a'));
  order(hold('b'));
  order(release('a'));
  vi.runAllTimers();
  expect(frames).toEqual([{ held: ['b'], removed: false }]);
  close();
});

test('a worker that the tab creates has a frame of its own', async () => {
  const { frames, order, close } = tab();
  order({ type: 'create-worker', request: 1, name: 'a' });
  order({ type: 'create-worker', request: 2, name: 'b' });
  await vi.waitFor(() => expect(frames.map(({ held }) => held)).toEqual([['a'], ['b']]));
  order(release('a'));
  vi.runAllTimers();
  expect(frames).toEqual([
    { held: ['a'], removed: true },
    { held: ['b'], removed: false },
  ]);
  close();
});
