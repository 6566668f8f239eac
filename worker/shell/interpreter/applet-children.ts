// The commands that an applet runs: within it, beside it with a pipe between the two, or as a process of their own.

import { appletNames } from '../commands/names.ts';
import type { AppletContext, RunOptions } from '../commands/applet.ts';
import type { Control } from '../stream/control.ts';
import { nullDescription, type Description } from '../stream/description.ts';
import { StreamDescription } from '../stream/stream-description.ts';
import { BufferedOutput, inputOf } from './applet-streams.ts';
import type { FdTable, Frame } from './frame.ts';
import { Job } from './job.ts';
import { ShellError } from './shell-error.ts';
import { runProgram } from './simple.ts';
import { findExecutable, spawnProcess } from './spawn.ts';

const applets: ReadonlySet<string> = new Set(appletNames);

export interface ChildrenScope {
  readonly frame: Frame;
  /** The applet's. */
  readonly name: string;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly control: Control;
  readonly stdout: BufferedOutput;
  readonly stderr: BufferedOutput;
}

export function childrenOf(
  scope: ChildrenScope,
): Pick<AppletContext, 'run' | 'start' | 'readFrom' | 'writeTo'> {
  const { frame, name, environment, control, stdout, stderr } = scope;
  const { sys } = frame.shell.context;
  const flush = (): Promise<void> => stdout.flush();
  /** Nothing is exported but the environment given. */
  const innerFrame = (fds: FdTable, cwd = frame.state.cwd): Frame => {
    const inner = { ...frame, fds, state: frame.state.clone() };
    inner.state.cwd = cwd;
    for (const [variable] of inner.state.variables.entries())
      inner.state.variables.declare(variable, { exported: false });
    return inner;
  };
  const runWith = async (argv: readonly string[], options: RunOptions, fds: FdTable): Promise<number> => {
    try {
      const assigned = options.env ?? environment();
      return await runProgram(innerFrame(fds, options.cwd), { argv, assigned }, frame.job);
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      await stderr.write(`${name}: ${commandError(argv, error)}\n`);
      await stderr.flush();
      return error.status;
    }
  };
  return {
    run: async (argv, options = {}) => {
      await stdout.flush();
      const fds = new Map(frame.fds);
      if (options.noInput === true) fds.set(0, nullDescription);
      return runWith(argv, options, fds);
    },
    start: async (argv) => {
      await stdout.flush();
      const env = environment();
      const inner = innerFrame(new Map(frame.fds));
      try {
        const plan = applets.has(argv[0] ?? '')
          ? { program: 'jsh' as const, argv, env }
          : { ...findExecutable(inner, argv, env['PATH']), env, title: argv.join(' ') };
        return await spawnProcess(inner, plan, frame.job ?? new Job(argv.join(' '), true));
      } catch (error) {
        if (!(error instanceof ShellError)) throw error;
        await stderr.write(`${name}: failed to run command ${commandError(argv, error)}\n`);
        await stderr.flush();
        return error.status;
      }
    },
    readFrom: (argv) => {
      const { read, write } = pipeOf(sys);
      const ended = runWith(argv, {}, new Map(frame.fds).set(1, write)).finally(() => write.close());
      // Whoever closes hears of it.
      ended.catch(() => {});
      const close = (): Promise<number> => {
        read.close();
        return ended;
      };
      return { input: inputOf(read, control, flush), close };
    },
    writeTo: (argv) => {
      const { read, write } = pipeOf(sys);
      const ended = runWith(argv, {}, new Map(frame.fds).set(0, read)).finally(() => read.close());
      ended.catch(() => {});
      const output = new BufferedOutput(write, control);
      const close = async (): Promise<number> => {
        try {
          await output.flush();
        } finally {
          write.close();
        }
        return ended;
      };
      return { output, close };
    },
  };
}

/** A pipe of the kernel's: the other end is a process's. */
function pipeOf(sys: AppletContext['sys']): { read: Description; write: Description } {
  const { read, write } = sys.pipe();
  return { read: new StreamDescription(read, null), write: new StreamDescription(write, null) };
}

/** As env and xargs word it: `'x': No such file or directory`. */
function commandError(command: readonly string[], error: ShellError): string {
  if (error.status === 127) return `‘${command[0] ?? ''}’: No such file or directory`;
  return `‘${command[0] ?? ''}’: Permission denied`;
}
