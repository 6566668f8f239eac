// `spawn` of the WebContainer API on the machine: a command, its environment and its streams (with a terminal, or merged
// stdout and stderr without one).

import { defaultPath, resolveExecutable } from '../../os/exec.ts';
import type { StdioDescriptor } from '../../os/messages.ts';
import { shellCode } from '../../os/signals.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { MachineProcess, MachineSpawnOptions } from '../container.ts';
import { feedPipe, pumpPipe } from './local-streams.ts';
import type { EmbeddedMachine } from './machine.ts';
import type { Process } from './process.ts';
import type { Party } from './read-queue.ts';
import { TextOutput } from './text-output.ts';

const home = '/home/web';

export interface SpawnContext {
  readonly machine: EmbeddedMachine;
  readonly fs: Parameters<typeof resolveExecutable>[0];
  readonly workdir: string;
  /** Makes the ids of the pipes unique. */
  readonly nextPipe: () => string;
}

/** Rejects with ENOENT, EACCES or ENOEXEC where the command cannot run, and ENOENT for a cwd that is not there. */
export function spawn(
  context: SpawnContext,
  command: string,
  args: readonly string[],
  options: MachineSpawnOptions,
): MachineProcess {
  const { machine, fs } = context;
  const cwd = absolute(context.workdir, options.cwd);
  if (fs.tryStat(cwd)?.type !== 'directory') throw new SystemError('ENOENT', 'chdir', cwd);
  const env = environment(cwd, options.env);
  const image = resolveExecutable(fs, command, [command, ...args], { cwd, path: env['PATH'] });
  const plan = { ...image, env, cwd };
  if (options.terminal !== undefined) {
    const process = machine.startSession({ ...plan, terminal: options.terminal, stdio: [] });
    const { tty } = process.entry;
    if (tty === null) throw new Error('a session with a terminal has a tty');
    if (options.output === false) tty.discardOutput();
    return describe(machine, process, {
      input: new WritableStream<string>({ write: (text) => tty.type(text), close: () => tty.type('\x04') }),
      output: tty.output,
      resize: (size) => tty.resize(size),
    });
  }
  const streams = openStreams(context, options);
  const process = machine.startSession({ ...plan, terminal: null, stdio: streams.stdio });
  streams.handOver();
  return describe(machine, process, { ...streams, resize: () => {} });
}

function describe(
  machine: EmbeddedMachine,
  process: Process,
  streams: Pick<MachineProcess, 'input' | 'output' | 'resize'>,
): MachineProcess {
  const { pid, entry } = process;
  const status = entry.ended.promise;
  const signal: MachineProcess['signal'] = (name) => {
    if (!process.isEnded) machine.signal(pid, name);
  };
  return {
    pid,
    tty: entry.tty?.name ?? null,
    status,
    exit: status.then(shellCode),
    input: streams.input,
    output: streams.output,
    resize: streams.resize,
    signal,
    // A terminal is hung up, as by closing its window; without one the process's group gets SIGTERM.
    kill: () => {
      if (process.isEnded) return;
      if (entry.tty !== null) machine.hangUp(entry.tty);
      else machine.signalGroup(entry.pgid, 'SIGTERM');
    },
  };
}

function openStreams({ machine: { pipes }, nextPipe }: SpawnContext, options: MachineSpawnOptions) {
  // Holds every end until the child does.
  const opener: Party = { chunk: () => {}, taken: () => {}, broken: () => {} };
  const open = () => {
    const id = nextPipe();
    pipes.create(id, opener);
    return id;
  };
  const stdin = open();
  const stdout = open();
  const stderr = options.separateStderr === undefined ? stdout : open();
  const input = feedPipe(pipes, stdin);
  const output = new TextOutput();
  if (options.output === false) output.discard();
  pumpPipe(pipes, stdout, output);
  const { separateStderr } = options;
  if (separateStderr !== undefined) {
    pumpPipe(pipes, stderr, {
      push(text, taken) {
        separateStderr(text);
        taken?.();
      },
      close: () => {},
    });
  }
  const stdio: StdioDescriptor[] = [
    { kind: 'pipe-read', pipe: stdin },
    { kind: 'pipe-write', pipe: stdout },
    { kind: 'pipe-write', pipe: stderr },
  ];
  const handOver = () => {
    for (const id of new Set([stdin, stdout, stderr])) {
      pipes.release(id, 'read', opener);
      pipes.release(id, 'write', opener);
    }
  };
  return { input, output: output.stream, stdio, handOver };
}

function absolute(workdir: string, path: string | undefined): string {
  if (path === undefined || path === '' || path === '.') return workdir;
  return path.startsWith('/') ? path : `${workdir}/${path.replace(/^\.\//, '')}`.replace(/\/+$/, '');
}

function environment(
  cwd: string,
  own: Readonly<Record<string, string | number | boolean>> | undefined,
): Record<string, string> {
  const env: Record<string, string> = {
    HOME: home,
    USER: 'web',
    LOGNAME: 'web',
    HOSTNAME: 'holdfast',
    SHELL: '/bin/jsh',
    PATH: defaultPath,
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'en_US.UTF-8',
    EDITOR: 'code',
    PWD: cwd,
    // Its synchronous calls share memory with a thread, which needs a tab (ADR 15) and a process that has done nothing to
    // others yet; told this it runs a child instead.
    ESBUILD_WORKER_THREADS: '0',
    // Its idle threads (Piscina's, Tinypool's) sleep in Atomics.wait and read their tasks from a port. No browser gives a thread that
    // sleeps the ports and the shared memory of a task (ADR 15); told this they wait for events.
    PISCINA_DISABLE_ATOMICS: '1',
  };
  for (const [name, value] of Object.entries(own ?? {})) env[name] = String(value);
  return env;
}
