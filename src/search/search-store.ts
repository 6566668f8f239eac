// The search in files of one project: its query, what was found, and what replaces it. It runs rg on the machine, so that no
// pattern can hold up the kernel or this tab; a new query kills the one before. Owned by the project's workbench.

import type { KernelApi } from '../../worker/protocol/kernel-api.ts';
import { runCommand, type RunningCommand } from '../attach/run-command.ts';
import type { ProjectWatcher } from '../files/project-watcher.ts';
import { countText } from '../workbench/count-text.ts';
import { createStore, type Store } from '../workbench/store.ts';
import type { ToastStore } from '../workbench/toast-store.ts';
import { replaceInFiles, type Replaced } from './replace-in-files.ts';
import { RgReader, withMatches, type FileMatches, type SearchMatch } from './rg-output.ts';
import { emptyQuery, rgArguments, type SearchQuery } from './search-query.ts';

export interface SearchResults {
  readonly status: 'idle' | 'running' | 'done';
  readonly files: readonly FileMatches[];
  readonly count: number;
  /** There are more than are shown. */
  readonly isLimited: boolean;
  /** Why the pattern is none, or the search failed. */
  readonly problem: string | null;
}

export interface SearchStore extends Disposable {
  readonly query: Store<SearchQuery>;
  readonly results: Store<SearchResults>;
  /** Paths whose matches are folded away. */
  readonly folded: Store<ReadonlySet<string>>;
  /** Counts requests to put the keys into the search field. */
  readonly focusRequests: Store<number>;
  /** Searches anew at once. */
  refresh(): void;
  /** Takes a file, or one of its matches, off the list. */
  dismiss(path: string, match: SearchMatch | null): void;
  /** Replaces everything that is found, all of a file, or one match. */
  replace(path: string | null, match: SearchMatch | null): Promise<void>;
}

interface Dependencies {
  readonly kernel: Pick<KernelApi, 'exec' | 'kill' | 'fs'>;
  readonly watcher: Pick<ProjectWatcher, 'onChanges' | 'onReset' | 'started'>;
  readonly toasts: ToastStore;
  /** Whether somebody sees what was found: else changes of files need not be followed. */
  readonly isShown: () => boolean;
  /** Saves what is unsaved: rg reads files. */
  readonly saveAll: () => Promise<unknown>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly projectId: string;
}

/** What is typed within so many milliseconds is one query. */
const typingMs = 150;
/** More matches than anybody looks through. */
const mostMatches = 5_000;

const noResults: SearchResults = { status: 'idle', files: [], count: 0, isLimited: false, problem: null };

