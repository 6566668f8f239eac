import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ProcessContext } from '../../os/process-context.ts';
import type { Pid } from '../../protocol/ids.ts';
import type { MachineProcess } from '../container.ts';
import { fakeWorld, readText, type FakeWorld, type Main } from './testing/fake-workers.ts';
import { inherited, never, print, programs, readAll, readOnce, run } from './testing/programs.ts';

const nothingHeld = { processes: 0, pipes: 0, ttys: 0, connections: 0, addresses: 0 };

function world(mains: Readonly<Record<string, Main>> = {}): FakeWorld {
  const made = fakeWorld({ ...programs, ...mains });
  onTestFinished(async () => {
    await made.container.machine.killAll();
    expect(made.container.held).toEqual(nothingHeld);
    expect(made.errors).toEqual([]);
    made.container.teardown();
  });
  return made;
}

/** Everything that a terminal has shown so far, as it grows. */
function screenOf(process: MachineProcess): { text: string; contains(part: string): Promise<void> } {
  const screen = {
    text: '',
    contains: (part: string) => vi.waitFor(() => expect(screen.text).toContain(part), { timeout: 3000 }),
  };
  void (async () => {
    for await (const chunk of process.output) screen.text += chunk;
  })();
  return screen;
}

function keyboard(process: MachineProcess): (text: string) => Promise<void> {
  const writer = process.input.getWriter();
  return (text) => writer.write(text);
}

const terminal = { cols: 80, rows: 24 };

