import { describe, expect, test, vi } from 'vitest';
import { keyboard, screenOf, terminal, world } from './testing/world.ts';
import { readText } from './testing/fake-workers.ts';
import { inherited, never, print, readOnce, run } from './testing/programs.ts';
import type { Pid } from '../../protocol/ids.ts';

describe('terminal', () => {
  test('echoes, maps newlines and gives a line to the foreground reader', async () => {
    const { container } = world();
    const process = await container.spawn('cat', [], { terminal });
    const type = keyboard(process);
    await type('hé\r');
    await type('\x04');
    expect(await readText(process.output)).toBe('hé\r\nhé\r\n');
    expect(await process.exit).toBe(0);
  });

  test('^C ends the foreground group with SIGINT', async () => {
    const { container } = world();
    const process = await container.spawn('sleep', [], { terminal });
    const screen = screenOf(process);
    await vi.waitFor(() => expect(container.machine.processes()[0]?.state).toBe('running'));
    await keyboard(process)('\x03');
    expect(await process.exit).toBe(130);
    expect(screen.text).toBe('^C');
  });

  test("what is typed before anyone reads is queued, and what a reader did not take is the next one's", async () => {
    const { container } = world({
      async sh(context) {
        const first = await readOnce(context.stdio[0]);
        const code = await run(context, ['cat']).code;
        const last = await readOnce(context.stdio[0]);
        await print(context, JSON.stringify({ first, last }));
        return code;
      },
    });
    const process = await container.spawn('sh', [], { terminal });
    const screen = screenOf(process);
    await keyboard(process)('one\rtwo\rthree\r\x04four\r');
    expect(await process.exit).toBe(0);
    await screen.contains('}');
    expect(screen.text.replaceAll('\r\n', '|')).toBe(
      'one|two|three|four|two|three|{"first":"one\\n","last":"four\\n"}',
    );
  });

  test('the size is known and a change is SIGWINCH', async () => {
    const { container } = world({
      async size(context) {
        const tty = context.stdio[0];
        if (tty?.kind !== 'tty') return 1;
        const changed = new Promise<void>((resolve) => context.onSignal('SIGWINCH', resolve));
        await print(context, JSON.stringify(tty.size()));
        await changed;
        await print(context, JSON.stringify(tty.size()));
        return 0;
      },
    });
    const process = await container.spawn('size', [], { terminal });
    const screen = screenOf(process);
    await screen.contains('24}');
    process.resize({ cols: 100, rows: 30 });
    expect(await process.exit).toBe(0);
    await screen.contains('{"cols":80,"rows":24}{"cols":100,"rows":30}');
  });

  test('a background reader is stopped by SIGTTIN and goes on in the foreground', async () => {
    const events: string[] = [];
    const { container } = world({
      async sh(context) {
        const stopped = new Promise<void>((resolve) => {
          context.sys.onChild((event) => {
            events.push(event.type);
            if (event.type === 'stopped') resolve();
          });
        });
        const job = run(context, ['cat'], inherited, { group: 'own' });
        const pid = await job.pid;
        await stopped;
        context.sys.setForegroundGroup(pid);
        await context.sys.kill(-(pid as number), 'SIGCONT');
        const code = await job.code;
        context.sys.setForegroundGroup(context.pid);
        await print(context, 'done');
        return code;
      },
    });
    const process = await container.spawn('sh', [], { terminal });
    const screen = screenOf(process);
    await vi.waitFor(() => expect(events).toEqual(['stopped', 'continued']));
    await keyboard(process)('hello\r\x04');
    expect(await process.exit).toBe(0);
    await screen.contains('hello\r\nhello\r\ndone');
    expect(events).toEqual(['stopped', 'continued', 'exit']);
  });

  test('^Z stops the foreground job, which the shell sees; SIGCONT lets it go on', async () => {
    const { container } = world({
      async sh(context) {
        const stopped = new Promise<string>((resolve) => {
          context.sys.onChild((event) => event.type === 'stopped' && resolve(event.signal));
        });
        const job = run(context, ['ticker'], inherited, { group: 'own', foreground: true });
        const pid = await job.pid;
        await print(context, `[${await stopped}]`);
        context.sys.setForegroundGroup(context.pid);
        await print(context, `[${(await context.sys.processes()).find((p) => p.pid === pid)?.state}]`);
        context.sys.setForegroundGroup(pid);
        await context.sys.kill(-(pid as number), 'SIGCONT');
        return job.code;
      },
      async ticker(context) {
        const resumed = new Promise<void>((resolve) => context.onSuspend((s) => !s && resolve()));
        await print(context, 'ready');
        await resumed;
        await print(context, '[resumed]');
        return 7;
      },
    });
    const process = await container.spawn('sh', [], { terminal });
    const screen = screenOf(process);
    await screen.contains('ready');
    await keyboard(process)('\x1a');
    expect(await process.exit).toBe(7);
    await screen.contains('ready^Z[SIGTSTP][stopped][resumed]');
  });

  test('when the session leader ends the rest gets SIGHUP and the output closes', async () => {
    const { container } = world({
      async sh(context) {
        await run(context, ['sleep'], inherited, { group: 'own' }).pid;
        return 0;
      },
    });
    const process = await container.spawn('sh', [], { terminal });
    expect(await readText(process.output)).toBe('');
    await vi.waitFor(() => expect(container.machine.processes()).toEqual([]));
  });

  test('an orphan has init as its parent and lives on while its session does', async () => {
    let orphan: Pid | undefined;
    const { container } = world({
      async sh(context) {
        await run(context, ['middle']).code;
        await print(context, 'middle is gone');
        return never;
      },
      async middle(context) {
        orphan = await run(context, ['sleep'], inherited, { group: 'own' }).pid;
        return 0;
      },
    });
    const process = await container.machine.spawn('sh', [], { terminal });
    await screenOf(process).contains('middle is gone');
    const found = container.machine.processes().find(({ pid }) => pid === orphan);
    expect({ ppid: found?.ppid, tty: found?.tty }).toEqual({ ppid: 1, tty: 'pts/0' });
    process.kill();
    await vi.waitFor(() => expect(container.machine.processes()).toEqual([]));
    expect(await process.exit).toBe(129);
  });
});
