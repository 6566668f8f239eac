// The project's repository as git on the machine tells it, and what the window does with it. Every command is a process of
// the machine (ADR 50, 52): the same git that the terminal has, on the same files. Owned by the project's workbench.

import type { KernelApi } from '../../worker/protocol/kernel-api.ts';
import { isWithin, nameOf } from '../files/paths.ts';
import type { FileChanges, ProjectWatcher } from '../files/project-watcher.ts';
import { countText } from '../workbench/count-text.ts';
import { createStore, type Store } from '../workbench/store.ts';
import { messageOf, type ToastStore } from '../workbench/toast-store.ts';
import { compare, type Comparison } from './comparison.ts';
import { discardChanges, keepChanges } from './discard-changes.ts';
import { parseStatus, statusArguments, type FileChange, type RepositoryStatus } from './git-status.ts';
import { gitOf, GitError, literal } from './run-git.ts';

export type Repository =
  | { readonly kind: 'unknown' }
  /** The project is in no repository. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'found'; readonly status: RepositoryStatus };

export interface SourceControlStore extends Disposable {
  readonly repository: Store<Repository>;
  /** Of the next commit. */
  readonly message: Store<string>;
  /** A command that changes something is under way. */
  readonly busy: Store<boolean>;
  /** What the editor's place shows instead of a file; null: the file. */
  readonly comparison: Store<Comparison | null>;
  /** Counts requests to put the keys into the message. */
  readonly focusRequests: Store<number>;
  /** Asks git anew, now or when it is shown. */
  refresh(): void;
  init(): Promise<void>;
  stage(changes: readonly FileChange[]): Promise<void>;
  unstage(changes: readonly FileChange[]): Promise<void>;
  discard(changes: readonly FileChange[]): Promise<void>;
  /** Of what is staged, or of everything where nothing is. */
  commit(): Promise<void>;
  /** Who the author of commits is; '' where git does not know. */
  identity(): Promise<{ readonly name: string; readonly email: string }>;
  setIdentity(name: string, email: string): Promise<void>;
  branches(): Promise<readonly string[]>;
  /** `isNew`: makes it at HEAD. Rejects where git refuses. */
  switchTo(branch: string, isNew: boolean): Promise<void>;
  compare(change: FileChange, isStaged: boolean): Promise<void>;
}

interface Dependencies {
  readonly kernel: Pick<KernelApi, 'exec' | 'kill' | 'fs'>;
  readonly watcher: Pick<ProjectWatcher, 'onChanges' | 'onReset' | 'started'>;
  readonly toasts: ToastStore;
  readonly isShown: () => boolean;
  /** Announces that it may be shown now. */
  readonly onShown: (listener: () => void) => () => void;
  /** git reads files: what is unsaved is saved before. */
  readonly saveAll: () => Promise<unknown>;
  readonly confirm: (question: string) => boolean;
  /** Commits need a name and an address, which git does not know. */
  readonly askIdentity: () => void;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly projectId: string;
}

/** Changes that come within so many milliseconds are looked at together. */
const gatherMs = 250;

