import { statusWords } from '../../src/workbench/status-words.ts';
import type { Snapshot } from '../../worker/kernel/state.ts';
import { counterServer, endKernels, expect, test, type Machine } from './machine.ts';

test('K8: nothing but the kernel can create a PTY: neither a tab nor a process', async ({ machine }) => {
  await machine.project({ 'package.json': '{}' });
  await machine.shows(/./);
  const ptys = async (): Promise<number> =>
    new Set((await machine.processes()).map(({ tty }) => tty).filter((tty) => tty !== null)).size;
  const before = await ptys();
  // A tab: exec has no terminal, and nothing in the API makes one but the kernel's own attach.
  const fromTab = await machine.exec('node', ['-p', 'String([process.stdin.isTTY, process.stdout.isTTY])']);
  expect(fromTab.stdout).toBe(',\n');
  // A process: its children inherit its tty or get none; there is no call that makes one.
  await machine.write(
    'spawn.js',
    'require("child_process").spawn("node", ["-p", "String(process.stdout.isTTY)"], { stdio: ["pipe", "pipe", "pipe"], detached: true }).stdout.pipe(process.stdout)',
  );
  expect((await machine.exec('node', ['spawn.js'])).stdout).toBe('undefined\n');
  expect(await ptys()).toBe(before);
});

const framesToFollow = 30;

/** Resolves after so many frames of the page. */
function frames(machine: Machine, count: number): Promise<void> {
  return machine.page.evaluate(
    (all) =>
      new Promise<void>((resolve) => {
        const next = (left: number): void =>
          void (left === 0 ? resolve() : requestAnimationFrame(() => next(left - 1)));
        next(all);
      }),
    count,
  );
}

/** The words on the screen and the kernel's state, read in one turn of the tab. */
async function wordsAndState(machine: Machine): Promise<{ shown: string; expected: string }> {
  const { shown, snapshot } = await machine.page.evaluate(() => {
    const seen: Snapshot[] = [];
    window.holdfast.kernel.subscribe((current) => seen.push(current))();
    return { shown: document.querySelector('[data-testid=status]')?.textContent ?? '', snapshot: seen[0] };
  });
  if (snapshot === undefined) throw new Error('not attached');
  return { shown, expected: statusWords({ link: 'attached', epoch: snapshot.state.epoch, snapshot }).status };
}

test('K10: at each of 30 random moments the words on the screen equal the kernel’s state', async ({
  machine,
}) => {
  test.setTimeout(180_000);
  await machine.project(counterServer);
  let seed = 7;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const acts = [
    () => machine.page.evaluate(() => window.holdfast.kernel.startRuntime()),
    () => machine.page.evaluate(() => window.holdfast.kernel.stopRuntime()),
    () => machine.page.evaluate(() => window.holdfast.kernel.restartDevServer()),
    () => machine.exec('node', ['-e', '0']),
  ];
  const doing: Promise<unknown>[] = [];
  for (let moment = 0; moment < 30; moment++) {
    doing.push(
      (acts[Math.floor(random() * acts.length)] ?? acts[0])?.().catch(() => undefined) ?? Promise.resolve(),
    );
    await frames(machine, Math.floor(random() * 20) + 2);
    // A state that arrived in this very frame is painted by the next: the words must follow at once, not now. Counted in
    // frames: a busy machine has fewer of them in a second.
    let last = await wordsAndState(machine);
    for (let left = framesToFollow; last.shown !== last.expected && left > 0; left--) {
      await frames(machine, 1);
      last = await wordsAndState(machine);
    }
    expect(last.shown).toBe(last.expected);
  }
  await Promise.all(doing);
});

test('K10: when the kernel is killed the tab says so, revives it from the checkpoint with all files, and says that', async ({
  machine,
  browser,
}) => {
  const project = await machine.project({ ...counterServer, notes: { 'ünï.txt': 'kept' } });
  await machine.type('echo before-the-end\r');
  await machine.shows(/^before-the-end$/m);
  const { epoch } = (await machine.snapshot()).state;
  // Files and screens are written behind: killed after that, nothing may be missing.
  await expect.poll(() => machine.checkpoint(project)).toMatch(/before-the-end/);
  const words: string[] = [];
  await machine.page.exposeFunction('sawStatus', (text: string) => void words.push(text));
  await machine.page.evaluate(() => {
    const status = document.querySelector('[data-testid=status]');
    const tell = (): void =>
      (window as unknown as { sawStatus(text: string): void }).sawStatus(status?.textContent ?? '');
    if (status !== null)
      new MutationObserver(tell).observe(status, { childList: true, characterData: true, subtree: true });
  });
  await endKernels(browser, project);
  const state = await machine.until((s) => s.status === 'stopped' && s.reason === 'evicted');
  expect(state.epoch).not.toBe(epoch);
  expect(await machine.read('notes/ünï.txt')).toBe('kept');
  const restored = state.sessions.find(({ kind }) => kind === 'primary');
  expect(restored?.status).toBe('restored');
  const screen = await machine.page.evaluate(
    (id) => window.holdfast.terminal.attach(id).then((terminal) => terminal.text()),
    restored?.id ?? '',
  );
  expect(screen).toMatch(/before-the-end[\s\S]*History restored/);
  expect(words.some((text) => /lost|ended|gone/i.test(text))).toBe(true);
  const events = await machine.events();
  expect(events.at(-1)).toMatchObject({ type: 'RUNTIME_CRASHED' });
});
