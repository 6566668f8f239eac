// Holds the current snapshot; lives as long as the kernel. Each change that is one gets the next `seq`.

import type { Action } from './action.ts';
import { reduce } from './reducer.ts';
import type { RuntimeState, Snapshot } from './state.ts';

export class StateStore {
  #snapshot: Snapshot;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();

  constructor(initial: RuntimeState) {
    this.#snapshot = { seq: 1, state: initial };
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
    this.#snapshot = { seq: this.#snapshot.seq + 1, state };
    for (const listener of [...this.#listeners]) listener(this.#snapshot);
  }

  subscribe(listener: (snapshot: Snapshot) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
