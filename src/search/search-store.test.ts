import { expect, onTestFinished, test, vi } from 'vitest';
import type { ExecToTab, KernelApi } from '../../worker/protocol/kernel-api.ts';
import type { Pid } from '../../worker/protocol/ids.ts';
import { createFakeFiles } from '../testing/fake-files.ts';
import { createToastStore } from '../workbench/toast-store.ts';
import { createSearchStore } from './search-store.ts';

function memoryStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
  };
}

interface Run {
  readonly args: readonly string[];
  readonly say: (message: ExecToTab) => void;
}

/** A search whose rg is played by the test. */
function searching(files: Readonly<Record<string, string>> = {}, storage = memoryStorage()) {
  const runs: Run[] = [];
  const killed: number[] = [];
  const fs = createFakeFiles(files);
  const toasts = createToastStore(() => {});
  const changes: (() => void)[] = [];
  const exec: KernelApi['exec'] = async (_command, args, _options, port) => {
    runs.push({ args, say: (message) => port.postMessage(message) });
    return { pid: runs.length as Pid };
  };
  const kill: KernelApi['kill'] = async (pid) => void killed.push(pid);
  const store = createSearchStore({
    kernel: { exec, kill, fs },
    watcher: {
      started: Promise.resolve(),
      onChanges: (listener) => {
        changes.push(() => listener({ changed: new Set(), renamed: new Set() }));
        return () => {};
      },
      onReset: () => () => {},
    },
    toasts,
    isShown: () => true,
    saveAll: async () => {},
    storage,
    projectId: 'p',
  });
  onTestFinished(() => store[Symbol.dispose]());
  const started = (count: number) => vi.waitFor(() => expect(runs).toHaveLength(count));
  const done = () => vi.waitFor(() => expect(store.results.get().status).toBe('done'));
  return {
    store,
    runs,
    killed,
    fs,
    toasts,
    storage,
    started,
    done,
    change: () => changes.forEach((each) => each()),
  };
}

const found = (path: string, line: string, start: number, replacement?: string): ExecToTab => ({
  type: 'output',
  stream: 'stdout',
  data: `${JSON.stringify({
    type: 'match',
    data: {
      path: { text: `./${path}` },
      lines: { text: line },
      line_number: 1,
      absolute_offset: 0,
      submatches: [
        {
          match: { text: 'a' },
          ...(replacement === undefined ? {} : { replacement: { text: replacement } }),
          start,
          end: start + 1,
        },
      ],
    },
  })}\n`,
});
const ended: ExecToTab = { type: 'exit', status: { code: 0, signal: null } as never };

test('a search shows what comes, file by file; a new one kills it', async () => {
  const { store, runs, killed, started, done } = searching();
  store.query.set((now) => ({ ...now, pattern: 'a' }));
  await started(1);
  runs[0]?.say(found('x', 'a b a', 0));
  runs[0]?.say(found('x', 'a b a', 4));
  await vi.waitFor(() => expect(store.results.get().count).toBe(2));
  expect(store.results.get().status).toBe('running');
  store.query.set((now) => ({ ...now, matchCase: true }));
  await started(2);
  expect(killed).toEqual([1]);
  runs[0]?.say(found('late', 'a', 0));
  runs[1]?.say(found('y', 'a', 0));
  runs[1]?.say(ended);
  await done();
  expect(store.results.get().files.map(({ path }) => path)).toEqual(['y']);
});

test('a pattern that is none is told; no pattern is no search', async () => {
  const { store, runs, started, done } = searching();
  store.query.set((now) => ({ ...now, pattern: '(', isRegex: true }));
  await started(1);
  const data = 'rg: regex parse error:\n    (\nerror: unterminated group\n';
  runs[0]?.say({ type: 'output', stream: 'stderr', data });
  runs[0]?.say(ended);
  await done();
  expect(store.results.get().problem).toBe('Not a pattern: unterminated group.');
  store.query.set((now) => ({ ...now, pattern: '' }));
  await vi.waitFor(() => expect(store.results.get().status).toBe('idle'));
  expect(runs).toHaveLength(1);
});

test('what is replaced can be undone, and the list follows the files', async () => {
  const { store, runs, fs, toasts, started, done, change } = searching({ x: 'a b a' });
  store.query.set((now) => ({ ...now, pattern: 'a', replacement: 'z' }));
  await started(1);
  runs[0]?.say(found('x', 'a b a', 0, 'z'));
  runs[0]?.say(found('x', 'a b a', 4, 'z'));
  runs[0]?.say(ended);
  await done();
  await store.replace(null, null);
  expect(new TextDecoder().decode(await fs.readFile('x'))).toBe('z b z');
  await started(2);
  const [toast] = toasts.get();
  expect(toast?.title).toBe('Replaced 2 matches in 1 file');
  toast?.action?.run();
  await started(3);
  expect(new TextDecoder().decode(await fs.readFile('x'))).toBe('a b a');
  change();
  await started(4);
});

test('a match that is taken off the list is not replaced', async () => {
  const { store, runs, fs, started, done } = searching({ x: 'a b a' });
  store.query.set((now) => ({ ...now, pattern: 'a', replacement: 'z' }));
  await started(1);
  runs[0]?.say(found('x', 'a b a', 0, 'z'));
  runs[0]?.say(found('x', 'a b a', 4, 'z'));
  runs[0]?.say(ended);
  await done();
  store.dismiss('x', store.results.get().files[0]?.matches[0] ?? null);
  expect(store.results.get().count).toBe(1);
  await store.replace(null, null);
  expect(new TextDecoder().decode(await fs.readFile('x'))).toBe('a b z');
});

test('a query is kept for the reload; what was stored wrongly is none', async () => {
  const { store, storage } = searching();
  store.query.set((now) => ({ ...now, pattern: 'kept', replacement: 'r', wholeWord: true }));
  const again = searching({}, storage).store;
  expect(again.query.get()).toMatchObject({ pattern: 'kept', replacement: 'r', wholeWord: true });
  storage.setItem('holdfast:search:p', '{"pattern":3,"include":"src"}');
  expect(searching({}, storage).store.query.get()).toMatchObject({ pattern: '', include: 'src' });
  storage.setItem('holdfast:search:p', 'no JSON');
  expect(searching({}, storage).store.query.get().pattern).toBe('');
});
