import { describe, expect, test } from 'vitest';
import { world } from './testing/world.ts';
import { readText } from './testing/fake-workers.ts';

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
      EDITOR: 'code',
      PWD: '/home/web/project',
      ESBUILD_WORKER_THREADS: '0',
      PISCINA_DISABLE_ATOMICS: '1',
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
