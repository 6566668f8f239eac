// The process-wide side of a running jsh: children, jobs, signals, the terminal. One a process; subshells share it.

import type { ProcessContext } from '../../os/process-context.ts';
import { cookedMode } from '../../os/process-context.ts';
import { signalNumbers, type ExitStatus, type Signal } from '../../os/signals.ts';
import type { Description, TtyStream } from '../stream/description.ts';
import { nullDescription } from '../stream/description.ts';
import { FileDescription } from '../stream/file-description.ts';
import { Interrupted } from '../stream/interrupted.ts';
import { StreamDescription } from '../stream/stream-description.ts';
import { encodeText } from '../stream/text.ts';
import { Children } from './children.ts';
import type { FdTable } from './frame.ts';
import type { Job } from './job.ts';
import { JobTable } from './job-table.ts';

/** What interactive line editing offers to builtins; absent in scripts. */
export interface HistoryAccess {
  list(): readonly string[];
  clear(): void;
}

export class Shell {
  readonly context: ProcessContext;
  readonly children: Children;
  readonly jobs = new JobTable();
  /** The fds that the process was started with. */
  readonly initial: FdTable;
  /** Reads command lines from a terminal, and controls jobs on it. */
  readonly interactive: boolean;
  /** In front of the shell's own messages. */
  readonly label: string;
  readonly startedAt = Date.now();
  history: HistoryAccess | undefined;
  /** The pipeline that is waited for. */
  foreground: Job | null = null;
  /** ^C since the line began: everything unwinds to the prompt, or ends the script. */
  interrupted = false;
  /** Set once, by SIGTERM and the like in a script: the shell ends with it as soon as its child has. */
  dying: Signal | null = null;
  /** The signal that the last process died of; null where it exited. */
  lastDeath: Signal | null = null;
  /** Signals with a trap that came and whose action has not run yet. */
  readonly pendingTraps: string[] = [];
  /** The lists of `>(…)` that still run: the shell does not end before them. */
  readonly beside = new Set<Promise<number>>();
  readonly #trapHandlers = new Map<string, Disposable>();
  readonly #onInterrupt = new Set<() => void>();

  constructor(context: ProcessContext, options: { interactive: boolean; label: string }) {
    this.context = context;
    this.interactive = options.interactive;
    this.label = options.label;
    this.initial = Shell.#describe(context);
    this.children = new Children(context.sys);
    this.children.onEvent((event) => {
      const jobs = new Set([...this.jobs.list(), ...(this.foreground === null ? [] : [this.foreground])]);
      for (const job of jobs) {
        if (!job.onChild(event)) continue;
        // What runs inside jsh (the rest of a loop, the next applet) needs the terminal again.
        if (job === this.foreground && job.live.size === 0) this.takeTerminal();
      }
    });
  }

