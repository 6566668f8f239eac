// The open files of one project: their contents, which of them differ from the disk, saving, and what happens when the
// disk changes below them. Knows Monaco only as a `TextBuffer` that is bound while it is loaded. Owned by the project's
// workbench; disposed with it.

import { isSystemError } from '../../worker/protocol/errno.ts';
import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import { isWithin, movedPath } from '../files/paths.ts';
import type { ProjectWatcher } from '../files/project-watcher.ts';
import { createStore, type Store } from '../workbench/store.ts';
import { readContents, type FileContents } from './file-contents.ts';
import {
  closeFile,
  forgetFile,
  moveOpenFiles,
  noOpenFiles,
  openFile,
  parseOpenFiles,
  reopenFile,
  reorderFile,
  type OpenFiles,
} from './open-files.ts';
import { readBackups, type Backup } from './unsaved-backups.ts';

/** The editable text of one file; its undo history lives as long as it does. */
export interface TextBuffer {
  getText(): string;
  /** Replaces the text as one edit that can be undone. */
  setText(text: string): void;
  /** Grows with every edit and comes back with undo. */
  version(): number;
}

export interface OpenDocument {
  readonly contents:
    FileContents | { readonly kind: 'loading' } | { readonly kind: 'error'; readonly message: string };
  readonly dirty: boolean;
  readonly saving: boolean;
  /** The disk moved on below unsaved edits. */
  readonly conflict: 'changed' | 'deleted' | null;
}

export interface Cursor {
  readonly line: number;
  readonly column: number;
  readonly selected: number;
  /** What is selected, where that is a part of one line. */
  readonly selectedText: string;
}

export interface Selection {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** Characters to be selected from there on. */
  readonly length?: number;
}

interface Dependencies {
  readonly files: KernelFiles;
  readonly watcher: ProjectWatcher;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly projectId: string;
  readonly autosave: Pick<Store<boolean>, 'get'>;
  readonly onError: (title: string, error: unknown) => void;
}

interface Held {
  readonly store: Store<OpenDocument>;
  /** The text on disk as far as we know. */
  disk: string | null;
  buffer: TextBuffer | null;
  savedVersion: number;
  /** Reads and writes of one file follow each other. */
  queue: Promise<void>;
  autosaveTimer: ReturnType<typeof setTimeout> | null;
}

/** Idle time before a change is saved by itself. */
const autosaveMs = 1000;
/** A tool that saves by rename removes the name for a moment. */
const deletionGraceMs = 400;
/** Unsaved text above this is not kept for a reload: localStorage has 5 MB in all. */
const backupLimit = 500_000;

const loading: OpenDocument = { contents: { kind: 'loading' }, dirty: false, saving: false, conflict: null };

export type EditorStore = ReturnType<typeof createEditorStore>;

