// Holds the current snapshot; lives as long as the kernel. Each change that is told gets the next `seq`.

import type { Action } from './action.ts';
import { reduce } from './reducer.ts';
import type { RuntimeState, Snapshot } from './state.ts';

export class StateStore {
  #snapshot: Snapshot;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  /** The `seq` that listeners know. */
  #told: number;
  #isBatch = false;

  constructor(initial: RuntimeState) {
    this.#snapshot = { seq: 1, state: initial };
    this.#told = 1;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  get state(): RuntimeState {
    return this.#snapshot.state;
  }

  dispatch(action: Action): void {
    const state = reduce(this.#snapshot.state, action);
    if (state === this.#snapshot.state) return;
    const seq = this.#told + 1;
    this.#snapshot = { seq, state };
    if (!this.#isBatch) this.#tell();
  }

  /** What `run` dispatches is told as one change: a tab that renders the first of several is late for the last. */
  batch<T>(run: () => T): T {
    if (this.#isBatch) return run();
    this.#isBatch = true;
    try {
      return run();
    } finally {
      this.#isBatch = false;
      if (this.#snapshot.seq !== this.#told) this.#tell();
    }
  }

  #tell(): void {
    this.#told = this.#snapshot.seq;
    for (const listener of [...this.#listeners]) listener(this.#snapshot);
  }

  subscribe(listener: (snapshot: Snapshot) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