describe('spawn', () => {
  test('output is stdout and stderr merged, exit is the code', async () => {
    const { container } = world();
    const process = await container.spawn('warn', ['careful']);
    expect(await readText(process.output)).toBe('careful\n');
    expect(await process.exit).toBe(3);
  });

  test('stderr can be kept apart', async () => {
    const { container } = world();
    const errors: string[] = [];
    const process = await container.machine.spawn('warn', ['careful'], {
      separateStderr: (t) => errors.push(t),
    });
    expect(await readText(process.output)).toBe('');
    expect({ code: await process.exit, errors }).toEqual({ code: 3, errors: ['careful\n'] });
  });

  test('input is stdin, closing it is its end', async () => {
    const { container } = world();
    const process = await container.spawn('cat');
    const writer = process.input.getWriter();
    await writer.write('héllo ');
    await writer.write('world');
    await writer.close();
    expect(await readText(process.output)).toBe('héllo world');
    expect(await process.exit).toBe(0);
  });

  test('a command that is not there rejects with ENOENT, and one that is no program with ENOEXEC', async () => {
    const { container } = world();
    await expect(container.spawn('nope')).rejects.toMatchObject({ code: 'ENOENT', syscall: 'spawn nope' });
    container.machine.fs.writeFile('/home/web/project/x', 'text');
    container.machine.fs.chmod('/home/web/project/x', 0o755);
    await expect(container.spawn('./x')).rejects.toMatchObject({ code: 'ENOEXEC' });
    await expect(container.spawn('echo', [], { cwd: 'gone' })).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('the environment has the defaults of a login and what the caller adds', async () => {
    const { container } = world();
    const process = await container.spawn('env', [], { env: { PORT: 3000, DEBUG: true } });
    expect(JSON.parse(await readText(process.output))).toEqual({
      HOME: '/home/web',
      USER: 'web',
      LOGNAME: 'web',
      HOSTNAME: 'holdfast',
      SHELL: '/bin/jsh',
      PATH: '/usr/local/bin:/usr/bin:/bin',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      LANG: 'en_US.UTF-8',
      PWD: '/home/web/project',
      PORT: '3000',
      DEBUG: 'true',
    });
  });

  test('a program that throws ends with 70 and its error on stderr', async () => {
    const { container } = world({ bug: () => Promise.reject(new Error('oops')) });
    const process = await container.spawn('bug');
    expect(await readText(process.output)).toContain('Error: oops');
    expect(await process.exit).toBe(70);
  });

  test('pids ascend by one, the parent is init', async () => {
    const { container } = world();
    const first = await container.machine.spawn('sleep', []);
    const second = await container.machine.spawn('sleep', ['2']);
    expect(second.pid).toBe(first.pid + 1);
    expect(container.machine.processes().map(({ ppid, command }) => ({ ppid, command }))).toEqual([
      { ppid: 1, command: 'sleep' },
      { ppid: 1, command: 'sleep 2' },
    ]);
  });

  test('without a tab a process waits, and starts when one comes', async () => {
    const { container, attachTab } = world();
    attachTab(false);
    const process = await container.machine.spawn('echo', ['late']);
    expect(container.machine.processes().map(({ state }) => state)).toEqual(['starting']);
    attachTab(true);
    expect(await readText(process.output)).toBe('late\n');
  });
});

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
        await context.sys.kill(-pid, 'SIGCONT');
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
        await context.sys.kill(-pid, 'SIGCONT');
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

  test('a worker that does not answer SIGKILL is disowned within 100 ms and listed until its lock is free', async () => {
    const { container, crash, alive, released } = world({ hang: () => never });
    const process = await container.machine.spawn('hang', []);
    await vi.waitFor(() => expect(container.machine.processes()[0]?.state).toBe('running'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = performance.now();
    process.signal('SIGKILL');
    expect(await process.exit).toBe(137);
    expect(performance.now() - before).toBeLessThan(150);
    expect(container.machine.processes().map(({ pid, state }) => ({ pid, state }))).toEqual([
      { pid: process.pid, state: 'disowned' },
    ]);
    const [worker] = released;
    expect(alive()).toContain(worker);
    crash(worker!);
    await vi.waitFor(() => expect(container.machine.processes()).toEqual([]));
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

describe('ports', () => {
  const server: Main = async (context) => {
    context.sys.listen(
      3000 as never,
      (connection) => {
        void readAll(connection as never, (text) =>
          connection.write(new TextEncoder().encode(text.toUpperCase())),
        ).then(() => connection.end());
      },
      () => {},
    );
    await context.sys.flush();
    await print(context, 'listening\n');
    return never;
  };

  test('a client in another process talks to the server; the port is told and vanishes with its process', async () => {
    const { container, ports } = world({
      server,
      async client(context) {
        const connection = context.sys.connect(3000 as never);
        await connection.opened;
        connection.write(new TextEncoder().encode('hello'));
        connection.end();
        await readAll(connection as never, (text) => void print(context, text));
        return 0;
      },
    });
    const ready: string[] = [];
    container.on('server-ready', (port, url) => ready.push(`${port} ${url}`));
    const listening = await container.machine.spawn('server', []);
    await screenOf(listening).contains('listening');
    expect(container.machine.processes()[0]?.ports).toEqual([3000]);
    const client = await container.spawn('client');
    expect(await readText(client.output)).toBe('HELLO');
    listening.signal('SIGTERM');
    await listening.exit;
    expect({ ports, ready }).toEqual({
      ports: ['3000 open', '3000 close'],
      ready: ['3000 http://preview/3000/'],
    });
  });

  test('a second listener gets EADDRINUSE at once; port 0 picks a free one; a closed one refuses', async () => {
    const { container } = world({
      server,
      async second(context) {
        const code = (error: unknown) => (error as { code: string }).code;
        let taken = '';
        try {
          context.sys.listen(
            3000 as never,
            () => {},
            () => {},
          );
        } catch (error) {
          taken = code(error);
        }
        const free = context.sys.listen(
          0 as never,
          () => {},
          () => {},
        );
        const refused = await context.sys.connect(4000 as never).opened.catch(code);
        await print(context, JSON.stringify({ taken, free: Number(free.address) > 1024, refused }));
        return 0;
      },
    });
    await screenOf(await container.machine.spawn('server', [])).contains('listening');
    const second = await container.spawn('second');
    expect(await readText(second.output)).toBe('{"taken":"EADDRINUSE","free":true,"refused":"ECONNREFUSED"}');
  });

  test('the outside connects too, and a crash of the server resets its clients', async () => {
    const { container, crash, alive } = world({
      server,
      async client(context) {
        const connection = context.sys.connect(3000 as never);
        await connection.opened;
        const closed = new Promise<Error | undefined>((resolve) => connection.onClose(resolve));
        await print(context, 'open');
        await print(context, ` ${((await closed) as { code?: string } | undefined)?.code}`);
        return 0;
      },
    });
    await screenOf(await container.machine.spawn('server', [])).contains('listening');
    const [worker] = alive();
    const { port1, port2 } = new MessageChannel();
    const accepted = new Promise((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
    });
    container.machine.connect(3000 as never, port2);
    expect(await accepted).toEqual({ type: 'accepted' });
    port1.close();
    const client = await container.spawn('client');
    const screen = screenOf(client);
    await screen.contains('open');
    crash(worker!);
    await client.exit;
    await screen.contains('open ECONNRESET');
  });
});
