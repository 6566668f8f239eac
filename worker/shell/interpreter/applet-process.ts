// Runs an applet inside jsh: gives it buffered streams over the frame's fds and turns how it ended into an exit code.

import { absolutePath } from '../expand/glob.ts';
import { Failure, type AppletContext, type Input, type Output, type RunOptions } from '../commands/applet.ts';
import { errorText } from '../commands/error-text.ts';
import { isFileError } from '../commands/lines.ts';
import { loadApplet } from '../commands/registry.ts';
import { openFlags } from '../../vfs/filesystem.ts';
import { breathe } from '../stream/breathe.ts';
import type { Control } from '../stream/control.ts';
import { nullDescription, type Description } from '../stream/description.ts';
import { FileDescription } from '../stream/file-description.ts';
import { BrokenPipe, Interrupted } from '../stream/interrupted.ts';
import { StreamDescription } from '../stream/stream-description.ts';
import { joinBytes } from '../../os/concat-bytes.ts';
import { encodeText } from '../stream/text.ts';
import { ShellExit } from './flow.ts';
import type { FdTable, Frame } from './frame.ts';
import { ShellError } from './shell-error.ts';
import { runProgram } from './simple.ts';

/** What is written is sent on in pieces of this size, or before the applet waits. */
const bufferSize = 32 * 1024;
const defaultColumns = 80;
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
  const runOther = async (command: readonly string[], options: RunOptions, fds: FdTable): Promise<number> => {
    if (options.noInput === true) fds.set(0, nullDescription);
    const inner = { ...frame, fds, state: frame.state.clone() };
    if (options.cwd !== undefined) inner.state.cwd = options.cwd;
    const childEnv = options.env ?? environment();
    for (const [variable] of inner.state.variables.entries())
      inner.state.variables.declare(variable, { exported: false });
    try {
      return await runProgram(inner, { argv: command, assigned: childEnv }, frame.job);
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      await stderr.write(`${name}: ${commandError(command, error)}\n`);
      await stderr.flush();
      return error.status;
    }
  };
  return {
    name,
    args,
    stdin,
    stdout,
    stderr,
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
    complain: async (message) => {
      await stdout.flush();
      await stderr.write(`${name}: ${message}\n`);
      await stderr.flush();
    },
    run: async (command, options = {}) => {
      await stdout.flush();
      return runOther(command, options, new Map(frame.fds));
    },
    readFrom: (command) => {
      const { read, write } = pipeOf(sys);
      const fds = new Map(frame.fds).set(1, write);
      const ended = runOther(command, {}, fds).finally(() => write.close());
      // Whoever closes hears of it.
      ended.catch(() => {});
      return {
        input: inputOf(read, control, flush),
        close: () => {
          read.close();
          return ended;
        },
      };
    },
    writeTo: (command) => {
      const { read, write } = pipeOf(sys);
      const fds = new Map(frame.fds).set(0, read);
      const ended = runOther(command, {}, fds).finally(() => read.close());
      ended.catch(() => {});
      const output = new BufferedOutput(write, control);
      return {
        output,
        close: async () => {
          try {
            await output.flush();
          } finally {
            write.close();
          }
          return ended;
        },
      };
    },
    breathe: async () => {
      await breathe();
      await control.running();
    },
    isTerminal: (fd) => frame.fds.get(fd)?.tty !== undefined,
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

function inputOf(
  description: Description,
  control: Control,
  flush: () => Promise<void>,
  close = (): void => description.close(),
): Input {
  return {
    isTerminal: description.tty !== undefined,
    read: async () => {
      await flush();
      return control.retry((phase) => description.read(phase));
    },
    unread: (bytes) => description.unread(bytes),
    close,
  };
}

class BufferedOutput implements Output {
  readonly #description: Description | undefined;
  readonly #control: Control;
  #chunks: Uint8Array[] = [];
  #text = '';
  #size = 0;

  constructor(description: Description | undefined, control: Control) {
    this.#description = description;
    this.#control = control;
  }

  get isTerminal(): boolean {
    return this.#description?.tty !== undefined;
  }

  get columns(): number {
    return this.#description?.tty?.size().cols || defaultColumns;
  }

  async write(data: string | Uint8Array): Promise<void> {
    if (typeof data === 'string') this.#text += data;
    else {
      this.#takeText();
      this.#chunks.push(data);
    }
    this.#size += data.length;
    if (this.#size >= bufferSize) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#size === 0) return;
    this.#takeText();
    const bytes = joinBytes(this.#chunks);
    this.#chunks = [];
    this.#size = 0;
    await breathe();
    await this.#control.running();
    await this.#description?.write(bytes, this.#control.signal);
  }

  #takeText(): void {
    if (this.#text === '') return;
    this.#chunks.push(encodeText(this.#text));
    this.#text = '';
  }
}
