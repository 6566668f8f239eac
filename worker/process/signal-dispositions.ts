// What a signal does in this process (signal(7)): the program's handler, or the default action. Owned by the runtime.

import type { ExitStatus, Signal } from '../os/signals.ts';

interface Actions {
  exit(status: ExitStatus): void;
  /** Told when the process stops (with the signal) and when it goes on (null). */
  suspended(by: Signal | null): void;
  /** The kernel must know: what is not handled ends even a process that does not listen. */
  handles(signal: Signal, handled: boolean): void;
}

const ignoredByDefault: ReadonlySet<Signal> = new Set(['SIGCHLD', 'SIGCONT', 'SIGWINCH']);
const stoppingByDefault: ReadonlySet<Signal> = new Set(['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU']);

export class SignalDispositions {
  readonly #handlers = new Map<Signal, (() => void)[]>();
  /** Signals that came while the process was stopped. */
  readonly #held = new Set<Signal>();
  #stopped = false;

  constructor(private readonly actions: Actions) {}

  get stopped(): boolean {
    return this.#stopped;
  }

  handle(signal: Signal, handler: () => void): Disposable {
    const handlers = this.#handlers.get(signal);
    this.#handlers.set(signal, [...(handlers ?? []), handler]);
    if (handlers === undefined) this.actions.handles(signal, true);
    return {
      [Symbol.dispose]: () => {
        const rest = (this.#handlers.get(signal) ?? []).filter((other) => other !== handler);
        if (rest.length > 0) this.#handlers.set(signal, rest);
        else if (this.#handlers.delete(signal)) this.actions.handles(signal, false);
      },
    };
  }

  raise(signal: Signal): void {
    if (signal === 'SIGKILL') {
      this.actions.exit({ kind: 'signaled', signal });
      return;
    }
    if (signal === 'SIGCONT') this.#continue();
    if (this.#stopped) {
      this.#held.add(signal);
      return;
    }
    const handlers = signal === 'SIGSTOP' ? undefined : this.#handlers.get(signal);
    if (handlers !== undefined) {
      for (const handler of handlers) handler();
    } else if (stoppingByDefault.has(signal)) {
      this.#stopped = true;
      this.actions.suspended(signal);
    } else if (!ignoredByDefault.has(signal)) {
      this.actions.exit({ kind: 'signaled', signal });
    }
  }

  #continue(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.actions.suspended(null);
    const held = [...this.#held];
    this.#held.clear();
    for (const signal of held) this.raise(signal);
  }
}
