import { afterEach, expect, test, vi } from 'vitest';
import { startWorker } from './start-worker.ts';

/** Workers that fail to load until `failures` are used up; then their script says that it runs. */
function stubWorkers(failures: number): { readonly started: () => number; readonly ended: () => number } {
  let [started, ended] = [0, 0];
  class FakeWorker extends EventTarget {
    constructor() {
      super();
      const type = started++ < failures ? 'error' : 'message';
      queueMicrotask(() => this.dispatchEvent(new Event(type)));
    }
    terminate(): void {
      ended++;
    }
  }
  vi.stubGlobal('Worker', FakeWorker);
  return { started: () => started, ended: () => ended };
}

afterEach(() => vi.unstubAllGlobals());

test('a worker whose load was cut off is started again', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response()));
  const { started, ended } = stubWorkers(2);
  await startWorker('/x.js', 'x');
  expect([started(), ended()]).toEqual([3, 2]);
});

test('one that never loads is handed over in the end: its user says what it says', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response()));
  const { started, ended } = stubWorkers(Infinity);
  await startWorker('/x.js', 'x');
  expect([started(), ended()]).toEqual([5, 4]);
});

test('without a network it waits for one', async () => {
  const network = new EventTarget();
  vi.stubGlobal('addEventListener', network.addEventListener.bind(network));
  let asked = 0;
  vi.stubGlobal('fetch', () =>
    asked++ === 0 ? Promise.reject(new TypeError('offline')) : Promise.resolve(new Response()),
  );
  const { started } = stubWorkers(0);
  const worker = startWorker('/x.js', 'x');
  await vi.waitFor(() => expect(asked).toBe(1));
  await Promise.resolve();
  expect(started()).toBe(0);
  await vi.waitFor(() => {
    network.dispatchEvent(new Event('online'));
    expect(started()).toBe(1);
  });
  await worker;
});
