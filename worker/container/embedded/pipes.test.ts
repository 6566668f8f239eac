import { describe, expect, test } from 'vitest';
import { world } from './testing/world.ts';
import { readText } from './testing/fake-workers.ts';
import { inherited, print, readOnce, run } from './testing/programs.ts';

describe('pipes', () => {
  test('a pipeline streams and its ends close', async () => {
    const { container } = world({
      async pipeline(context) {
        const { read, write } = context.sys.pipe();
        const first = run(
          context,
          ['echo', 'through'],
          [{ kind: 'null' }, { kind: 'pipe-write', pipe: write.pipe }, { kind: 'inherit', fd: 2 }],
        );
        const second = run(context, ['cat'], [{ kind: 'pipe-read', pipe: read.pipe }, ...inherited.slice(1)]);
        return (await first.code) * 10 + (await second.code);
      },
    });
    const process = await container.spawn('pipeline');
    expect(await readText(process.output)).toBe('through\n');
    expect(await process.exit).toBe(0);
  });

  test('a writer whose reader is gone dies of SIGPIPE', async () => {
    const { container } = world({
      async pipeline(context) {
        const { read, write } = context.sys.pipe();
        const first = run(context, ['yes'], [{ kind: 'null' }, { kind: 'stream', stream: write }]);
        const second = run(context, ['head'], [{ kind: 'stream', stream: read }, ...inherited.slice(1)]);
        await Promise.all([first.pid, second.pid]);
        read.close();
        write.close();
        await print(context, `${await second.code} ${await first.code}\n`);
        return 0;
      },
    });
    expect(await readText((await container.spawn('pipeline')).output)).toBe('y\n0 141\n');
  });

  test('a process that handles SIGPIPE gets EPIPE', async () => {
    const { container } = world({
      async brave(context) {
        const signals: string[] = [];
        context.onSignal('SIGPIPE', () => signals.push('SIGPIPE'));
        const { read, write } = context.sys.pipe();
        read.close();
        await context.sys.flush();
        const error = await new Promise((resolve) => write.write(new Uint8Array(1), resolve));
        await print(context, `${(error as { code?: string }).code} ${signals.join()}`);
        return 0;
      },
    });
    expect(await readText((await container.spawn('brave')).output)).toBe('EPIPE SIGPIPE');
  });

  test("a writer is held back at the pipe's capacity until somebody reads", async () => {
    let written = 0;
    const { container } = world({
      async flood(context) {
        for (; written < 100; written++) await print(context, 'x'.repeat(16 * 1024));
        return 0;
      },
    });
    const process = await container.spawn('flood');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(written).toBeLessThan(20);
    expect(await readText(process.output)).toHaveLength(100 * 16 * 1024);
  });

  test('a socket pair carries bytes both ways', async () => {
    const { container } = world({
      async parent(context) {
        const { ours, theirs } = context.sys.socketPair();
        const child = run(context, ['child'], [...inherited, theirs]);
        ours.write(new TextEncoder().encode('ping'));
        await print(context, `parent: ${await readOnce(ours)}; end: ${await readOnce(ours)}`);
        ours.close();
        return child.code;
      },
      async child(context) {
        const message = await readOnce(context.stdio[3]);
        await print({ ...context, stdio: [context.stdio[3]!, context.stdio[3]!] }, `${message} pong`);
        return 0;
      },
    });
    const process = await container.spawn('parent');
    expect(await readText(process.output)).toBe('parent: ping pong; end: null');
    expect(await process.exit).toBe(0);
  });

  test('file operations are seen by whoever was told of them', async () => {
    const { container } = world({
      async parent(context) {
        context.fs.writeFile('/tmp/note', 'first');
        const code = await run(context, ['child']).code;
        await print(context, `, then ${new TextDecoder().decode(context.fs.readFile('/tmp/note'))}`);
        return code;
      },
      async child(context) {
        await print(context, new TextDecoder().decode(context.fs.readFile('/tmp/note')));
        context.fs.writeFile('/tmp/note', 'second');
        return 0;
      },
    });
    expect(await readText((await container.spawn('parent')).output)).toBe('first, then second');
  });
});
