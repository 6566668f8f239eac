import { describe, expect, test, vi } from 'vitest';
import { keyboard, nothingHeld, screenOf, terminal, world } from './testing/world.ts';
import { readText } from './testing/fake-workers.ts';
import { never, print, run } from './testing/programs.ts';
import type { ProcessContext } from '../../os/process-context.ts';
import type { Pid } from '../../protocol/ids.ts';

describe('signals and ends', () => {
  test('SIGTERM ends by default, a handler takes it over', async () => {
    const { container } = world({
      async handler(context) {
        return new Promise((resolve) => {
          context.onSignal('SIGTERM', () => resolve(5));
          void print(context, 'ready');
        });
      },
    });
    const plain = await container.machine.spawn('sleep', []);
    plain.signal('SIGTERM');
    expect(await plain.exit).toBe(143);
    const handling = await container.machine.spawn('handler', []);
    await screenOf(handling).contains('ready');
    handling.signal('SIGTERM');
    expect(await handling.exit).toBe(5);
  });

  test('kill of an unknown pid is ESRCH, kill 0 asks only', async () => {
    const { container } = world({
      async asker(context: ProcessContext) {
        await context.sys.kill(context.pid, 0);
        const error: unknown = await context.sys.kill(999, 'SIGTERM').catch((e: unknown) => e);
        await print(context, `${(error as Error).message} ${context.sys.pids.has(context.pid)}`);
        return 0;
      },
    });
    expect(() => container.machine.signal(999, 'SIGTERM')).toThrow('ESRCH');
    expect(await readText((await container.spawn('asker')).output)).toBe('ESRCH: no such process, kill true');
  });

  test('SIGKILL ends a process at once; a worker that does not close is listed until its lock is free', async () => {
    const { container, crash, alive, released } = world({ hang: () => never });
    const process = await container.machine.spawn('hang', []);
    await vi.waitFor(() => expect(container.machine.processes()[0]?.state).toBe('running'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = performance.now();
    process.signal('SIGKILL');
    expect(await process.exit).toBe(137);
    expect(performance.now() - before).toBeLessThan(100);
    await vi.waitFor(() =>
      expect(container.machine.processes().map(({ pid, state }) => ({ pid, state }))).toEqual([
        { pid: process.pid, state: 'disowned' },
      ]),
    );
    const [worker] = released;
    expect(alive()).toContain(worker);
    crash(worker!);
    await vi.waitFor(() => expect(container.machine.processes()).toEqual([]));
  });

  test('^C ends a hot loop too, unless the program handles SIGINT', async () => {
    const { container } = world({
      async hang(context) {
        if (context.argv[1] === 'handler') context.onSignal('SIGINT', () => {});
        await print(context, 'spinning');
        return never;
      },
    });
    const plain = await container.spawn('hang', [], { terminal });
    await screenOf(plain).contains('spinning');
    const handling = await container.spawn('hang', ['handler'], { terminal });
    await screenOf(handling).contains('spinning');
    await keyboard(plain)('\x03');
    await keyboard(handling)('\x03');
    expect(await plain.exit).toBe(130);
    const list = () => container.machine.processes().map(({ command, state }) => `${command}: ${state}`);
    await vi.waitFor(() => expect(list()).toEqual(['hang handler: running', 'hang: disowned']));
  });

  test('K4: killAll empties the table within 100 ms, a hot loop included', async () => {
    const { container } = world({
      hang: () => never,
      async sh(context) {
        for (let i = 0; i < 3; i++) await run(context, ['sleep']).pid;
        await run(context, ['hang']).pid;
        context.sys.listen(
          3000 as never,
          () => {},
          () => {},
        );
        await print(context, 'up');
        return never;
      },
    });
    const process = await container.spawn('sh', [], { terminal });
    await screenOf(process).contains('up');
    await vi.waitFor(() =>
      expect(container.machine.processes().every(({ state }) => state === 'running')).toBe(true),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = performance.now();
    await container.machine.killAll();
    expect(performance.now() - before).toBeLessThan(100);
    expect(container.held).toEqual(nothingHeld);
    expect(await process.exit).toBe(137);
  });

  test('a worker that crashes is a process killed by SIGKILL, told to its parent', async () => {
    const { container, crash, alive } = world({
      async sh(context) {
        const job = run(context, ['sleep']);
        await job.pid;
        await print(context, 'up');
        await print(context, ` ${await job.code}`);
        return 0;
      },
    });
    const process = await container.spawn('sh');
    const screen = screenOf(process);
    await screen.contains('up');
    await vi.waitFor(() =>
      expect(container.machine.processes().every(({ state }) => state === 'running')).toBe(true),
    );
    // The first worker runs sh, the second sleep; later ones are spares.
    crash(alive()[1]!);
    expect(await process.exit).toBe(0);
    await screen.contains('up 137');
  });

  test('a worker holds its lock until its exit has arrived', async () => {
    let workers: string[] = [];
    const { container, alive } = world({
      async quick() {
        workers = alive();
        return 7;
      },
    });
    expect(await (await container.spawn('quick')).exit).toBe(7);
    const gone = () => workers.filter((name) => !alive().includes(name));
    expect(gone()).toEqual([]);
    await vi.waitFor(() => expect(gone()).toHaveLength(1));
  });

  test('a process that has not started yet can be killed', async () => {
    const { container, attachTab } = world();
    attachTab(false);
    const process = await container.machine.spawn('echo', ['never']);
    process.signal('SIGTERM');
    expect(await process.exit).toBe(143);
    expect(await readText(process.output)).toBe('');
    attachTab(true);
  });

  test('reserved pids are given away at once and replenished', async () => {
    const { container } = world({
      async node(context) {
        const pids: (Pid | null)[] = [];
        for (let i = 0; i < 20; i++) {
          pids.push(context.sys.reservePid());
          await context.sys.flush();
        }
        const pid = pids[0]!;
        const stdio = [{ kind: 'null' }, { kind: 'null' }, { kind: 'null' }] as const;
        const spawned = await context.sys.spawn({
          program: 'jsh',
          argv: ['echo'],
          env: {},
          cwd: '/',
          stdio,
          pid,
        });
        await print(context, JSON.stringify({ distinct: new Set(pids).size, same: spawned === pid }));
        return pids.includes(null) ? 1 : 0;
      },
    });
    const process = await container.spawn('node');
    expect(await readText(process.output)).toBe('{"distinct":20,"same":true}');
    expect(await process.exit).toBe(0);
  });
});