export function createEditorStore({ files, watcher, storage, projectId, autosave, onError }: Dependencies) {
  const tabsKey = `holdfast:tabs:${projectId}`;
  const backupKey = `holdfast:unsaved:${projectId}`;
  const open = createStore<OpenFiles>(parseOpenFiles(storage.getItem(tabsKey)) ?? noOpenFiles);
  const cursor = createStore<Cursor | null>(null);
  /** Whether this project's tabs were ever remembered: then even none is the user's choice. */
  const hasHistory = storage.getItem(tabsKey) !== null;
  /** Paths with unsaved edits; a new set a change. */
  const dirtyPaths = createStore<ReadonlySet<string>>(new Set());
  const documents = new Map<string, Held>();
  const revealListeners = new Set<(path: string, selection: Selection | null, focus: boolean) => void>();
  let pendingReveal: { path: string; selection: Selection | null; focus: boolean } | null = null;
  const backups = readBackups(storage.getItem(backupKey));

  open.subscribe(() => {
    try {
      storage.setItem(tabsKey, JSON.stringify({ files: open.get().files, active: open.get().active }));
    } catch {
      // Not remembered.
    }
    const paths = new Set(open.get().files.map((file) => file.path));
    for (const path of [...documents.keys()]) if (!paths.has(path)) drop(path);
  });

  const patch = (held: Held, change: Partial<OpenDocument>) => {
    const before = held.store.get();
    if (Object.entries(change).some(([key, value]) => before[key as keyof OpenDocument] !== value))
      held.store.set({ ...before, ...change });
    const dirty = new Set([...documents].filter(([, each]) => each.store.get().dirty).map(([path]) => path));
    const known = dirtyPaths.get();
    if (dirty.size !== known.size || [...dirty].some((path) => !known.has(path))) dirtyPaths.set(dirty);
  };

  const enqueue = (held: Held, task: () => Promise<void>): Promise<void> => {
    held.queue = held.queue.then(task, task);
    return held.queue;
  };

  /** A path can change under a queued task (rename), so tasks ask for it when they run. */
  const pathOf = (held: Held): string | null => {
    for (const [path, each] of documents) if (each === held) return path;
    return null;
  };

  const drop = (path: string) => {
    const held = documents.get(path);
    if (held === undefined) return;
    documents.delete(path);
    if (held.autosaveTimer !== null) clearTimeout(held.autosaveTimer);
    const { contents } = held.store.get();
    if (contents.kind === 'image') URL.revokeObjectURL(contents.url);
    patch(held, { dirty: false });
  };

  const load = async (held: Held) => {
    // Tabs of an earlier visit are shown before the kernel is there.
    await watcher.started;
    const path = pathOf(held);
    if (path === null) return;
    try {
      const contents = await readContents(files, path);
      held.disk = contents.kind === 'text' ? contents.text : null;
      const before = held.store.get().contents;
      if (before.kind === 'image') URL.revokeObjectURL(before.url);
      const unsaved = backups.get(path);
      const dirty = unsaved !== undefined && unsaved.text !== held.disk;
      patch(held, { contents, dirty, conflict: null });
    } catch (error) {
      patch(held, {
        contents: { kind: 'error', message: error instanceof Error ? error.message : String(error) },
      });
    }
  };

  /** The open document of a path; its contents are read the first time. */
  const documentOf = (path: string): Held => {
    let held = documents.get(path);
    if (held === undefined) {
      held = {
        store: createStore<OpenDocument>(loading),
        disk: null,
        buffer: null,
        savedVersion: 0,
        queue: Promise.resolve(),
        autosaveTimer: null,
      };
      documents.set(path, held);
      const fresh = held;
      void enqueue(fresh, () => load(fresh));
    }
    return held;
  };

  const writeNow = async (held: Held) => {
    const path = pathOf(held);
    if (path === null) return;
    // Not bound yet after a reload or a rename: what was unsaved then waits among the backups.
    const text = held.buffer?.getText() ?? backups.get(path)?.text;
    if (text === undefined) return;
    const { buffer } = held;
    const version = buffer?.version() ?? 0;
    patch(held, { saving: true });
    try {
      await files.writeFile(path, text);
      backups.delete(path);
      held.disk = text;
      held.savedVersion = version;
      patch(held, { dirty: buffer !== null && buffer.version() !== version, conflict: null });
    } catch (error) {
      onError(`Could not save ${path}`, error);
    } finally {
      patch(held, { saving: false });
    }
  };

  const save = (path: string): Promise<void> => {
    const held = documents.get(path);
    if (held === undefined) return Promise.resolve();
    if (held.autosaveTimer !== null) clearTimeout(held.autosaveTimer);
    return enqueue(held, () => writeNow(held));
  };

  const autosaveSoon = (held: Held) => {
    if (held.autosaveTimer !== null) clearTimeout(held.autosaveTimer);
    if (!held.store.get().dirty || !autosave.get()) return;
    held.autosaveTimer = setTimeout(() => {
      // In a conflict the user chooses; nothing is overwritten behind their back.
      if (held.store.get().dirty && held.store.get().conflict === null)
        void enqueue(held, () => writeNow(held));
    }, autosaveMs);
  };

  /** The disk may have changed: a clean buffer follows it, a dirty one is warned of. */
  const checkDisk = async (held: Held, lastTry: boolean): Promise<void> => {
    const path = pathOf(held);
    if (path === null) return;
    let contents: FileContents;
    try {
      contents = await readContents(files, path);
    } catch (error) {
      if (!isSystemError(error, 'ENOENT')) return;
      if (!lastTry) {
        setTimeout(() => void enqueue(held, () => checkDisk(held, true)), deletionGraceMs);
      } else if (held.store.get().dirty) patch(held, { conflict: 'deleted' });
      else open.set((state) => forgetFile(state, path));
      return;
    }
    const { buffer } = held;
    if (contents.kind !== 'text' || buffer === null) {
      held.disk = contents.kind === 'text' ? contents.text : null;
      const before = held.store.get().contents;
      if (before.kind === 'image') URL.revokeObjectURL(before.url);
      patch(held, { contents });
      return;
    }
    if (contents.text === held.disk) {
      // It is back as it was: the edits are unsaved as before.
      if (held.store.get().conflict === 'deleted') {
        patch(held, { conflict: null });
        autosaveSoon(held);
      }
      return;
    }
    held.disk = contents.text;
    if (buffer.getText() === contents.text) {
      held.savedVersion = buffer.version();
      patch(held, { dirty: false, conflict: null });
    } else if (held.store.get().dirty) patch(held, { conflict: 'changed' });
    else {
      buffer.setText(contents.text);
      held.savedVersion = buffer.version();
      patch(held, { dirty: false, conflict: null });
    }
  };

  const checkAll = (paths: Iterable<string>) => {
    for (const path of paths) {
      const held = documents.get(path);
      if (held !== undefined) void enqueue(held, () => checkDisk(held, false));
    }
  };
  const stopChanges = watcher.onChanges(({ changed, renamed }) => {
    checkAll([...documents.keys()].filter((path) => changed.has(path) || renamed.has(path)));
    // A folder that was moved or removed takes its files with it.
    const folders = [...renamed];
    checkAll(
      [...documents.keys()].filter((path) =>
        folders.some((folder) => folder !== path && isWithin(path, folder)),
      ),
    );
  });
  const stopReset = watcher.onReset(() => checkAll(documents.keys()));

  return {
    hasHistory,
    open,
    cursor,
    dirtyPaths,
    document: (path: string): Store<OpenDocument> => documentOf(path).store,
    openPath(path: string, options: { preview?: boolean; selection?: Selection; focus?: boolean } = {}) {
      open.set((state) => openFile(state, path, options.preview ?? false));
      documentOf(path);
      pendingReveal = { path, selection: options.selection ?? null, focus: options.focus ?? true };
      for (const listener of [...revealListeners])
        listener(path, options.selection ?? null, options.focus ?? true);
    },
    activate: (path: string) => open.set((state) => openFile(state, path, true)),
    /** Makes a preview tab a lasting one. */
    pin(path: string) {
      if (open.get().files.some((file) => file.path === path && file.preview))
        open.set((state) => openFile(state, path, false));
    },
    reorder: (path: string, before: string | null) => open.set((state) => reorderFile(state, path, before)),
    close: (path: string) => open.set((state) => closeFile(state, path)),
    /** Opens the tab again that was closed last. */
    reopen: () => open.set(reopenFile),
    /** Set while a text is shown: runs one of Monaco's own actions, e.g. `actions.find`, and focuses the text first. */
    command: null as ((action: string, focus?: boolean) => Promise<void>) | null,
    save,
    saveAll: () => Promise.all([...dirtyPaths.get()].map(save)),
    /** Drops the unsaved edits in favour of the disk. */
    async revert(path: string) {
      const held = documents.get(path);
      if (held?.buffer == null) return;
      const { buffer } = held;
      await enqueue(held, async () => {
        const contents = await readContents(files, path);
        if (contents.kind !== 'text') return;
        held.disk = contents.text;
        buffer.setText(contents.text);
        held.savedVersion = buffer.version();
        patch(held, { dirty: false, conflict: null });
      }).catch((error: unknown) => onError(`Could not reload ${path}`, error));
    },
    reload(path: string) {
      const held = documents.get(path);
      if (held !== undefined) void enqueue(held, () => load(held));
    },
    moved(from: string, to: string) {
      for (const [path, held] of [...documents]) {
        if (!isWithin(path, from)) continue;
        const target = movedPath(path, from, to);
        documents.delete(path);
        documents.set(target, held);
        // The buffer belongs to the old name; unsaved text moves to the new one's.
        if (held.buffer !== null && held.store.get().dirty)
          backups.set(target, { text: held.buffer.getText(), disk: held.disk });
        held.buffer = null;
      }
      open.set((state) => moveOpenFiles(state, from, to));
    },
    /** The text on disk as last seen; a new buffer starts with it. */
    diskText: (path: string): string => documents.get(path)?.disk ?? '',
    /** Monaco made a buffer for the file. Unsaved text of before a reload goes into it. */
    bind(path: string, buffer: TextBuffer) {
      const held = documentOf(path);
      held.buffer = buffer;
      held.savedVersion = buffer.version();
      const backup = backups.get(path);
      backups.delete(path);
      if (backup === undefined || backup.text === held.disk) return;
      buffer.setText(backup.text);
      patch(held, { dirty: true, conflict: backup.disk === held.disk ? null : 'changed' });
    },
    /** The buffer's text changed. */
    edited(path: string) {
      const held = documents.get(path);
      if (held?.buffer == null) return;
      const dirty = held.buffer.version() !== held.savedVersion;
      patch(held, { dirty });
      autosaveSoon(held);
    },
    onReveal(listener: (path: string, selection: Selection | null, focus: boolean) => void) {
      revealListeners.add(listener);
      return () => revealListeners.delete(listener);
    },
    /** A reveal that was asked for before Monaco was there; given once. */
    takePendingReveal() {
      const reveal = pendingReveal;
      pendingReveal = null;
      return reveal;
    },
    /** For `pagehide`: sends what may be saved, and keeps the rest for the next load. */
    rescue() {
      const kept: Record<string, Backup> = {};
      for (const [path, held] of documents) {
        const { dirty, conflict } = held.store.get();
        if (!dirty || held.buffer === null) continue;
        const text = held.buffer.getText();
        if (autosave.get() && conflict === null) void writeNow(held);
        if (text.length <= backupLimit) kept[path] = { text, disk: held.disk };
      }
      for (const [path, backup] of backups) kept[path] ??= backup;
      try {
        if (Object.keys(kept).length === 0) storage.removeItem(backupKey);
        else storage.setItem(backupKey, JSON.stringify(kept));
      } catch {
        // Storage is full: the unsaved text cannot be kept.
      }
    },
    [Symbol.dispose]() {
      stopChanges();
      stopReset();
      for (const path of [...documents.keys()]) drop(path);
      revealListeners.clear();
    },
  };
}
