// git cherry-pick and git revert: what one commit changed, again or undone.

import { parseArguments } from '../arguments.ts';
import { compareFiles } from '../changes.ts';
import { subjectOf, tellCommit, writeCommit } from '../commit-making.ts';
import { GitFailure, failed, fatal } from '../failure.ts';
import { walkCommits } from '../history.ts';
import type { FileEntry } from '../index-file.ts';
import type { Command, Invocation } from '../invocation.ts';
import { applyMerge, mergeTrees } from '../merge-trees.ts';
import type { Commit } from '../objects.ts';
import { resolveCommit } from '../revision.ts';
import { commit as commitCommand } from './commit.ts';
import { selection } from './log.ts';
import { resetHard } from './reset.ts';

interface Kind {
  readonly name: 'cherry-pick' | 'revert';
  readonly note: 'CHERRY_PICK_HEAD' | 'REVERT_HEAD';
}

const spec = {
  short: 'nxem:s',
  long: {
    'no-commit': 'n',
    edit: 'e',
    'no-edit': 'no-edit',
    'mainline=': 'm',
    continue: 'continue',
    abort: 'abort',
    skip: 'skip',
    quit: 'quit',
    signoff: 's',
  },
};

const run =
  (kind: Kind): Command =>
  async (git, args) => {
    const options = parseArguments(kind.name, args, spec);
    const { repository } = git;
    for (const name of ['abort', 'skip', 'continue', 'quit'] as const) {
      if (!options.has(name)) continue;
      if (repository.note(kind.note) === null)
        throw new GitFailure(`error: no cherry-pick or revert in progress\nfatal: ${kind.name} failed`, 128);
      if (name === 'continue') return commitCommand(git, ['--no-edit']);
      if (name !== 'quit') await resetHard(git, await repository.headFiles());
      for (const note of [kind.note, 'MERGE_MSG']) repository.deleteNote(note);
      return 0;
    }
    const { oid: head } = await repository.head();
    if (head === null) throw fatal('your current branch does not have any commits yet');
    const commits: Commit[] = [];
    for (const revision of options.operands) {
      if (!revision.includes('..')) {
        commits.push(await resolveCommit(git, revision));
        continue;
      }
      const { tips, hidden } = await selection(git, [revision]);
      const found: Commit[] = [];
      for await (const each of walkCommits(repository.objects, tips, hidden)) found.push(each);
      commits.push(...(kind.name === 'revert' ? found : found.toReversed()));
    }
    if (commits.length === 0)
      throw new GitFailure(`usage: git ${kind.name} [<options>] <commit-ish>...`, 129);
    for (const each of commits) {
      const code = await pick(git, kind, each, {
        mainline: Number(options.value('m') ?? 0),
        stops: options.has('n'),
        tells: options.has('x'),
      });
      if (code !== 0) return code;
    }
    return 0;
  };

async function pick(
  git: Invocation,
  kind: Kind,
  commit: Commit,
  how: { readonly mainline: number; readonly stops: boolean; readonly tells: boolean },
): Promise<number> {
  const { repository } = git;
  const { objects, index } = repository;
  const short = commit.oid.slice(0, 7);
  if (commit.parents.length > 1 && how.mainline === 0)
    throw new GitFailure(
      `error: commit ${commit.oid} is a merge but no -m option was given.\nfatal: ${kind.name} failed`,
      128,
    );
  const headFiles = await repository.headFiles();
  if (index.conflicts().size > 0 || (!how.stops && isStaged(git, headFiles)))
    throw failed(
      `your local changes would be overwritten by ${kind.name}.\nhint: commit your changes or stash them to proceed.\nfatal: ${kind.name} failed`,
      128,
    );
  const parent = commit.parents[Math.max(0, how.mainline - 1)];
  const before = await objects.files(parent === undefined ? null : (await objects.commit(parent)).tree);
  const after = await objects.files(commit.tree);
  const subject = subjectOf(commit.message);
  const isRevert = kind.name === 'revert';
  const ours = how.stops ? index.files() : headFiles;
  const merged = await mergeTrees(git, {
    base: isRevert ? after : before,
    oursFiles: ours,
    theirsFiles: isRevert ? before : after,
    ours: 'HEAD',
    theirs: `${isRevert ? 'parent of ' : ''}${short} (${subject})`,
  });
  await applyMerge(git, ours, merged);
  for (const message of merged.messages) await git.line(message);
  const message = isRevert
    ? `Revert "${subject}"\n\nThis reverts commit ${commit.oid}.\n`
    : `${commit.message}${how.tells ? `\n(cherry picked from commit ${commit.oid})\n` : ''}`;
  if (merged.conflicts.size > 0) {
    repository.writeNote(kind.note, `${commit.oid}\n`);
    repository.writeNote(
      'MERGE_MSG',
      `${message}\n# Conflicts:\n${[...merged.conflicts.keys()].map((path) => `#\t${path}\n`).join('')}`,
    );
    await git.warn(
      `error: could not ${isRevert ? 'revert' : 'apply'} ${short}... ${subject}\nhint: After resolving the conflicts, mark them with\nhint: "git add/rm <pathspec>", then run\nhint: "git ${kind.name} --continue".\nhint: You can instead skip this commit with "git ${kind.name} --skip".\nhint: To abort and get back to the state before "git ${kind.name}",\nhint: run "git ${kind.name} --abort".`,
    );
    return 1;
  }
  if (how.stops) return 0;
  const { oid: head } = await repository.head();
  const tree = await objects.writeTrees(merged.files);
  if (head !== null && (await objects.commit(head)).tree === tree) {
    await git.warn(`The previous ${kind.name} is now empty, possibly due to conflict resolution.`);
    return 1;
  }
  const author = isRevert ? git.signature('author') : commit.author;
  const oid = await writeCommit(git, {
    tree,
    parents: head === null ? [] : [head],
    author,
    committer: git.signature('committer'),
    message,
  });
  await repository.moveHead(oid);
  await tellCommit(git, await objects.commit(oid), true);
  return 0;
}

function isStaged(git: Invocation, headFiles: ReadonlyMap<string, FileEntry>): boolean {
  return compareFiles(headFiles, git.repository.index.files()).length > 0;
}

export const cherryPick = run({ name: 'cherry-pick', note: 'CHERRY_PICK_HEAD' });
export const revert = run({ name: 'revert', note: 'REVERT_HEAD' });
