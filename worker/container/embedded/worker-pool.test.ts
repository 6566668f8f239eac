import { expect, onTestFinished, test, vi } from 'vitest';
import type { ProgramName } from '../../os/process-context.ts';
import { SystemError } from '../../protocol/errno.ts';
import { LikelyScripts } from './likely-scripts.ts';
import { WorkerLink } from './worker-link.ts';
import { WorkerPool } from './worker-pool.ts';

/** A pool whose workers become ready when the test says so; `log` has what was created and asked of each. */
function pool() {
  const log: string[] = [];
  const boots = new Map<string, () => void>();
  const released: string[] = [];
  const discarded: string[] = [];
  /** Null while none is attached. */
  let tab: AbortController | null = new AbortController();
  const likely = new LikelyScripts();
  const made = new WorkerPool({
    namePrefix: 'w',
    likely,
    source: {
      async create() {
        if (tab === null) throw new SystemError('EAGAIN', 'spawn');
        return { port: new MessageChannel().port1, home: tab.signal };
      },
      release: (name) => released.push(name),
      ended: () => {},
    },
    connect(name, port) {
      const link = new WorkerLink(name, port, {
        locks: { request: () => new Promise(() => {}) },
        filesystem: () => {},
        coalesce: () => [],
        replySync: () => {},
        onError: () => {},
        later: (task, ms) => void setTimeout(task, ms),
        died: () => {},
      });
      vi.spyOn(link, 'post').mockImplementation((message) => {
        if (message.type === 'prepare') log.push(`${name} ${message.program}`);
        if (message.type === 'anticipate') log.push(`${name} anticipates ${message.script}`);
        if (message.type === 'signal') log.push(`${name} ${message.signal}`);
      });
      const ready = new Promise<void>((resolve) => boots.set(name, resolve));
      Object.defineProperty(link, 'ready', { value: ready });
      onTestFinished(() => link.close());
      return {
        link,
        init: { type: 'listen-lost', address: 'init' },
        discard: () => discarded.push(name),
      };
    },
    reportError: (error) => log.push(String(error)),
    setTimeout: (callback, ms) => setTimeout(callback, ms),
    clearTimeout: (handle) => clearTimeout(handle as number),
  });
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const boot = async (name: string) => {
    boots.get(name)?.();
    await settle();
  };
  const take = (program: ProgramName, signal = new AbortController().signal) =>
    made.take(program, signal).then((link) => void log.push(`${link.name} runs ${program}`));
  const closeTab = () => {
    tab?.abort();
    tab = null;
  };
  const openTab = () => (tab = new AbortController());
  return { made, likely, log, boots, boot, take, settle, released, discarded, closeTab, openTab };
}

test('spares boot one after the other: jsh, node, npm', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { made, boots, boot, log, settle } = pool();
  made.warm();
  made.warm();
  await settle();
  expect([...boots.keys()]).toEqual(['w1']);
  for (const name of ['w1', 'w2', 'w3']) await boot(name);
  expect([...boots.keys()]).toEqual(['w1', 'w2', 'w3']);
  expect(log).toEqual(['w1 jsh', 'w2 node', 'w3 npm']);
});

test('who waits gets the worker that boots for it before any spare boots, and spares follow later', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { boots, boot, take, log, settle } = pool();
  void take('node');
  await settle();
  expect([...boots.keys()]).toEqual(['w1']);
  await boot('w1');
  expect([...boots.keys()]).toEqual(['w1']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([...boots.keys()]).toEqual(['w1', 'w2']);
  // What the second is to run it may load before it is up.
  expect(log).toEqual(['w1 node', 'w1 runs node', 'w2 node']);
});

test('each takes the spare that was prepared for it; one that loaded node runs nothing else', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { made, boot, take, log, settle } = pool();
  made.warm();
  await settle();
  for (const name of ['w1', 'w2', 'w3']) await boot(name);
  void take('npm');
  void take('jsh');
  void take('jsh');
  await settle();
  expect(log.filter((line) => line.includes('runs'))).toEqual(['w3 runs npm', 'w1 runs jsh']);
  await boot('w4');
  expect(log.filter((line) => line.includes('runs')).at(-1)).toBe('w4 runs jsh');
});

test('npm’s own child boots beside npm', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { boot, take, log, settle } = pool();
  void take('npm');
  await settle();
  expect(log).toEqual(['w1 npm', 'w2 node']);
  await boot('w2');
  await boot('w1');
  void take('node');
  await settle();
  expect(log.slice(2)).toEqual(['w1 runs npm', 'w2 runs node']);
});

test('while things start there is one spare of each kind; the third boots when nothing was started for two seconds', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { boot, take, log, settle } = pool();
  void take('node');
  await settle();
  await boot('w1');
  await vi.advanceTimersByTimeAsync(1_000);
  // What runs in node starts node rather than a shell.
  for (const name of ['w2', 'w3']) await boot(name);
  expect(log).toEqual(['w1 node', 'w1 runs node', 'w2 node', 'w3 jsh']);
  await vi.advanceTimersByTimeAsync(999);
  expect(log).toHaveLength(4);
  await vi.advanceTimersByTimeAsync(1);
  expect(log.at(-1)).toBe('w4 npm');
});

test('a spare follows at once where what was started has ended', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { made, boot, boots, settle } = pool();
  const taken = made.take('node', new AbortController().signal);
  await settle();
  await boot('w1');
  expect([...boots.keys()]).toEqual(['w1']);
  made.died(await taken);
  await settle();
  expect([...boots.keys()]).toEqual(['w1', 'w2']);
});

