import { expect, onTestFinished, test, vi } from 'vitest';
import type { KernelApi } from '../../worker/protocol/kernel-api.ts';
import type { Pid } from '../../worker/protocol/ids.ts';
import { createFakeFiles } from '../testing/fake-files.ts';
import { createToastStore } from '../workbench/toast-store.ts';
import { createSourceControlStore } from './source-control-store.ts';

type Answer = string | { readonly code: number; readonly stderr: string };

const hash = '1'.repeat(40);
const statusOf = (...records: string[]) =>
  [`# branch.oid ${hash}`, '# branch.head main', ...records, ''].join('\0');

/** A store whose git answers as the test says; '' where it says nothing. */
function watching(answer: (args: readonly string[]) => Answer, files: Record<string, string> = {}) {
  const runs: string[] = [];
  const fs = createFakeFiles(files);
  const toasts = createToastStore(() => {});
  const storage = new Map<string, string>();
  let isShown = true;
  let show = () => {};
  let change: (path: string) => void = () => {};
  const askIdentity = vi.fn();
  const exec: KernelApi['exec'] = async (command, args, _options, port) => {
    runs.push([command, ...args].join(' '));
    const said = answer(args);
    const [stream, data, code] =
      typeof said === 'string'
        ? (['stdout', said, 0] as const)
        : (['stderr', said.stderr, said.code] as const);
    if (data !== '') port.postMessage({ type: 'output', stream, data });
    port.postMessage({ type: 'exit', status: { kind: 'exited', code } });
    return { pid: runs.length as Pid };
  };
  const store = createSourceControlStore({
    kernel: { exec, kill: async () => {}, fs },
    watcher: {
      started: Promise.resolve(),
      onChanges: (listener) => {
        change = (path) => listener({ changed: new Set([path]), renamed: new Set() });
        return () => {};
      },
      onReset: () => () => {},
    },
    toasts,
    isShown: () => isShown,
    onShown: (listener) => {
      show = () => {
        isShown = true;
        listener();
      };
      return () => {};
    },
    saveAll: async () => {},
    confirm: () => true,
    askIdentity,
    storage: { getItem: (key) => storage.get(key) ?? null, setItem: (key, value) => storage.set(key, value) },
    projectId: 'p',
  });
  onTestFinished(() => store[Symbol.dispose]());
  const settled = (kind: string) => vi.waitFor(() => expect(store.repository.get().kind).toBe(kind));
  return {
    ...{ store, runs, fs, toasts, askIdentity, settled, show: () => show() },
    hide: () => (isShown = false),
    change: (path: string) => change(path),
  };
}

const asked = (runs: readonly string[]) => runs.filter((run) => run.startsWith('git status')).length;

test('a project without a repository is told from a git that fails', async () => {
  const none = watching(() => ({
    code: 128,
    stderr: 'fatal: not a git repository (or any of the parent)\n',
  }));
  await none.settled('none');
  const broken = watching(() => ({ code: 128, stderr: 'fatal: index file corrupt\n' }));
  await broken.settled('failed');
  expect(broken.store.repository.get()).toEqual({ kind: 'failed', reason: 'index file corrupt' });
});

test('git is asked again where a file of the project changes, and only while it is shown', async () => {
  const { runs, change, hide, show, settled } = watching(() => statusOf());
  await settled('found');
  change('node_modules/x/index.js');
  change('.git/index.lock');
  change('a.js');
  await vi.waitFor(() => expect(asked(runs)).toBe(2));
  hide();
  change('a.js');
  show();
  await vi.waitFor(() => expect(asked(runs)).toBe(3));
});

test('a commit takes everything where nothing is staged, and keeps its message where it fails', async () => {
  let isKnown = false;
  const { store, runs, askIdentity, settled } = watching(([command]) => {
    if (command === 'status') return statusOf('? a.js');
    if (command !== 'commit' || isKnown) return '';
    return { code: 128, stderr: 'Author identity unknown\n\n*** Please tell me who you are.\n' };
  });
  await settled('found');
  store.message.set('Begin');
  await store.commit();
  expect(askIdentity).toHaveBeenCalledOnce();
  expect(store.message.get()).toBe('Begin');
  isKnown = true;
  await store.commit();
  expect(runs.slice(-3)).toContain('git commit -q -m Begin');
  expect(runs).toContain('git add -A');
  expect(store.message.get()).toBe('');
});

test('a commit of what is staged adds nothing; a refusal is told in git’s words', async () => {
  const { store, runs, toasts, settled } = watching(([command]) => {
    if (command === 'status') return statusOf(`1 M. N... 100644 100644 100644 ${hash} ${hash} a.js`);
    return command === 'commit' ? { code: 1, stderr: 'error: the hook says no\n' } : '';
  });
  await settled('found');
  await store.commit();
  expect(runs).not.toContain('git add -A');
  expect(toasts.get()[0]).toMatchObject({ title: 'Could not commit', text: 'the hook says no' });
});

test('what is discarded is put back by Undo: edits, and files that were new', async () => {
  const { store, runs, fs, toasts } = watching(() => statusOf(), { 'a.js': 'mine', 'new.js': 'new' });
  await store.discard([
    { path: 'a.js', from: null, kind: 'M' },
    { path: 'new.js', from: null, kind: '?' },
  ]);
  expect(runs).toContain('git restore -- :(literal)a.js');
  expect(fs.paths()).toEqual(['a.js']);
  await fs.writeFile('a.js', 'theirs');
  toasts.get()[0]?.action?.run();
  await vi.waitFor(() => expect(fs.paths()).toEqual(['a.js', 'new.js']));
  expect(new TextDecoder().decode(await fs.readFile('a.js'))).toBe('mine');
});

test('what is compared follows the files, and goes with its change', async () => {
  let record: string | null = `1 .M N... 100644 100644 100644 ${hash} ${hash} a.js`;
  const { store, fs, change, settled } = watching(
    ([command]) => (command === 'show' ? 'old' : statusOf(...(record === null ? [] : [record]))),
    { 'a.js': 'one' },
  );
  await settled('found');
  await store.compare({ path: 'a.js', from: null, kind: 'M' }, false);
  expect(store.comparison.get()?.texts).toEqual({ before: 'old', after: 'one' });
  await fs.writeFile('a.js', 'two');
  change('a.js');
  await vi.waitFor(() => expect(store.comparison.get()?.texts?.after).toBe('two'));
  record = null;
  change('a.js');
  await vi.waitFor(() => expect(store.comparison.get()).toBeNull());
});
