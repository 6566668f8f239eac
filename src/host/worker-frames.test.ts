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
const ended = (name: string) => ({ type: 'worker-ended', name });
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

test('workers that the tab creates share frames; one that has ended costs no other anything', async () => {
  const { frames, order, close } = tab();
  const names = Array.from({ length: 17 }, (_, index) => `w${index}`);
  for (const [request, name] of names.entries()) order({ type: 'create-worker', request, name });
  await vi.waitFor(() => expect(frames.map(({ held }) => held)).toEqual([names.slice(0, 16), ['w16']]));
  for (const name of names.slice(1)) order(ended(name));
  vi.runAllTimers();
  expect(frames.map(({ removed }) => removed)).toEqual([false, false]);
  // The first frame takes no more and holds none.
  order(ended('w0'));
  expect(frames.map(({ removed }) => removed)).toEqual([true, false]);
  close();
  expect(frames.map(({ removed }) => removed)).toEqual([true, true]);
});

test('one that does not end is let go of with its frame, and new ones go to another', async () => {
  const { frames, order, close } = tab();
  for (const [request, name] of ['a', 'b', 'c'].entries()) order({ type: 'create-worker', request, name });
  await vi.waitFor(() => expect(frames.map(({ held }) => held)).toEqual([['a', 'b', 'c']]));
  order(ended('b'));
  order(release('a'));
  vi.runAllTimers();
  order({ type: 'create-worker', request: 3, name: 'd' });
  await vi.waitFor(() => expect(frames[1]?.held).toEqual(['c', 'd']));
  expect(frames.map(({ removed }) => removed)).toEqual([true, false]);
  // It has ended after all.
  order(ended('a'));
  close();
});
