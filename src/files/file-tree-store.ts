// The file tree of one project: reads folders as they are opened, follows the watcher, and does what the tree's commands
// ask. Owned by the project's workbench; disposed with it.

import { isSystemError } from '../../worker/protocol/errno.ts';
import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import { createStore, type Store } from '../workbench/store.ts';
import { joinPath, kernelPath, movedPath, nameOf, parentOf, isWithin } from './paths.ts';
import type { ProjectWatcher } from './project-watcher.ts';
import {
  emptyTree,
  withDirectory,
  withMoved,
  withoutDirectory,
  type Tree,
  type TreeEdit,
  type TreeEntry,
} from './tree-model.ts';

export interface FileTreeStore extends Disposable {
  readonly tree: Store<Tree>;
  /** False until the project's folder was read once. */
  readonly loaded: Store<boolean>;
  setExpanded(path: string, expanded: boolean): void;
  collapseAll(): void;
  focus(path: string | null): void;
  /** Opens the folders above a path and focuses it. */
  reveal(path: string): Promise<void>;
  startEdit(edit: TreeEdit): void;
  cancelEdit(): void;
  create(parent: string, name: string, folder: boolean): Promise<string>;
  move(from: string, to: string): Promise<void>;
  refresh(): void;
  /** Called with (from, to) after a rename made here. */
  onMoved(listener: (from: string, to: string) => void): () => void;
}

interface Dependencies {
  readonly files: KernelFiles;
  readonly watcher: ProjectWatcher;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly projectId: string;
  readonly onError: (title: string, error: unknown) => void;
}

export function createFileTreeStore({
  files,
  watcher,
  storage,
  projectId,
  onError,
}: Dependencies): FileTreeStore {
  const storageKey = `holdfast:tree:${projectId}`;
  const tree = createStore<Tree>({ ...emptyTree, expanded: storedExpanded(storage.getItem(storageKey)) });
  const loaded = createStore<boolean>(false);
  const movedListeners = new Set<(from: string, to: string) => void>();
  const reading = new Map<string, Promise<void>>();
  const readAgain = new Set<string>();

  const remember = () => {
    try {
      storage.setItem(storageKey, JSON.stringify([...tree.get().expanded]));
    } catch {
      // Not remembered.
    }
  };

  const followLink =
    (folder: string) =>
    async (entry: TreeEntry): Promise<TreeEntry> => {
      if (entry.type !== 'symlink') return entry;
      // A link that leads nowhere stands among the files.
      const leadsToFolder = await files.stat(joinPath(folder, entry.name)).then(
        ({ type }) => type === 'directory',
        () => false,
      );
      return { ...entry, leadsToFolder };
    };

  /** One read of a folder at a time; a request during it makes one more, so that the last state is always seen. */
  const read = (path: string): Promise<void> => {
    const running = reading.get(path);
    if (running !== undefined) {
      readAgain.add(path);
      return running;
    }
    const task = (async () => {
      do {
        readAgain.delete(path);
        try {
          const entries = await Promise.all((await files.readdir(kernelPath(path))).map(followLink(path)));
          tree.set((now) => withDirectory(now, path, entries));
          if (path === '') loaded.set(true);
        } catch (error) {
          if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR'))
            tree.set((now) => (path === '' ? withDirectory(now, '', []) : withoutDirectory(now, path)));
          else onError(`Could not read ${path === '' ? 'the project’s folder' : path}`, error);
        }
      } while (readAgain.has(path));
    })().finally(() => reading.delete(path));
    reading.set(path, task);
    return task;
  };

  const refresh = () => {
    void read('');
    for (const path of tree.get().expanded) if (path !== '') void read(path);
  };

  const stopChanges = watcher.onChanges(({ renamed }) => {
    const parents = new Set([...renamed].map(parentOf));
    const { directories } = tree.get();
    for (const parent of parents) if (directories.has(parent)) void read(parent);
    // A folder that was recreated under the same name.
    for (const path of renamed) if (directories.has(path)) void read(path);
  });
  const stopReset = watcher.onReset(refresh);

  const setExpanded = (path: string, expanded: boolean) => {
    tree.set((now) => {
      const next = new Set(now.expanded);
      if (expanded) next.add(path);
      else next.delete(path);
      return { ...now, expanded: next };
    });
    remember();
    if (expanded) void read(path);
  };

  return {
    tree,
    loaded,
    setExpanded,
    collapseAll() {
      tree.set((now) => ({ ...now, expanded: new Set(['']) }));
      remember();
    },
    focus: (path) => tree.set((now) => (now.focused === path ? now : { ...now, focused: path })),
    async reveal(path) {
      const above: string[] = [];
      for (let at = parentOf(path); at !== ''; at = parentOf(at)) above.unshift(at);
      if (!tree.get().directories.has('')) await read('');
      for (const folder of above) if (!tree.get().directories.has(folder)) await read(folder);
      tree.set((now) => ({ ...now, expanded: new Set([...now.expanded, ...above]), focused: path }));
      remember();
    },
    startEdit(edit) {
      if (edit.kind !== 'rename' && edit.path !== '') setExpanded(edit.path, true);
      tree.set((now) => ({ ...now, edit }));
    },
    cancelEdit: () => tree.set((now) => ({ ...now, edit: null })),
    async create(parent, name, folder) {
      const path = joinPath(parent, name);
      if (folder) await files.mkdir(path);
      else await files.writeFile(path, '');
      await read(parent);
      tree.set((now) => ({ ...now, focused: path, edit: null }));
      return path;
    },
    async move(from, to) {
      if (from === to) return;
      if (isWithin(to, from)) throw new Error(`${nameOf(from)} cannot be moved into itself.`);
      await files.rename(from, to);
      tree.set((now) => withMoved(now, from, to));
      remember();
      for (const listener of [...movedListeners]) listener(from, to);
      await Promise.all([read(parentOf(from)), read(parentOf(to))]);
      for (const path of tree.get().expanded)
        if (isWithin(path, to) && !tree.get().directories.has(path)) void read(path);
      tree.set((now) => (now.focused === from ? { ...now, focused: movedPath(from, from, to) } : now));
    },
    refresh,
    onMoved(listener) {
      movedListeners.add(listener);
      return () => movedListeners.delete(listener);
    },
    [Symbol.dispose]() {
      stopChanges();
      stopReset();
      movedListeners.clear();
    },
  };
}

function storedExpanded(stored: string | null): ReadonlySet<string> {
  try {
    const raw: unknown = JSON.parse(stored ?? '[]');
    const paths = Array.isArray(raw) ? raw.filter((path): path is string => typeof path === 'string') : [];
    return new Set(['', ...paths]);
  } catch {
    return new Set(['']);
  }
}