export function createSearchStore(dependencies: Dependencies): SearchStore {
  const { kernel, watcher, toasts, isShown, saveAll, storage, projectId } = dependencies;
  const key = `holdfast:search:${projectId}`;
  const query = createStore<SearchQuery>(parseQuery(storage.getItem(key)));
  const results = createStore<SearchResults>(noResults);
  const folded = createStore<ReadonlySet<string>>(new Set());
  const focusRequests = createStore<number>(0);
  let timer: ReturnType<typeof setTimeout> | null = null;
  let current: { readonly command: Promise<RunningCommand>; cancelled: boolean } | null = null;

  const cancel = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const running = current;
    current = null;
    if (running === null) return;
    running.cancelled = true;
    // It may be gone already.
    void running.command.then((command) => command.kill('SIGKILL')).catch(() => {});
  };

  /** Everything that is found, up to a limit. `onFound` hears of it as it comes. */
  const search = async (
    limit: number,
    onFound: (files: readonly FileMatches[], count: number) => void,
  ): Promise<SearchResults | null> => {
    cancel();
    await watcher.started;
    const run = { command: runCommand(kernel, 'rg', rgArguments(query.get())), cancelled: false };
    current = run;
    const command = await run.command;
    const rg = new RgReader();
    const reader = command.chunks.getReader();
    let [files, count, problem]: [FileMatches[], number, string] = [[], 0, ''];
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (run.cancelled) break;
      const { stream, data } = next.value;
      const read = stream === 'stderr' ? [] : rg.read(data);
      if (stream === 'stderr') problem += data;
      if (read.length === 0) continue;
      files = withMatches(files, read);
      count += read.reduce((sum, { matches }) => sum + matches.length, 0);
      onFound(files, count);
      if (count < limit) continue;
      cancel();
      void reader.cancel();
      return { status: 'done', files, count, isLimited: true, problem: null };
    }
    if (run.cancelled) return null;
    current = null;
    const problemText = problem === '' ? null : wordsOf(problem);
    return { status: 'done', files, count, isLimited: false, problem: problemText };
  };

  const refresh = () => {
    if (query.get().pattern === '') {
      cancel();
      results.set(noResults);
      return;
    }
    // What was found before stays until something new is there, so that the list does not flicker.
    results.set((before) => ({ ...before, status: 'running' }));
    search(mostMatches, (files, count) =>
      results.set({ status: 'running', files, count, isLimited: false, problem: null }),
    ).then(
      (found) => {
        if (found !== null) results.set(found);
      },
      (error: unknown) => {
        const problem = error instanceof Error ? error.message : String(error);
        results.set({ ...noResults, status: 'done', problem });
      },
    );
  };

  const schedule = () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(refresh, typingMs);
  };

  const stopQuery = query.subscribe(() => {
    try {
      storage.setItem(key, JSON.stringify(query.get()));
    } catch {
      // Not remembered.
    }
    schedule();
  });
  const follow = () => {
    if (isShown() && query.get().pattern !== '') schedule();
  };
  const stops = [stopQuery, watcher.onChanges(follow), watcher.onReset(follow)];

  const dismiss = (path: string, match: SearchMatch | null) =>
    results.set((before) => {
      const files = before.files.flatMap((file) => {
        if (file.path !== path) return [file];
        const matches = match === null ? [] : file.matches.filter((each) => each !== match);
        return matches.length === 0 ? [] : [{ path, matches }];
      });
      return { ...before, files, count: files.reduce((sum, { matches }) => sum + matches.length, 0) };
    });

  const replace = async (path: string | null, match: SearchMatch | null) => {
    try {
      await saveAll();
      let found = results.get().files;
      if (path === null && results.get().isLimited) {
        const all = await search(Infinity, () => {});
        if (all === null) return;
        found = all.files;
      }
      const chosen = found
        .filter((file) => path === null || file.path === path)
        .map((file) => (match === null ? file : { ...file, matches: [match] }));
      const replaced = await replaceInFiles(kernel.fs, chosen);
      tell(replaced);
      if (replaced.skipped.length > 0)
        toasts.error(
          'Not replaced everywhere',
          new Error(`Changed since the search, or not to be written: ${replaced.skipped.join(', ')}.`),
        );
    } catch (error) {
      toasts.error('Could not replace', error);
    }
    refresh();
  };

  const tell = (replaced: Replaced) => {
    const { files, matches } = replaced;
    if (matches === 0) return;
    toasts.info(`Replaced ${countText(matches, 'match', 'matches')} in ${countText(files, 'file')}`, {
      action: {
        label: 'Undo',
        run: () =>
          void replaced.undo().then((left) => {
            if (left.length > 0)
              toasts.error('Not undone everywhere', new Error(`Changed since: ${left.join(', ')}.`));
            refresh();
          }),
      },
    });
  };

  return {
    query,
    results,
    folded,
    focusRequests,
    refresh,
    dismiss,
    replace,
    [Symbol.dispose]() {
      cancel();
      for (const stop of stops) stop();
    },
  };
}

/** Without the command's name and the pattern, which stands above. */
function wordsOf(problem: string): string {
  const reason = /^error: (.*)$/m.exec(problem)?.[1];
  return reason === undefined ? problem.replace(/^rg: /, '').trim() : `Not a pattern: ${reason}.`;
}

/** Whatever was stored, made a whole query. */
function parseQuery(stored: string | null): SearchQuery {
  try {
    const raw = JSON.parse(stored ?? '{}') as Record<string, unknown>;
    const known = Object.entries(emptyQuery).map(([name, fallback]: [string, unknown]) => {
      const value = raw[name];
      const fits =
        name === 'replacement'
          ? value === null || typeof value === 'string'
          : typeof value === typeof fallback;
      return [name, fits ? value : fallback];
    });
    return Object.fromEntries(known) as SearchQuery;
  } catch {
    return emptyQuery;
  }
}
