import { expect, test, vi } from 'vitest';
import type { ProcessContext } from '../../os/process-context.ts';
import type { Port } from '../../protocol/ids.ts';
import { print, readAll, run } from './testing/programs.ts';
import { screenOf, terminal, world } from './testing/world.ts';

/** What is posted has arrived: a blocking call has nobody else to wait for. */
const arrived = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A program that shares memory with its threads, and then does `work`. */
const sharing =
  (work: (context: ProcessContext) => Promise<unknown>) =>
  async (context: ProcessContext): Promise<number> => {
    await arrived();
    context.sys.shareMemory();
    await work(context);
    return new Promise(() => {});
  };
const listen = (context: ProcessContext) =>
  context.sys.listen(
    3000 as Port,
    () => {},
    () => {},
  );

test('a process that is about to share memory is started again in a tab, under its own pid', async () => {
  const pids: number[] = [];
  const { container, alive } = world({
    async node(context) {
      pids.push(context.pid);
      await arrived();
      context.sys.shareMemory();
      await print(context, 'shared');
      return 0;
    },
  });
  const process = await container.machine.spawn('node', ['a.js'], { terminal });
  const screen = screenOf(process);
  expect(await process.exit).toBe(0);
  expect(screen.text).toBe('shared');
  expect(pids).toEqual([process.pid, process.pid]);
  await vi.waitFor(() => expect(alive().some((name) => name.includes('tab:'))).toBe(false));
  // The second time it is known: it starts there.
  const again = await container.machine.spawn('node', ['a.js']);
  expect(await again.exit).toBe(0);
  expect(pids).toHaveLength(3);
});

test('what goes with its tab is started again in the next one, in its session, and says so', async () => {
  const { container, reloadTab, ports } = world({
    node: sharing(async (context) => {
      await run(context, ['sleep']).pid;
      listen(context);
      await print(context, 'up');
    }),
  });
  container.machine.fs.writeFile('/home/web/project/server.js', '');
  const shell = await container.machine.spawn('node', ['server.js'], { terminal });
  const screen = screenOf(shell);
  await screen.contains('up');
  const before = container.machine.processes();
  expect(before.map(({ command }) => command)).toEqual(['node server.js', 'sleep']);
  reloadTab();
  await screen.contains('restarted after reload');
  await vi.waitFor(() => expect(screen.text.split('up')).toHaveLength(3));
  const [server, child, ...others] = container.machine.processes();
  expect(server).toMatchObject({ pid: shell.pid, placement: 'threaded', restarts: 1, ports: [3000] });
  expect(child?.pid).not.toBe(before[1]?.pid);
  expect(others).toEqual([]);
  expect(ports).toEqual(['3000 open', '3000 close', '3000 open']);
});

test('what would be done twice is not: it is told why, and started in a tab from then on', async () => {
  const { container } = world({
    async node(context) {
      context.fs.writeFile('/home/web/project/x', '1');
      await arrived();
      try {
        context.sys.shareMemory();
      } catch (error) {
        await print(context, (error as Error).message);
        return 1;
      }
      await print(context, 'shared');
      return 0;
    },
  });
  const outcome = async () => {
    const process = await container.machine.spawn('node', ['b.js'], { terminal });
    const screen = screenOf(process);
    await process.exit;
    return screen.text;
  };
  expect(await outcome()).toBe(
    'The process asked for memory to share with its threads only after it has written files. Run it again: from now on it starts where threads share memory.',
  );
  expect(await outcome()).toBe('shared');
});

/** A package's program that asks after `before`, and its pid and what it prints, on the first start and on the second. */
async function packageAsking(before: (context: ProcessContext) => Promise<unknown>) {
  const { container } = world({
    async node(context) {
      await before(context);
      await arrived();
      try {
        context.sys.shareMemory();
      } catch (error) {
        await print(context, (error as Error).message);
        return 1;
      }
      await print(context, 'shared');
      return 0;
    },
    sleep: () => new Promise(() => {}),
  });
  const { fs } = container.machine;
  fs.makeDirectories('/home/web/project/node_modules/tool', 0o755);
  fs.writeFile('/home/web/project/node_modules/tool/cli.js', '');
  return container.machine;
}

test('a package’s program is moved whatever it has done, as it would be after a reload, and says so', async () => {
  const starts: number[] = [];
  const machine = await packageAsking(async (context) => {
    starts.push(context.pid);
    context.fs.writeFile('/home/web/project/cache', '1');
    if (starts.length === 1) await run(context, ['sleep']).pid;
    listen(context);
  });
  const process = await machine.spawn('node', ['node_modules/tool/cli.js'], { terminal });
  const screen = screenOf(process);
  expect(await process.exit).toBe(0);
  expect(screen.text.split(/\r+\n/)).toEqual([
    '\x1b[2mstarted again, where threads share memory\x1b[0m',
    'shared',
  ]);
  expect(starts).toEqual([process.pid, process.pid]);
  expect(machine.processes()).toEqual([]);
});