export function createSourceControlStore(dependencies: Dependencies): SourceControlStore {
  const { kernel, watcher, toasts, isShown, saveAll, storage, projectId } = dependencies;
  const git = gitOf(kernel);
  const messageKey = `holdfast:commit-message:${projectId}`;
  const repository = createStore<Repository>({ kind: 'unknown' });
  const message = createStore<string>(storage.getItem(messageKey) ?? '');
  const busy = createStore<boolean>(false);
  const comparison = createStore<Comparison | null>(null);
  const focusRequests = createStore<number>(0);
  let isStale = true;
  let isAsking = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const ask = async () => {
    await watcher.started;
    try {
      const status = parseStatus(await git(statusArguments));
      repository.set({ kind: 'found', status });
      await followComparison(status);
    } catch (error) {
      const isNone = error instanceof GitError && /not a git repository/.test(error.words);
      repository.set(isNone ? { kind: 'none' } : { kind: 'failed', reason: messageOf(error) });
      if (isNone) comparison.set(null);
    }
  };
  /** One at a time; what changes meanwhile is asked for behind it. */
  const look = () => {
    timer = null;
    if (!isStale || isAsking || !isShown()) return;
    isStale = false;
    isAsking = true;
    void ask().finally(() => {
      isAsking = false;
      look();
    });
  };
  const refresh = () => {
    isStale = true;
    look();
  };
  const refreshSoon = () => {
    isStale = true;
    timer ??= setTimeout(look, gatherMs);
  };

  /** What is compared follows the files; a change that is no longer one is not shown any more. */
  const followComparison = async (status: RepositoryStatus) => {
    const shown = comparison.get();
    if (shown === null) return;
    const among = shown.isStaged ? status.staged : [...status.conflicts, ...status.unstaged];
    const change = among.find(({ path }) => path === shown.change.path);
    const next = change === undefined ? null : await compare(git, kernel.fs, change, shown.isStaged);
    if (comparison.get() === shown) comparison.set(next);
  };

  const attempt = async (title: string, task: () => Promise<void>) => {
    busy.set(true);
    try {
      await saveAll();
      await task();
    } catch (error) {
      toasts.error(title, error);
    } finally {
      busy.set(false);
      refresh();
    }
  };
  const pathsOf = (changes: readonly FileChange[]) =>
    changes.flatMap(({ path, from }) => (from === null ? [path] : [from, path]).map(literal));

  const stops = [
    watcher.onChanges((changes) => {
      if (concerns(changes)) refreshSoon();
    }),
    watcher.onReset(refreshSoon),
    dependencies.onShown(look),
    message.subscribe(() => {
      try {
        storage.setItem(messageKey, message.get());
      } catch {
        // Not remembered.
      }
    }),
  ];
  look();

  return {
    ...{ repository, message, busy, comparison, focusRequests, refresh },
    init: () => attempt('Could not make a repository', async () => void (await git(['init']))),
    stage: (changes) =>
      attempt('Could not stage', async () => void (await git(['add', '-A', '--', ...pathsOf(changes)]))),
    unstage: (changes) =>
      attempt('Could not unstage', async () => void (await git(['reset', '-q', '--', ...pathsOf(changes)]))),
    discard: (changes) =>
      attempt('Could not discard', async () => {
        const undo = await keepChanges(kernel.fs, changes);
        const what =
          changes.length === 1 ? nameOf(changes[0]?.path ?? '') : countText(changes.length, 'file');
        const question = `Discard the changes of ${what} for good? They are too large to be brought back.`;
        if (undo === null && !dependencies.confirm(question)) return;
        await discardChanges(git, kernel.fs, changes);
        if (undo === null) return;
        const run = () => void undo().catch((error: unknown) => toasts.error('Could not undo', error));
        toasts.info(`Discarded changes of ${what}`, { action: { label: 'Undo', run } });
      }),
    commit: () =>
      attempt('Could not commit', async () => {
        const now = repository.get();
        if (now.kind !== 'found') return;
        try {
          if (now.status.staged.length === 0) await git(['add', '-A']);
          await git(['commit', '-q', '-m', message.get()]);
          message.set('');
          toasts.info('Committed');
        } catch (error) {
          if (!(error instanceof GitError) || !/tell me who you are/i.test(error.words)) throw error;
          dependencies.askIdentity();
        }
      }),
    async identity() {
      const value = (key: string) =>
        git(['config', key]).then(
          (text) => text.trim(),
          () => '',
        );
      return { name: await value('user.name'), email: await value('user.email') };
    },
    async setIdentity(name, email) {
      await git(['config', '--global', 'user.name', name]);
      await git(['config', '--global', 'user.email', email]);
    },
    async branches() {
      const lines = (await git(['branch'])).split('\n').filter((line) => line !== '');
      return lines.map((line) => line.slice(2)).filter((name) => !name.startsWith('('));
    },
    async switchTo(branch, isNew) {
      await saveAll();
      await git(['switch', '-q', ...(isNew ? ['-c'] : []), branch]).finally(refresh);
    },
    async compare(change, isStaged) {
      try {
        await saveAll();
        comparison.set(await compare(git, kernel.fs, change, isStaged));
      } catch (error) {
        toasts.error(`Could not compare ${change.path}`, error);
      }
    },
    [Symbol.dispose]() {
      if (timer !== null) clearTimeout(timer);
      for (const stop of stops) stop();
    },
  };
}

/** Whether git's answer may be another one: packages are ignored, and locks and objects of git say nothing. */
function concerns({ changed, renamed }: FileChanges): boolean {
  return [...changed, ...renamed].some(
    (path) => !isWithin(path, 'node_modules') && !isWithin(path, '.git/objects') && !path.endsWith('.lock'),
  );
}
