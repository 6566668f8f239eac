// Runs an applet inside jsh: gives it buffered streams over the frame's fds and turns how it ended into an exit code.

import { absolutePath } from '../expand/glob.ts';
import { Failure, type AppletContext } from '../commands/applet.ts';
import { errorText } from '../commands/error-text.ts';
import { isFileError } from '../commands/lines.ts';
import { loadApplet } from '../commands/registry.ts';
import { openFlags } from '../../vfs/filesystem.ts';
import { breathe } from '../stream/breathe.ts';
import type { Control } from '../stream/control.ts';
import { nullDescription, type Description } from '../stream/description.ts';
import { FileDescription } from '../stream/file-description.ts';
import { BrokenPipe, Interrupted } from '../stream/interrupted.ts';
import { childrenOf } from './applet-children.ts';
import { BufferedOutput, inputOf, terminalOf } from './applet-streams.ts';
import { ShellExit } from './flow.ts';
import type { Frame } from './frame.ts';

/** EX_SOFTWARE of sysexits.h. */
const internalError = 70;

export async function runApplet(
  frame: Frame,
  argv: readonly string[],
  environment: () => Readonly<Record<string, string>>,
  control: Control,
): Promise<number> {
  const name = argv[0] ?? '';
  const opened = new Set<Description>();
  const stdout = new BufferedOutput(frame.fds.get(1), control);
  const stderr = new BufferedOutput(frame.fds.get(2), control);
  const context = contextOf(frame, argv, environment, control, { stdout, stderr }, opened);
  try {
    const applet = await loadApplet(name, context.args);
    const code = await applet(context);
    await stdout.flush();
    return code;
  } catch (error) {
    if (error instanceof Interrupted) return 130;
    if (error instanceof BrokenPipe) {
      // Builtins of every shell: SIGPIPE ends the loop around them too. `while :; do echo; done | head -n 1` must end.
      if (name === 'echo' || name === 'printf') throw error;
      return 141;
    }
    if (error instanceof ShellExit) throw error;
    await flushQuietly(stdout);
    if (error instanceof Failure || isFileError(error)) {
      const failed = error instanceof Failure ? error : undefined;
      await context.complain(failed?.message ?? fileErrorText(error)).catch(() => {});
      return failed?.code ?? 1;
    }
    // A defect of the applet must not take the shell with it.
    await context.complain(`internal error: ${errorText(error)}`).catch(() => {});
    return internalError;
  } finally {
    for (const description of opened) description.close();
  }
}

async function flushQuietly(output: BufferedOutput): Promise<void> {
  try {
    await output.flush();
  } catch {
    // The applet has failed already; its message matters more.
  }
}

function fileErrorText(error: unknown): string {
  const path = error instanceof Error && 'path' in error ? String(error.path) : '';
  return path === '' ? errorText(error) : `${path}: ${errorText(error)}`;
}

function contextOf(
  frame: Frame,
  argv: readonly string[],
  environment: () => Readonly<Record<string, string>>,
  control: Control,
  { stdout, stderr }: { stdout: BufferedOutput; stderr: BufferedOutput },
  opened: Set<Description>,
): AppletContext {
  const { shell, state } = frame;
  const { fs, sys, pid } = shell.context;
  const [name = '', ...args] = argv;
  let env: Readonly<Record<string, string>> | undefined;
  const flush = (): Promise<void> => stdout.flush();
  const stdin = inputOf(frame.fds.get(0) ?? nullDescription, control, flush, () => {});
  return {
    name,
    args,
    stdin,
    stdout,
    stderr,
    get terminal() {
      return terminalOf(shell.initial.values(), control, flush);
    },
    fs,
    sys,
    pid,
    cwd: state.cwd,
    get env() {
      env ??= environment();
      return env;
    },
    umask: state.umask,
    get signal() {
      return control.signal;
    },
    resolve: (operand) => absolutePath(state.cwd, operand),
    open: (operand) => {
      if (operand === '-' || operand === '/dev/stdin') return stdin;
      if (operand === '/dev/null') return inputOf(nullDescription, control, flush, () => {});
      const inherited = /^\/dev\/fd\/(\d+)$/.exec(operand)?.[1];
      const description =
        (inherited === undefined ? undefined : frame.fds.get(Number(inherited))) ??
        new FileDescription(fs.open(absolutePath(state.cwd, operand), openFlags.O_RDONLY, 0));
      if (inherited !== undefined) return inputOf(description, control, flush, () => {});
      opened.add(description);
      return inputOf(description, control, flush, () => {
        if (opened.delete(description)) description.close();
      });
    },
    inherited: (operand) => {
      const fd =
        { '/dev/stdout': 1, '/dev/stderr': 2 }[operand] ?? Number(/^\/dev\/fd\/(\d+)$/.exec(operand)?.[1]);
      if (fd === 1) return stdout;
      if (fd === 2) return stderr;
      const description = frame.fds.get(fd);
      return description === undefined ? undefined : new BufferedOutput(description, control);
    },
    complain: async (message) => {
      await stdout.flush();
      await stderr.write(`${name}: ${message}\n`);
      await stderr.flush();
    },
    ...childrenOf({ frame, name, environment, control, stdout, stderr }),
    breathe: async () => {
      await breathe();
      await control.running();
    },
    isTerminal: (fd) => frame.fds.get(fd)?.tty !== undefined,
  };
}
