import { expect, test, vi } from 'vitest';
import { LazyWorkers } from './lazy-worker.ts';

/** Workers that echo; each load ends when the test lets it. */
function bench() {
  const loads: { readonly load: () => void; readonly said: unknown[]; readonly terminate: () => void }[] = [];
  const workers = new LazyWorkers(() => {
    const said: unknown[] = [];
    const worker = {
      ...{ onmessage: null as ((event: MessageEvent) => void) | null, onmessageerror: null },
      addEventListener: () => undefined,
      postMessage(message: unknown) {
        said.push(message);
        this.onmessage?.(new MessageEvent('message', { data: message }));
      },
      terminate: vi.fn(),
    };
    const { promise, resolve } = Promise.withResolvers<Worker>();
    loads.push({ said, terminate: worker.terminate, load: () => resolve(worker as unknown as Worker) });
    return promise;
  });
  const { promise: allowed, resolve: allow } = Promise.withResolvers<void>();
  return { workers, loads, allowed, allow };
}
const turn = () => new Promise(setImmediate);

test('nothing is loaded before that is allowed; what was said meanwhile arrives in order', async () => {
  const { workers, loads, allowed, allow } = bench();
  const worker = workers.create('/ts.js', 'typescript', allowed);
  const heard: unknown[] = [];
  worker.onmessage = ({ data }) => void heard.push(data);
  worker.postMessage('one');
  worker.postMessage('two', []);
  await turn();
  expect(loads).toHaveLength(0);
  allow();
  await turn();
  loads[0]?.load();
  await turn();
  worker.postMessage('three');
  expect(loads[0]?.said).toEqual(['one', 'two', 'three']);
  expect(heard).toEqual(['one', 'two', 'three']);
});

test('one that is let go of before is never loaded', async () => {
  const { workers, loads, allowed, allow } = bench();
  workers.create('/ts.js', 'typescript', allowed).terminate();
  allow();
  await turn();
  expect(loads).toHaveLength(0);
});

test('one that is let go of while it loads serves the next of that script', async () => {
  const { workers, loads, allowed, allow } = bench();
  allow();
  const [first, other] = [workers.create('/ts.js', 'a', allowed), workers.create('/css.js', 'b', allowed)];
  await turn();
  first.postMessage('lost');
  first.terminate();
  other.terminate();
  for (const { load } of loads) load();
  await turn();
  const second = workers.create('/ts.js', 'c', allowed);
  second.postMessage('kept');
  await turn();
  expect(loads).toHaveLength(2);
  expect(loads[0]?.said).toEqual(['kept']);
  expect(loads[0]?.terminate).not.toHaveBeenCalled();
  second.terminate();
  expect(loads[0]?.terminate).toHaveBeenCalledOnce();
});

test('who comes while that load is under way waits for it, and begins none', async () => {
  const { workers, loads, allowed, allow } = bench();
  allow();
  const first = workers.create('/ts.js', 'a', allowed);
  await turn();
  first.terminate();
  const second = workers.create('/ts.js', 'b', allowed);
  second.postMessage('kept');
  await turn();
  expect(loads).toHaveLength(1);
  loads[0]?.load();
  await turn();
  expect(loads[0]?.said).toEqual(['kept']);
  expect(loads[0]?.terminate).not.toHaveBeenCalled();
});

test('of several that nobody wants any more one is kept', async () => {
  const { workers, loads, allowed, allow } = bench();
  allow();
  const both = ['a', 'b'].map((name) => workers.create('/ts.js', name, allowed));
  await turn();
  for (const worker of both) worker.terminate();
  for (const { load } of loads) load();
  await turn();
  expect(loads.map(({ terminate }) => vi.mocked(terminate).mock.calls.length)).toEqual([0, 1]);
});