test('a package’s program that has read its input is not moved', async () => {
  const machine = await packageAsking(
    (context) =>
      new Promise((resolve) => {
        void readAll(context.stdio[0], resolve);
      }),
  );
  const process = await machine.spawn('node', ['node_modules/tool/cli.js']);
  const screen = screenOf(process);
  await process.input.getWriter().write('hello');
  await process.exit;
  expect(screen.text).toContain('only after it has read its input');
});

test('what has read from a pipe cannot read it again: it is gone with its tab', async () => {
  const { container, reloadTab } = world({
    node: sharing((context) => readAll(context.stdio[0], () => void print(context, 'read'))),
  });
  const process = await container.machine.spawn('node', ['c.js']);
  const screen = screenOf(process);
  await arrived();
  await process.input.getWriter().write('hello');
  await screen.contains('read');
  reloadTab();
  expect(await process.exit).toBe(137);
});

test('what has read from its own child is started again', async () => {
  const { container, reloadTab } = world({
    node: sharing(async (context) => {
      const { read, write } = context.sys.pipe();
      void readAll(read, () => void print(context, 'heard'));
      await run(
        context,
        ['warn', 'hello'],
        [{ kind: 'null' }, { kind: 'null' }, { kind: 'stream', stream: write }],
      ).pid;
    }),
  });
  const process = await container.machine.spawn('node', ['c.js'], { terminal });
  const screen = screenOf(process);
  await screen.contains('heard');
  reloadTab();
  await vi.waitFor(() => expect(screen.text).toMatch(/heard.*restarted after reload[^]*heard/));
});

test('without an isolated tab it ends with a sentence that says what to do', async () => {
  const { container, reloadTab } = world({ node: sharing(() => Promise.resolve()) });
  reloadTab(false);
  const process = await container.machine.spawn('node', ['d.js'], { terminal });
  const screen = screenOf(process);
  expect(await process.exit).toBe(126);
  expect(screen.text).toContain('needs threads that share memory');
});

test('a package that is known to share memory starts in a tab at once', async () => {
  const { container } = world({ node: sharing((context) => print(context, 'up')) });
  const { fs } = container.machine;
  fs.makeDirectories('/home/web/project/node_modules/tool/bin', 0o755);
  fs.writeFile('/home/web/project/node_modules/tool/package.json', '{"dependencies":{"rolldown":"1"}}');
  fs.writeFile('/home/web/project/node_modules/tool/bin/tool.js', '');
  const process = await container.machine.spawn('node', ['node_modules/tool/bin/tool.js'], { terminal });
  expect(container.machine.processes()[0]?.placement).toBe('threaded');
  await screenOf(process).contains('up');
});

test('a tool starts in a tab where its project names a plugin that shares memory', async () => {
  const { container } = world({ node: () => new Promise(() => {}) });
  const { fs } = container.machine;
  for (const [tool, dependencies] of [
    ['vite', '"postcss":"8"'],
    ['astro', '"vite":"7"'],
    ['eslint', ''],
  ]) {
    fs.makeDirectories(`/home/web/project/node_modules/${tool}`, 0o755);
    const manifest = `{"name":"${tool}","dependencies":{${dependencies}},"devDependencies":{"rolldown":"1"}}`;
    fs.writeFile(`/home/web/project/node_modules/${tool}/package.json`, manifest);
    fs.writeFile(`/home/web/project/node_modules/${tool}/cli.js`, '');
  }
  const placementOf = async (tool: string) => {
    const { pid } = await container.machine.spawn('node', [`node_modules/${tool}/cli.js`], { terminal });
    return container.machine.processes().find((each) => each.pid === pid)?.placement;
  };
  expect(await placementOf('vite')).toBe('resident');
  fs.writeFile('/home/web/project/package.json', '{"devDependencies":{"@tailwindcss/vite":"4"}}');
  expect(await placementOf('vite')).toBe('threaded');
  expect(await placementOf('astro')).toBe('threaded');
  expect(await placementOf('eslint')).toBe('resident');
  fs.writeFile('/home/web/project/own.js', '');
  const { pid } = await container.machine.spawn('node', ['own.js'], { terminal });
  expect(container.machine.processes().find((each) => each.pid === pid)?.placement).toBe('resident');
});

test('SIGKILL terminates its worker, which need not listen', async () => {
  const { container, alive } = world({ node: sharing(() => Promise.resolve()) });
  const process = await container.machine.spawn('node', ['e.js'], { terminal });
  await vi.waitFor(() =>
    expect(container.machine.processes()[0]).toMatchObject({ placement: 'threaded', state: 'running' }),
  );
  const tabWorkers = () => alive().filter((name) => name.includes('tab:'));
  expect(tabWorkers()).toHaveLength(1);
  process.signal('SIGKILL');
  expect(await process.exit).toBe(137);
  expect(tabWorkers()).toEqual([]);
});
