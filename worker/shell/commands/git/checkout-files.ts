// From the files of one commit to those of another in index and work tree, with what was changed meanwhile left alone or refused.

import { GitFailure } from './failure.ts';
import { comparePaths, type FileEntry } from './index-file.ts';
import type { Invocation } from './invocation.ts';

type Files = ReadonlyMap<string, FileEntry>;

/** What is being done, as git words it where it cannot be. */
const advice = {
  checkout: 'switch branches',
  merge: 'merge',
} as const;

const same = (left: FileEntry | null | undefined, right: FileEntry | null | undefined): boolean =>
  left?.oid === right?.oid && left?.mode === right?.mode;

/** Paths that are to become another file, or none; throws with git's words where that would lose something. */
export async function pathsToChange(
  git: Invocation,
  from: Files,
  to: Files,
  action: keyof typeof advice,
): Promise<string[]> {
  const { index } = git.repository;
  const paths = [...new Set([...from.keys(), ...to.keys()])].filter(
    (path) => !same(from.get(path), to.get(path)),
  );
  const wanted = new Set(paths);
  const changed = await git.workTree.changed(index, (path) => wanted.has(path));
  const [local, untracked, result]: [string[], string[], string[]] = [[], [], []];
  for (const path of paths.sort(comparePaths)) {
    const entry = index.get(path);
    const target = to.get(path);
    if (entry === undefined) {
      if (target === undefined) continue;
      if (from.has(path)) local.push(path);
      else if (isInTheWay(git, path, target)) untracked.push(path);
      else result.push(path);
    } else if (same(entry, target)) continue;
    else if (same(entry, from.get(path)) && !changed.has(path)) result.push(path);
    else if (same(entry, from.get(path)) && changed.get(path) === null && target === undefined)
      result.push(path);
    else local.push(path);
  }
  const lines = (list: readonly string[]) => list.map((path) => `\t${git.quoted(path)}\n`).join('');
  const errors = [
    ...(local.length === 0
      ? []
      : [
          `error: Your local changes to the following files would be overwritten by ${action}:\n${lines(local)}Please commit your changes or stash them before you ${advice[action]}.`,
        ]),
    ...(untracked.length === 0
      ? []
      : [
          `error: The following untracked working tree files would be overwritten by ${action}:\n${lines(untracked)}Please move or remove them before you ${advice[action]}.`,
        ]),
  ];
  if (errors.length > 0) throw new GitFailure([...errors, 'Aborting'].join('\n'), 1);
  return result;
}

function isInTheWay(git: Invocation, path: string, target: FileEntry): boolean {
  if (git.workTree.stats(path) === null) return false;
  return !git.ignored.has(path, false) && !same(git.workTree.entry(path), target);
}

export async function changeFiles(git: Invocation, paths: readonly string[], to: Files): Promise<void> {
  const { index, objects } = git.repository;
  for (const path of paths) {
    if (to.has(path)) continue;
    git.workTree.remove(path, git.cwd);
    index.delete(path);
  }
  for (const path of paths) {
    const entry = to.get(path);
    if (entry === undefined) continue;
    await git.context.breathe();
    index.set(path, entry, await git.workTree.checkOut(path, entry, objects));
  }
  index.write();
}
