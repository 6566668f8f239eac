// What `git status` tells: the state of HEAD, and each path that is not the same in HEAD, index and work tree.

import { compareFiles, withRenames, type Change } from './changes.ts';
import { countApart } from './history.ts';
import { modes, type FileEntry, type IndexEntry, type Stage } from './index-file.ts';
import type { Invocation } from './invocation.ts';
import type { Pathspec } from './pathspec.ts';
import type { Head } from './repository.ts';
import { shortRef, trackedRef } from './revision.ts';
import type { UntrackedMode } from './work-tree.ts';

export interface Tracking {
  /** `origin/main` */
  readonly name: string;
  /** Null where it is gone. */
  readonly apart: { readonly ahead: number; readonly behind: number } | null;
}

export interface StatusEntry {
  readonly path: string;
  /** HEAD to index; null: the same. */
  readonly staged: Change | null;
  /** Index to work tree; null: the same. */
  readonly changed: 'M' | 'D' | 'T' | 'A' | null;
  readonly index: FileEntry | null;
  readonly worktree: FileEntry | null;
  readonly conflict: Partial<Record<Stage, IndexEntry>> | null;
}

export interface StatusReport {
  readonly head: Head;
  readonly branch: string | null;
  readonly tracking: Tracking | null;
  /** By path. */
  readonly entries: readonly StatusEntry[];
  readonly untracked: readonly string[];
  readonly ignored: readonly string[];
}

export interface StatusOptions {
  readonly untracked: UntrackedMode;
  readonly ignored: boolean;
  readonly renames: boolean;
  readonly paths: Pathspec;
}

/** The two letters of each state of a conflict, by which stages there are (git-status(1)). */
export function conflictLetters(stages: Partial<Record<Stage, unknown>>): string {
  const key = ([1, 2, 3] as const)
    .map((stage) => (stages[stage] === undefined ? '-' : String(stage)))
    .join('');
  const letters: Readonly<Record<string, string>> = {
    '1--': 'DD',
    '-2-': 'AU',
    '1-3': 'DU',
    '--3': 'UA',
    '12-': 'UD',
    '-23': 'AA',
    '123': 'UU',
  };
  return letters[key] ?? 'UU';
}

export async function trackingOf(
  git: Invocation,
  ref: string | null,
  oid: string | null,
): Promise<Tracking | null> {
  if (ref === null) return null;
  const tracked = trackedRef(git, shortRef(ref));
  if (tracked === null) return null;
  const upstream = await git.repository.ref(tracked);
  const apart =
    upstream === null || oid === null ? null : await countApart(git.repository.objects, oid, upstream);
  return { name: shortRef(tracked), apart };
}

export async function reportStatus(git: Invocation, options: StatusOptions): Promise<StatusReport> {
  const { repository, workTree } = git;
  const { index, objects } = repository;
  const head = await repository.head();
  const headFiles = await repository.headFiles();
  const changed = await workTree.changed(index);
  const files = index.files();
  const conflicts = index.conflicts();
  const committed = new Map([...headFiles].filter(([path]) => !conflicts.has(path)));
  const intended = new Map([...files].filter(([, entry]) => entry.intentToAdd !== true));
  const differences = compareFiles(committed, intended);
  const staged = options.renames
    ? await withRenames(differences, ({ oid }) => objects.blob(oid))
    : differences;
  const stagedByPath = new Map(staged.map((change) => [change.path, change]));
  const paths = new Set([...stagedByPath.keys(), ...changed.keys(), ...conflicts.keys()]);
  const entries: StatusEntry[] = [];
  for (const path of [...paths].sort((left, right) => (left < right ? -1 : 1))) {
    if (!options.paths.matches(path)) continue;
    const entry = files.get(path) ?? null;
    const now = changed.get(path);
    const conflict = conflicts.get(path) ?? null;
    const worktree = now === undefined ? (conflict === null ? entry : workTree.entry(path)) : now;
    entries.push({
      path,
      staged: stagedByPath.get(path) ?? null,
      changed: now === undefined || entry === null ? null : kindOfChange(entry, now),
      index: entry,
      worktree,
      conflict,
    });
  }
  const { untracked, ignored } = await workTree.untracked(
    index,
    options.untracked,
    git.ignored,
    options.ignored,
  );
  return {
    head,
    branch: head.ref === null ? null : shortRef(head.ref),
    tracking: await trackingOf(git, head.ref, head.oid),
    entries,
    untracked: untracked.filter((path) => options.paths.matches(path)),
    ignored: (options.ignored ? ignored : []).filter((path) => options.paths.matches(path)),
  };
}

function kindOfChange(entry: IndexEntry, now: FileEntry | null): 'M' | 'D' | 'T' | 'A' {
  if (now === null) return 'D';
  if (entry.intentToAdd === true) return 'A';
  return (now.mode === modes.symlink) === (entry.mode === modes.symlink) ? 'M' : 'T';
}
