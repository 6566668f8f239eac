// A job: one pipeline with its child processes (a process group of their own under job control) and the stages of it
// that run inside jsh. Made for every pipeline; listed by `jobs` only when it is stopped or in the background.

import type { ChildEvent } from '../../os/process-context.ts';
import { shellCode, type ExitStatus, type Signal } from '../../os/signals.ts';
import type { Pid } from '../../protocol/ids.ts';
import { Control } from '../stream/control.ts';

export type JobState =
  | { readonly type: 'running' }
  | { readonly type: 'stopped'; readonly signal: Signal }
  | { readonly type: 'done'; readonly status: ExitStatus };

export class Job {
  readonly text: string;
  /** Holds or aborts the stages inside jsh. */
  readonly control = new Control();
  /** The group of its processes; null before the first, without job control, and once all of them are gone. */
  pgid: Pid | null = null;
  foreground: boolean;
  /** The last process started: the one of the last stage. */
  lastPid: Pid | null = null;
  /** `[1]`; null while it is not in the table. */
  number: number | null = null;
  state: JobState = { type: 'running' };
  /** The exit status of the whole, once set by the pipeline. */
  finished: Promise<number> = Promise.resolve(0);
  /** The last start of a process: they are made one after the other. */
  spawning: Promise<void> = Promise.resolve();
  /** Some stages are processes, so that jsh is not the foreground group: no stage inside jsh may read the terminal. */
  mixed = false;
  /** A process of it died by ^C: what called it stops too. */
  interrupted = false;
  /** How that one ended, with its signal, which the shell's own code has lost. */
  #lastStatus: ExitStatus | null = null;
  readonly #live = new Set<Pid>();
  readonly #suspended = new Set<Pid>();
  #onStop = Promise.withResolvers<Signal>();

  constructor(text: string, foreground: boolean) {
    this.text = text;
    this.foreground = foreground;
  }

  get live(): ReadonlySet<Pid> {
    return this.#live;
  }

  /** Settles at the next stop. */
  get stopped(): Promise<Signal> {
    return this.#onStop.promise;
  }

  addProcess(pid: Pid, pgid: Pid | null): void {
    this.#live.add(pid);
    this.lastPid = pid;
    this.pgid = pgid;
  }

  /** True where it was about a process of this job. */
  onChild(event: ChildEvent): boolean {
    if (!this.#live.has(event.pid)) return false;
    switch (event.type) {
      case 'exit':
        this.#live.delete(event.pid);
        if (event.pid === this.lastPid) this.#lastStatus = event.status;
        this.#suspended.delete(event.pid);
        if (this.#live.size === 0) this.pgid = null;
        if (event.status.kind === 'signaled' && event.status.signal === 'SIGINT') {
          this.interrupted = true;
          this.control.abort();
        }
        break;
      case 'stopped':
        this.#suspended.add(event.pid);
        if (this.#suspended.size === this.#live.size) this.markStopped(event.signal);
        break;
      case 'continued':
        this.#suspended.delete(event.pid);
        if (this.state.type === 'stopped') this.markRunning();
        break;
    }
    return true;
  }

  markStopped(signal: Signal): void {
    if (this.state.type === 'done') return;
    this.state = { type: 'stopped', signal };
    this.control.stop();
    this.#onStop.resolve(signal);
  }

  markRunning(): void {
    if (this.state.type === 'done') return;
    this.state = { type: 'running' };
    this.#suspended.clear();
    this.#onStop = Promise.withResolvers();
    this.control.resume();
  }

  markDone(code: number): void {
    const last = this.#lastStatus;
    const status = last !== null && shellCode(last) === code ? last : ({ kind: 'exited', code } as const);
    this.state = { type: 'done', status };
  }
}
