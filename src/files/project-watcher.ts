// One recursive watch on the project's folder, shared by the tree, the editor and the language services. It watches again
// when the link comes back, and then says so, because events in between are lost. Owned by the project's workbench.

import type { WatchEvent } from '../../worker/vfs/filesystem.ts';
import type { KernelConnection } from '../attach/kernel-connection.ts';

export interface FileChanges {
  /** Files whose contents changed. */
  readonly changed: ReadonlySet<string>;
  /** Names that came or went. */
  readonly renamed: ReadonlySet<string>;
}

export interface ProjectWatcher extends Disposable {
  /** Changes of about one frame, together. */
  onChanges(listener: (changes: FileChanges) => void): () => void;
  /** Settles once the kernel has answered the first watch, well or not: reading makes sense from then on. */
  readonly started: Promise<void>;
  /** Anything may have changed: called when a watch starts anew. */
  onReset(listener: () => void): () => void;
}

/** An npm install makes thousands of events a second: gather them, yet stay below what is felt as a delay. */
const batchMs = 60;

export function createProjectWatcher(
  connection: KernelConnection,
  onError: (error: unknown) => void,
): ProjectWatcher {
  const changeListeners = new Set<(changes: FileChanges) => void>();
  const resetListeners = new Set<() => void>();
  let changed = new Set<string>();
  let renamed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let port: MessagePort | null = null;
  let attached = false;
  const started = Promise.withResolvers<void>();

  const flush = () => {
    timer = null;
    const changes = { changed, renamed };
    changed = new Set();
    renamed = new Set();
    for (const listener of [...changeListeners]) listener(changes);
  };

  const failed = (error: unknown) => {
    started.resolve();
    onError(error);
  };

  const watch = () => {
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }: MessageEvent<readonly WatchEvent[]>) => {
      for (const { type, filename } of data) (type === 'rename' ? renamed : changed).add(filename);
      timer ??= setTimeout(flush, batchMs);
    };
    connection.kernel.fs.watch('.', { recursive: true }, channel.port2).then(() => {
      started.resolve();
      for (const listener of [...resetListeners]) listener();
    }, failed);
  };

  const follow = () => {
    const now = connection.getSnapshot().link === 'attached';
    if (now && !attached) watch();
    attached = now;
  };
  const unsubscribe = connection.subscribe(follow);
  follow();

  return {
    started: started.promise,
    onChanges(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    onReset(listener) {
      resetListeners.add(listener);
      return () => resetListeners.delete(listener);
    },
    [Symbol.dispose]() {
      unsubscribe();
      port?.close();
      if (timer !== null) clearTimeout(timer);
      changeListeners.clear();
      resetListeners.clear();
    },
  };
}