test('without a tab a request waits and is tried again', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { take, boot, log, settle, closeTab, openTab } = pool();
  closeTab();
  void take('jsh');
  await settle();
  openTab();
  await vi.advanceTimersByTimeAsync(1_000);
  await boot('w2');
  expect(log).toContain('w2 runs jsh');
});

test('a worker that does not come up in 30 s is given up, told, and fails the request', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { made, released, discarded, settle } = pool();
  const failed = made.take('jsh', new AbortController().signal).catch((error: Error) => error.message);
  await settle();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await failed).toBe('process worker w1 did not start within 30 s');
  expect(released).toEqual(['w1']);
  expect(discarded).toEqual(['w1']);
});

test('where the tab goes that made a worker, the next one makes another at once; the first may still come', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { boots, boot, take, log, released, discarded, settle, closeTab, openTab } = pool();
  void take('jsh');
  await settle();
  closeTab();
  openTab();
  await settle();
  expect([...boots.keys()]).toEqual(['w1', 'w2']);
  await boot('w2');
  expect(log).toContain('w2 runs jsh');
  await boot('w1');
  void take('npm');
  await settle();
  expect(log).toContain('w1 runs npm');
  expect([...released, ...discarded]).toEqual([]);
});

test('a worker that was lost with its tab is let go of when it is overdue, and fails nobody', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { boot, take, log, released, discarded, settle, closeTab, openTab } = pool();
  void take('jsh');
  await settle();
  closeTab();
  openTab();
  await settle();
  await boot('w2');
  await vi.advanceTimersByTimeAsync(30_000);
  expect(released).toEqual(['w1']);
  expect(discarded).toEqual(['w1']);
  expect(log.filter((line) => line.startsWith('Error'))).toEqual([]);
});

test('a request is served by what boots already, where its program can run in it', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { made, boots, boot, take, log, settle } = pool();
  made.warm();
  await settle();
  void take('npm');
  await settle();
  // Node's own beside it, but no third.
  expect(log).toEqual(['w1 jsh', 'w2 node']);
  await boot('w1');
  expect(log.at(-1)).toBe('w1 runs npm');
  expect([...boots.keys()]).toEqual(['w1', 'w2']);
});

test('what a process has left as it was is kept where none of its kind is there, or somebody waits', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { made, boot, boots, take, log, settle } = pool();
  const taken = made.take('jsh', new AbortController().signal);
  await settle();
  await boot('w1');
  const link = await taken;
  expect(made.wants('jsh')).toBe(true);
  made.giveBack(link, 'jsh');
  expect(made.wants('jsh')).toBe(false);
  // Nothing is booted in its place.
  await vi.advanceTimersByTimeAsync(1_000);
  expect(log).toEqual(['w1 jsh', 'w2 node']);
  await boot('w2');
  void take('jsh');
  void take('npm');
  await settle();
  expect(log).toContain('w1 runs jsh');
  expect(made.wants('jsh')).toBe(true);
  made.giveBack(link, 'jsh');
  await settle();
  expect(log).toContain('w1 runs npm');
  made.close();
  expect(made.wants('jsh')).toBe(false);
  expect([...boots.keys()]).toEqual(['w1', 'w2', 'w3']);
});

test('where two known scripts were started together, two of node’s are there at rest; where one was, one is', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { made, likely, boot, boots, log, settle } = pool();
  const run = (script: string) =>
    made
      .take('node', new AbortController().signal, script)
      .then((link) => log.push(`${link.name} runs node`));
  const rest = async () => {
    for (let each = 0; each < 4; each++) {
      for (const name of boots.keys()) await boot(name);
      await vi.advanceTimersByTimeAsync(2_000);
    }
  };
  const ran = () => log.filter((line) => line.endsWith('runs node')).length;
  void run('/vite');
  void run('/esbuild');
  await settle();
  await rest();
  expect(ran()).toBe(2);
  // jsh, npm and one of node's, until more is known.
  expect(boots.size).toBe(5);
  likely.opened('/vite', []);
  likely.opened('/esbuild', []);
  made.learned();
  await rest();
  expect(boots.size).toBe(6);
  void run('/vite');
  await settle();
  expect(ran()).toBe(3);
  await rest();
  expect(boots.size).toBe(6);
});

test('a spare that got ready for a script runs it; what it does not fit takes another where there is one', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { made, likely, boot, boots, log, settle } = pool();
  likely.opened('/vite', []);
  likely.opened('/esbuild', []);
  const run = (script: string) =>
    made
      .take('node', new AbortController().signal, script)
      .then((link) => log.push(`${script} in ${link.name}`));
  const rest = async () => {
    for (let each = 0; each < 4; each++) {
      for (const name of boots.keys()) await boot(name);
      await vi.advanceTimersByTimeAsync(2_000);
    }
  };
  void run('/vite');
  void run('/esbuild');
  await settle();
  await rest();
  const ready = log.filter((line) => line.includes('anticipates'));
  expect(ready.map((line) => line.split(' ').at(-1))).toEqual(['/vite', '/esbuild']);
  const [forVite, forEsbuild] = ready.map((line) => line.split(' ')[0]);
  void run('/esbuild');
  await settle();
  void run('/vite');
  await settle();
  expect(log.slice(-2)).toEqual([`/esbuild in ${forEsbuild}`, `/vite in ${forVite}`]);
});
