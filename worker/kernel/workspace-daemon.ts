// The append-only log of what happened in the workspace. One writer (the kernel), any number of readers, each from any
// sequence number on. It outlives epochs through the checkpoint; old events are dropped only beyond `capacity`.

import type { WorkspaceEvent, WorkspaceEventBody } from './event.ts';

/** Some months of builds; at about 200 bytes each a checkpoint record of 2 MB at most. */
const capacity = 10_000;

export class WorkspaceDaemon {
  #events: WorkspaceEvent[];
  readonly #observers = new Set<(event: WorkspaceEvent) => void>();

  constructor(
    private readonly now: () => number,
    history: readonly WorkspaceEvent[] = [],
  ) {
    this.#events = [...history];
  }

  get lastSeq(): number {
    return this.#events.at(-1)?.seq ?? 0;
  }

  append(body: WorkspaceEventBody): WorkspaceEvent {
    const event: WorkspaceEvent = { ...body, seq: this.lastSeq + 1, at: this.now() };
    this.#events.push(event);
    if (this.#events.length > capacity) this.#events = this.#events.slice(-capacity);
    for (const observer of [...this.#observers]) observer(event);
    return event;
  }

  /** Events with `seq` ≥ `from`, in order. */
  read(from: number): readonly WorkspaceEvent[] {
    return this.#events.filter(({ seq }) => seq >= from);
  }

  /** First what `read(from)` gives, then every later event: no gap, no event twice. */
  observe(from: number, observer: (event: WorkspaceEvent) => void): Disposable {
    for (const event of this.read(from)) observer(event);
    this.#observers.add(observer);
    return { [Symbol.dispose]: () => void this.#observers.delete(observer) };
  }
}
