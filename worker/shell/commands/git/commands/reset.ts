// git reset: HEAD, the index and the work tree back to a commit, or paths of the index.

import { parseArguments } from '../arguments.ts';
import { fatal } from '../failure.ts';
import type { FileEntry } from '../index-file.ts';
import type { Command, Invocation } from '../invocation.ts';
import { emptyTree } from '../objects.ts';
import { resolveCommit, resolveTree, splitOperands } from '../revision.ts';
import { restoreFromFiles } from './restore.ts';

export const reset: Command = async (git, args) => {
  const options = parseArguments('reset', args, {
    short: 'qp',
    long: {
      soft: 'soft',
      mixed: 'mixed',
      hard: 'hard',
      keep: 'keep',
      merge: 'merge',
      quiet: 'q',
      patch: 'p',
    },
  });
  for (const name of ['keep', 'merge', 'p'])
    if (options.has(name))
      throw fatal(`git reset --${name === 'p' ? 'patch' : name} is not available in Holdfast`);
  const { revisions, paths } = await splitOperands(git, options.operands, options.paths);
  const [revision = 'HEAD'] = revisions;
  const mode = options.order.findLast((name) => ['soft', 'mixed', 'hard'].includes(name)) ?? 'mixed';
  const { oid: head } = await git.repository.head();
  const isInitial = head === null && revision === 'HEAD';
  if (paths.length > 0) {
    if (mode !== 'mixed') throw fatal(`Cannot do ${mode} reset with paths.`);
    const tree = isInitial ? emptyTree : await resolveTree(git, revision);
    const files = await git.repository.objects.files(tree);
    await restoreFromFiles(git, git.pathspec(paths), files, {
      staged: true,
      worktree: false,
      overlay: false,
    });
    if (!options.has('q')) await tellUnstaged(git);
    return 0;
  }
  const commit = isInitial ? null : await resolveCommit(git, revision);
  if (mode === 'soft' && git.repository.index.conflicts().size > 0)
    throw fatal('Cannot do a soft reset in the middle of a merge.');
  const files = await git.repository.objects.files(commit?.tree ?? null);
  if (mode === 'mixed') resetIndex(git, files);
  if (mode === 'hard') await resetHard(git, files);
  if (commit !== null) {
    if (head !== null && head !== commit.oid) git.repository.writeNote('ORIG_HEAD', `${head}\n`);
    await git.repository.moveHead(commit.oid);
  }
  for (const name of mode === 'soft'
    ? []
    : ['MERGE_HEAD', 'MERGE_MSG', 'MERGE_MODE', 'CHERRY_PICK_HEAD', 'REVERT_HEAD'])
    git.repository.deleteNote(name);
  if (options.has('q')) return 0;
  if (mode === 'hard' && commit !== null)
    await git.line(`HEAD is now at ${commit.oid.slice(0, 7)} ${commit.message.split('\n')[0] ?? ''}`);
  if (mode === 'mixed') await tellUnstaged(git);
  return 0;
};

/** Makes the index hold these files; what is known of those that stay the same is kept. */
export function resetIndex(git: Invocation, files: ReadonlyMap<string, FileEntry>): void {
  const { index } = git.repository;
  for (const { path, stage } of index.entries) if (stage !== 0 || !files.has(path)) index.delete(path);
  for (const [path, entry] of files) {
    const before = index.get(path);
    if (before?.oid !== entry.oid || before.mode !== entry.mode || before.intentToAdd === true)
      index.set(path, entry);
  }
  index.write();
}

/** And the work tree, whatever was changed there. */
export async function resetHard(git: Invocation, files: ReadonlyMap<string, FileEntry>): Promise<void> {
  const { index, objects } = git.repository;
  for (const path of new Set(index.entries.map((entry) => entry.path)))
    if (!files.has(path)) {
      git.workTree.remove(path, git.cwd);
      index.delete(path);
    }
  for (const [path, entry] of files) {
    await git.context.breathe();
    const stats = git.workTree.stats(path);
    const before = index.get(path);
    const isSame =
      stats !== null &&
      git.workTree.modeOf(stats) === entry.mode &&
      ((before?.oid === entry.oid && index.isFresh(before, stats)) ||
        git.workTree.hash(path, stats) === entry.oid);
    index.set(path, entry, isSame ? stats : await git.workTree.checkOut(path, entry, objects));
  }
  index.write();
}

async function tellUnstaged(git: Invocation): Promise<void> {
  const changed = await git.workTree.changed(git.repository.index);
  const conflicts = [...git.repository.index.conflicts().keys()].map((path) => `U\t${path}\n`);
  const lines = [...changed].map(([path, entry]) => `${entry === null ? 'D' : 'M'}\t${git.shown(path)}\n`);
  if (lines.length + conflicts.length > 0)
    await git.out(`Unstaged changes after reset:\n${[...conflicts, ...lines].join('')}`);
}
