import { describe, expect, test, vi } from 'vitest';
import { readText } from './testing/fake-workers.ts';
import { print, run } from './testing/programs.ts';
import { screenOf, world } from './testing/world.ts';
import type { ProcessContext } from '../../os/process-context.ts';
import type { Port } from '../../protocol/ids.ts';

const port = 3000 as Port;
const listen = (context: ProcessContext) =>
  context.sys.listen(
    port,
    () => {},
    () => {},
  );

describe('a worker whose process has left it as it was', () => {
  test('runs the next one: another pid, its own arguments, environment and streams', async () => {
    const { container, alive } = world(
      {
        async tell({ pid, argv, env, cwd, ...context }) {
          await print({ pid, argv, env, cwd, ...context }, `${argv[1]} ${env['NAME']} ${cwd} ${pid}`);
          return Number(argv[1]);
        },
      },
      true,
    );
    const told: string[] = [];
    for (const code of [1, 2, 3]) {
      const options = { env: { NAME: `n${code}` }, cwd: code === 2 ? '/tmp' : '/' };
      const process = await container.spawn('tell', [String(code)], options);
      told.push(await readText(process.output));
      expect(await process.exit).toBe(code);
    }
    expect(told).toEqual(['1 n1 / 2', '2 n2 /tmp 3', '3 n3 / 4']);
    expect(alive()).toEqual(['test:1']);
  });

  test('follows files and tables while nobody runs in it', async () => {
    const { container, alive } = world(
      {
        async nothing() {
          return 0;
        },
        async serve(context) {
          listen(context);
          context.fs.writeFile('/tmp/file', new TextEncoder().encode('written'));
          await print(context, 'up');
          return new Promise((resolve) => context.onSignal('SIGTERM', () => resolve(0)));
        },
        async look(context) {
          const text = new TextDecoder().decode(context.fs.readFile('/tmp/file'));
          await print(context, `${text} ${context.sys.ports.has(port)} ${context.sys.pids.size}`);
          return 0;
        },
      },
      true,
    );
    // Two workers: what serves has the second.
    const [first, server] = [await container.spawn('nothing'), await container.machine.spawn('serve', [])];
    await screenOf(server).contains('up');
    await first.exit;
    expect(alive()).toHaveLength(2);
    expect(await readText((await container.spawn('look')).output)).toBe('written true 2');
    server.signal('SIGTERM');
    await server.exit;
    expect(await readText((await container.spawn('look')).output)).toBe('written false 1');
    expect(alive()).toHaveLength(2);
  });

  test('has nothing of the one before: a port that it left open is closed', async () => {
    const { container, alive } = world(
      {
        async serve(context) {
          listen(context);
          await context.sys.flush();
          return 0;
        },
      },
      true,
    );
    expect(await (await container.spawn('serve')).exit).toBe(0);
    expect(container.held.addresses).toBe(0);
    expect(await (await container.spawn('serve')).exit).toBe(0);
    expect(alive()).toEqual(['test:1']);
  });

  test('what the one before still does reaches nobody, but for its files', async () => {
    const late = Promise.withResolvers<void>();
    const { container, alive } = world(
      {
        async first(context) {
          void late.promise.then(async () => {
            void print(context, 'late ');
            context.exit({ kind: 'exited', code: 9 });
            context.setCwd('/tmp');
            context.fs.writeFile('/home/web/project/late', new Uint8Array(1));
            void run(context, ['echo', 'child']);
          });
          return 0;
        },
        async second(context) {
          late.resolve();
          await new Promise((resolve) => setTimeout(resolve, 20));
          await print(context, `second ${context.fs.tryStat('/home/web/project/late')?.size}`);
          return 5;
        },
      },
      true,
    );
    await (
      await container.spawn('first')
    ).exit;
    const second = await container.spawn('second');
    expect(await readText(second.output)).toBe('second 1');
    expect(await second.exit).toBe(5);
    expect(container.held.processes).toBe(0);
    expect(alive()).toEqual(['test:1']);
    // The files of worker and kernel are the same ones still.
    expect(await container.fs.readFile('late')).toHaveLength(1);
  });

  test('a signal ends it, and a bug of its program: neither is followed by another', async () => {
    const { container, alive } = world(
      {
        async bug() {
          throw new Error('a bug');
        },
      },
      true,
    );
    const process = await container.machine.spawn('sleep', []);
    await vi.waitFor(() => expect(container.machine.processes()[0]?.state).toBe('running'));
    process.signal('SIGTERM');
    expect(await process.exit).toBe(143);
    await vi.waitFor(() => expect(alive()).not.toContain('test:1'));
    expect(await (await container.spawn('bug')).exit).toBe(70);
    await vi.waitFor(() => expect(alive()).not.toContain('test:2'));
  });

  test('one that is not needed ends', async () => {
    const { container, alive } = world(
      {
        async pair(context) {
          const both = [run(context, ['echo', 'a']), run(context, ['echo', 'b'])];
          for (const { code } of both) await code;
          return 0;
        },
      },
      true,
    );
    await (
      await container.spawn('pair')
    ).exit;
    const three = ['test:1', 'test:2', 'test:3'];
    await vi.waitFor(() => expect(alive().filter((name) => three.includes(name))).toHaveLength(1));
  });
});
