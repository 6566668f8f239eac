// git restore: files of the index or of a commit into the work tree, or of a commit into the index.

import { parseArguments } from '../arguments.ts';
import { GitFailure, failed, fatal } from '../failure.ts';
import type { FileEntry } from '../index-file.ts';
import type { Command, Invocation } from '../invocation.ts';
import type { Pathspec } from '../pathspec.ts';
import { resolveTree } from '../revision.ts';

export const restore: Command = async (git, args) => {
  const options = parseArguments('restore', args, {
    short: 's:SWq',
    long: {
      'source=': 's',
      staged: 'S',
      worktree: 'W',
      quiet: 'q',
      ours: 'ours',
      theirs: 'theirs',
      'ignore-unmerged': 'ignore-unmerged',
      overlay: 'overlay',
      'no-overlay': 'no-overlay',
    },
  });
  const operands = [...options.operands, ...(options.paths ?? [])];
  if (operands.length === 0) throw fatal('you must specify path(s) to restore');
  const staged = options.has('S');
  const worktree = options.has('W') || !staged;
  const source = options.value('s') ?? (staged ? 'HEAD' : undefined);
  const paths = git.pathspec(operands);
  if (source === undefined) {
    const side = options.has('ours') ? 2 : options.has('theirs') ? 3 : null;
    await restoreFromIndex(git, paths, side, options.has('ignore-unmerged'));
    return 0;
  }
  const tree = source === 'HEAD' && staged ? await git.repository.headTree() : await resolveTree(git, source);
  const files = await git.repository.objects.files(tree);
  await restoreFromFiles(git, paths, files, { staged, worktree, overlay: options.has('overlay') });
  return 0;
};

/** `side`: 2 ours and 3 theirs, of what is in conflict. How many were written. */
export async function restoreFromIndex(
  git: Invocation,
  paths: Pathspec,
  side: 2 | 3 | null,
  skipsConflicts = false,
): Promise<number> {
  const { index, objects } = git.repository;
  const conflicts = index.conflicts();
  refuseUnmatched(paths, [...index.files().keys(), ...conflicts.keys()]);
  const changed = await git.workTree.changed(index, (path) => paths.matches(path));
  let written = 0;
  for (const [path, stages] of conflicts) {
    if (!paths.matches(path)) continue;
    const entry = side === null ? undefined : stages[side];
    if (entry !== undefined) {
      await git.workTree.checkOut(path, entry, objects);
      written++;
    } else if (!skipsConflicts)
      throw failed(
        side === null
          ? `path '${path}' is unmerged`
          : `path '${path}' does not have ${side === 2 ? 'our' : 'their'} version`,
      );
  }
  for (const path of changed.keys()) {
    const entry = index.get(path);
    if (entry === undefined) continue;
    await git.context.breathe();
    index.set(path, entry, await git.workTree.checkOut(path, entry, objects));
    written++;
  }
  if (changed.size > 0) index.write();
  return written;
}

export async function restoreFromFiles(
  git: Invocation,
  paths: Pathspec,
  files: ReadonlyMap<string, FileEntry>,
  to: { readonly staged: boolean; readonly worktree: boolean; readonly overlay: boolean },
): Promise<number> {
  const { index, objects } = git.repository;
  const known = new Set(index.entries.map(({ path }) => path));
  refuseUnmatched(paths, [...known, ...files.keys()]);
  let written = 0;
  for (const path of new Set([...files.keys(), ...known])) {
    if (!paths.matches(path)) continue;
    await git.context.breathe();
    const entry = files.get(path);
    if (entry === undefined) {
      if (to.overlay) continue;
      if (to.staged) index.delete(path);
      if (to.worktree) git.workTree.remove(path, git.cwd);
    } else {
      const differs = to.worktree && !sameEntry(git.workTree.entry(path), entry);
      const stats = differs ? await git.workTree.checkOut(path, entry, objects) : undefined;
      const before = index.get(path);
      if (to.staged && (stats !== undefined || !sameEntry(before ?? null, entry)))
        index.set(path, entry, stats);
    }
    written++;
  }
  if (to.staged) index.write();
  return written;
}

const sameEntry = (left: FileEntry | null, right: FileEntry): boolean =>
  left?.oid === right.oid && left.mode === right.mode;

function refuseUnmatched(paths: Pathspec, known: readonly string[]): void {
  const missing = paths.unmatched(known);
  if (missing.length > 0)
    throw new GitFailure(
      missing.map((given) => `error: pathspec '${given}' did not match any file(s) known to git`).join('\n'),
      1,
    );
}
