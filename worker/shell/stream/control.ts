// What a job does to the coroutines that run inside jsh: abort them (as SIGINT would) or hold them (as SIGTSTP would).
// Owned by a job; lives as long as it.

import { Interrupted } from './interrupted.ts';

export class Control {
  // Made when first asked for: a loop of builtins makes a job a command, and most never wait.
  #abort: AbortController | undefined;
  #phase: AbortController | undefined;
  #aborted = false;
  #resumed: PromiseWithResolvers<void> | undefined;

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Aborted once, for good. */
  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      this.#abort = new AbortController();
      if (this.#aborted) this.#abort.abort();
    }
    return this.#abort.signal;
  }

  /** Aborted by an abort and by a stop alike: what a pending read listens to. A new one follows each stop. */
  get phase(): AbortSignal {
    if (this.#phase === undefined) {
      this.#phase = new AbortController();
      if (this.#aborted || this.#resumed !== undefined) this.#phase.abort();
    }
    return this.#phase.signal;
  }

  abort(): void {
    this.#aborted = true;
    this.#abort?.abort();
    this.#phase?.abort();
    this.#resumed?.resolve();
  }

  stop(): void {
    if (this.#resumed !== undefined || this.#aborted) return;
    this.#resumed = Promise.withResolvers();
    this.#phase?.abort();
  }

  resume(): void {
    if (this.#resumed === undefined || this.#aborted) return;
    this.#phase = undefined;
    const resumed = this.#resumed;
    this.#resumed = undefined;
    resumed.resolve();
  }

  /** Settles when not stopped; rejects with Interrupted when aborted. */
  async running(): Promise<void> {
    while (this.#resumed !== undefined && !this.#aborted) await this.#resumed.promise;
    if (this.#aborted) throw new Interrupted();
  }

  /** Runs `attempt` until it ends in a phase that was not stopped meanwhile. */
  async retry<T>(attempt: (phase: AbortSignal) => Promise<T>): Promise<T> {
    for (;;) {
      await this.running();
      try {
        return await attempt(this.phase);
      } catch (error) {
        if (!(error instanceof Interrupted) || this.#aborted) throw error;
      }
    }
  }
}
