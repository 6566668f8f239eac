// What a job does to the coroutines that run inside jsh: abort them (as SIGINT would) or hold them (as SIGTSTP would).
// Owned by a job; lives as long as it.

import { Interrupted } from './interrupted.ts';

export class Control {
  readonly #abort = new AbortController();
  #phase = new AbortController();
  #resumed: PromiseWithResolvers<void> | undefined;

  /** Aborted once, for good. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Aborted by an abort and by a stop alike: what a pending read listens to. A new one follows each stop. */
  get phase(): AbortSignal {
    return this.#phase.signal;
  }

  get stopped(): boolean {
    return this.#resumed !== undefined;
  }

  abort(): void {
    this.#abort.abort();
    this.#phase.abort();
    this.#resumed?.resolve();
  }

  stop(): void {
    if (this.#resumed !== undefined || this.signal.aborted) return;
    this.#resumed = Promise.withResolvers();
    this.#phase.abort();
  }

  resume(): void {
    if (this.#resumed === undefined || this.signal.aborted) return;
    this.#phase = new AbortController();
    const resumed = this.#resumed;
    this.#resumed = undefined;
    resumed.resolve();
  }

  /** Settles when not stopped; rejects with Interrupted when aborted. */
  async running(): Promise<void> {
    while (this.#resumed !== undefined && !this.signal.aborted) await this.#resumed.promise;
    if (this.signal.aborted) throw new Interrupted();
  }

  /** Runs `attempt` until it ends in a phase that was not stopped meanwhile. */
  async retry<T>(attempt: (phase: AbortSignal) => Promise<T>): Promise<T> {
    for (;;) {
      await this.running();
      try {
        return await attempt(this.phase);
      } catch (error) {
        if (!(error instanceof Interrupted) || this.signal.aborted) throw error;
      }
    }
  }
}
