// What survives the kernel: the last screens, whether the runtime was running, and the event log. Files have their own
// persistence (vfs). Written behind, a moment after each change, so that it is always fresh; read once at start.

import { createStore, del, get, set, type UseStore } from 'idb-keyval';
import * as v from 'valibot';
import type { ProjectId } from '../protocol/ids.ts';
import type { WorkspaceEvent } from './event.ts';
import type { SavedScreen } from './pty-sessions.ts';

const Screen = v.object({
  id: v.string(),
  kind: v.picklist(['primary', 'shell', 'server']),
  title: v.string(),
  cols: v.number(),
  rows: v.number(),
  data: v.string(),
});

const Checkpoint = v.object({
  version: v.literal(1),
  savedAt: v.number(),
  /** The runtime had processes: their loss is what a revival has to tell. */
  running: v.boolean(),
  screens: v.array(Screen),
  events: v.array(v.looseObject({ seq: v.number(), at: v.number(), type: v.string() })),
});

export interface CheckpointData {
  readonly running: boolean;
  readonly screens: readonly SavedScreen[];
  readonly events: readonly WorkspaceEvent[];
}

export type LoadedCheckpoint =
  | { readonly type: 'none' }
  | { readonly type: 'loaded'; readonly data: CheckpointData }
  /** There was a record, and it could not be read; nothing else is lost with it. */
  | { readonly type: 'corrupt'; readonly message: string };

/** Between a change and its record: a second of work is what a crash of the browser may cost. */
const delayMs = 1_000;
/** A full disk seldom has room again at once. */
const againMs = 10_000;

export class CheckpointWriter implements Disposable {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #failed = false;

  constructor(
    private readonly project: ProjectId,
    private readonly collect: () => CheckpointData,
    /** The last record could not be stored and is tried again; null: it is now. */
    private readonly onTrouble: (error: Error | null) => void,
    private readonly store: UseStore = createStore('holdfast-checkpoints', 'checkpoints'),
  ) {}

  async load(): Promise<LoadedCheckpoint> {
    const raw = await get<unknown>(this.project, this.store);
    if (raw === undefined) return { type: 'none' };
    const result = v.safeParse(Checkpoint, raw);
    if (!result.success) return { type: 'corrupt', message: v.summarize(result.issues) };
    return { type: 'loaded', data: result.output as unknown as CheckpointData };
  }

  /** Something changed: a record follows soon. */
  touch(): void {
    this.#timer ??= setTimeout(() => void this.flush(), this.#failed ? againMs : delayMs);
  }

  /** Writes now; resolves when it is stored. Never rejects: a failure goes to `onTrouble`. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(async () => {
      try {
        await set(this.project, { version: 1, savedAt: Date.now(), ...this.collect() }, this.store);
        if (this.#failed) this.onTrouble(null);
        this.#failed = false;
      } catch (cause) {
        if (!this.#failed) this.onTrouble(cause instanceof Error ? cause : new Error(String(cause)));
        this.#failed = true;
        this.touch();
      }
    });
    return this.#writing;
  }

  async erase(): Promise<void> {
    this[Symbol.dispose]();
    await this.#writing;
    // One that failed would be tried again.
    this[Symbol.dispose]();
    await del(this.project, this.store);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