  static #describe(context: ProcessContext): FdTable {
    const fds: FdTable = new Map();
    context.stdio.forEach((stream, fd) => {
      const description: Description =
        stream.kind === 'null'
          ? nullDescription
          : stream.kind === 'file'
            ? new FileDescription(stream.file)
            : new StreamDescription(stream, fd);
      fds.set(fd, description);
    });
    // One terminal, one queue of bytes: what one reader leaves is the next one's.
    const terminal = fds.get(0)?.tty === undefined ? undefined : fds.get(0);
    if (terminal !== undefined) {
      for (const [fd, description] of fds) if (description.tty !== undefined) fds.set(fd, terminal);
    }
    return fds;
  }

  /** The terminal that an interactive shell controls. */
  get tty(): TtyStream | undefined {
    if (!this.interactive) return undefined;
    const stream = this.context.stdio[0];
    return stream?.kind === 'tty' ? stream : undefined;
  }

  /** Makes jsh the foreground group again, with a terminal as programs expect it. */
  takeTerminal(): void {
    if (this.tty === undefined) return;
    this.context.sys.setForegroundGroup(this.context.pid);
    this.tty.setMode(cookedMode);
  }

  async complain(fds: FdTable, message: string): Promise<void> {
    await writeText(fds.get(2), `${this.label}: ${message}\n`);
  }

  onInterrupt(listener: () => void): Disposable {
    this.#onInterrupt.add(listener);
    return { [Symbol.dispose]: () => this.#onInterrupt.delete(listener) };
  }

  /** ^C reached this process. */
  interrupt(): void {
    this.interrupted = true;
    this.foreground?.control.abort();
    for (const listener of [...this.#onInterrupt]) listener();
  }

  /** Throws where the line is to be given up. */
  checkInterrupted(): void {
    if (this.interrupted) throw new Interrupted();
  }

  installSignals(): void {
    const { context } = this;
    context.onSuspend((suspended) => {
      if (suspended) this.foreground?.control.stop();
      else this.foreground?.control.resume();
    });
    this.#handle('SIGINT', () => {
      this.interrupt();
      // From a terminal its whole foreground group has it. Otherwise it is meant for the command, as below.
      const fromTerminal = this.context.stdio.some(({ kind }) => kind === 'tty');
      if (!this.interactive && !fromTerminal) this.#passOn('SIGINT');
    });
    // A write to a pipe without readers ends the stage that made it (BrokenPipe), not the shell around it.
    this.#handle('SIGPIPE', () => {});
    if (this.interactive) {
      this.#handle('SIGTSTP', () => {
        const job = this.foreground;
        if (job !== null && job.live.size === 0) job.markStopped('SIGTSTP');
      });
      for (const ignored of ['SIGQUIT', 'SIGTERM', 'SIGTTIN', 'SIGTTOU'] as const)
        this.#handle(ignored, () => {});
      this.#handle('SIGHUP', () => {
        for (const job of this.jobs.list()) {
          if (job.pgid !== null) void context.sys.kill(-Number(job.pgid), 'SIGHUP').catch(() => {});
        }
        context.exit({ kind: 'signaled', signal: 'SIGHUP' });
      });
    } else {
      // There is no exec(2) here: a signal for the shell is meant for the command that it runs (`sh -c 'node server'`).
      for (const signal of ['SIGTERM', 'SIGHUP'] as const) this.#handle(signal, () => this.#dieOf(signal));
    }
  }

  /** `trap`: `undefined` restores the default. */
  setTrap(name: string, action: string | undefined): void {
    this.#trapHandlers.get(name)?.[Symbol.dispose]();
    this.#trapHandlers.delete(name);
    if (name === 'EXIT') return;
    const signal = name as Signal;
    if (action === undefined) {
      this.#restoreDefault(signal);
      return;
    }
    const handler = (): void => {
      if (action === '') return;
      this.pendingTraps.push(name);
      if (signal === 'SIGINT') this.foreground?.control.abort();
      for (const listener of [...this.#onInterrupt]) listener();
    };
    this.#trapHandlers.set(name, this.context.onSignal(signal, handler));
  }

  #restoreDefault(signal: Signal): void {
    if (signal === 'SIGINT') this.#handle('SIGINT', () => this.interrupt());
    else if (!this.interactive && (signal === 'SIGTERM' || signal === 'SIGHUP'))
      this.#handle(signal, () => this.#dieOf(signal));
  }

  #handle(signal: Signal, handler: () => void): void {
    this.#trapHandlers.get(signal)?.[Symbol.dispose]();
    this.#trapHandlers.set(signal, this.context.onSignal(signal, handler));
  }

  #dieOf(signal: Signal): void {
    this.dying = signal;
    this.foreground?.control.abort();
    if ((this.foreground?.live.size ?? 0) === 0) this.context.exit({ kind: 'signaled', signal });
    this.#passOn(signal);
  }

  #passOn(signal: Signal): void {
    // A child that has just ended is no concern.
    for (const pid of this.foreground?.live ?? []) void this.context.sys.kill(pid, signal).catch(() => {});
  }
}

export function signalNamed(name: string): Signal | undefined {
  if (/^\d+$/.test(name)) {
    return (Object.keys(signalNumbers) as Signal[]).find((signal) => signalNumbers[signal] === Number(name));
  }
  const full = name.toUpperCase().startsWith('SIG') ? name.toUpperCase() : `SIG${name.toUpperCase()}`;
  return full in signalNumbers ? (full as Signal) : undefined;
}

/**
 * How a shell ends whose last command had this code. Other shells become that command (exec(2)), so that its death by a
 * signal is theirs; this one has to repeat it.
 */
export function endOf({ lastDeath }: Shell, code: number): ExitStatus {
  const died = lastDeath !== null && code === 128 + signalNumbers[lastDeath];
  return died ? { kind: 'signaled', signal: lastDeath } : { kind: 'exited', code };
}

const never = new AbortController().signal;

/** Writes the shell's own words; a reader that is gone is no concern of the shell's. */
export async function writeText(to: Description | undefined, text: string): Promise<void> {
  try {
    await to?.write(encodeText(text), never);
  } catch {
    // Nowhere left to say it.
  }
}
