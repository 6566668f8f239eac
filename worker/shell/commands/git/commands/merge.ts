// git merge: another line of history into this one.

import { parseArguments } from '../arguments.ts';
import { compareFiles, withRenames } from '../changes.ts';
import { changeFiles, pathsToChange } from '../checkout-files.ts';
import { cleanMessage, writeCommit } from '../commit-making.ts';
import { statsOf, statText, summaryText } from '../diff-stat.ts';
import { GitFailure, fatal } from '../failure.ts';
import { mergeBases } from '../history.ts';
import type { FileEntry } from '../index-file.ts';
import type { Command, Invocation } from '../invocation.ts';
import { applyMerge, mergeTrees } from '../merge-trees.ts';
import type { Commit } from '../objects.ts';
import { fullRef, resolveCommit, shortRef, tryResolve } from '../revision.ts';
import { resetHard } from './reset.ts';

const spec = {
  short: 'm:qn',
  long: {
    'message=': 'm',
    quiet: 'q',
    abort: 'abort',
    continue: 'continue',
    quit: 'quit',
    ff: 'ff',
    'no-ff': 'no-ff',
    'ff-only': 'ff-only',
    squash: 'squash',
    commit: 'commit',
    'no-commit': 'no-commit',
    edit: 'edit',
    'no-edit': 'no-edit',
    'no-stat': 'n',
    stat: 'stat',
    'allow-unrelated-histories': 'allow-unrelated-histories',
    'no-verify': 'no-verify',
  },
};

export const merge: Command = async (git, args) => {
  const options = parseArguments('merge', args, spec);
  const { repository } = git;
  if (options.has('abort')) return abort(git);
  if (options.has('continue')) {
    if (repository.note('MERGE_HEAD') === null)
      throw fatal('There is no merge in progress (MERGE_HEAD missing).');
    return (await import('./commit.ts')).commit(git, ['--no-edit']);
  }
  if (repository.index.conflicts().size > 0)
    throw new GitFailure(
      "error: Merging is not possible because you have unmerged files.\nhint: Fix them up in the work tree, and then use 'git add/rm <file>'\nhint: as appropriate to mark resolution and make a commit.\nfatal: Exiting because of an unresolved conflict.",
      128,
    );
  if (repository.note('MERGE_HEAD') !== null)
    throw fatal(
      'You have not concluded your merge (MERGE_HEAD exists).\nPlease, commit your changes before you merge.',
    );
  const [name, extra] = options.operands;
  if (extra !== undefined) throw fatal('merging more than one branch at once is not available in Holdfast');
  if (name === undefined) throw fatal('No remote for the current branch.');
  if ((await tryResolve(git, name)) === null)
    throw new GitFailure(`merge: ${name} - not something we can merge`, 1);
  const theirs = await resolveCommit(git, name);
  return mergeCommit(git, theirs, name, {
    message: options.value('m'),
    noFastForward: options.has('no-ff'),
    onlyFastForward: options.has('ff-only'),
    squash: options.has('squash'),
    noCommit: options.has('no-commit'),
    unrelated: options.has('allow-unrelated-histories'),
    quiet: options.has('q'),
  });
};

export interface MergeOptions {
  readonly message?: string | undefined;
  readonly noFastForward?: boolean;
  readonly onlyFastForward?: boolean;
  readonly squash?: boolean;
  readonly noCommit?: boolean;
  readonly unrelated?: boolean;
  readonly quiet?: boolean;
}

export async function mergeCommit(
  git: Invocation,
  theirs: Commit,
  name: string,
  how: MergeOptions,
): Promise<number> {
  const { repository } = git;
  const { objects } = repository;
  const { oid: head, ref } = await repository.head();
  const say = async (text: string) => (how.quiet === true ? undefined : git.line(text));
  const theirsFiles = await objects.files(theirs.tree);
  if (head === null) {
    await changeFiles(git, await pathsToChange(git, new Map(), theirsFiles, 'merge'), theirsFiles);
    await repository.moveHead(theirs.oid);
    return 0;
  }
  const [base] = await mergeBases(objects, head, theirs.oid);
  if (base === undefined && how.unrelated !== true) throw fatal('refusing to merge unrelated histories');
  if (base === theirs.oid) {
    await say('Already up to date.');
    return 0;
  }
  const ours = await objects.commit(head);
  const oursFiles = await objects.files(ours.tree);
  if (base === head && how.noFastForward !== true) {
    await say(`Updating ${head.slice(0, 7)}..${theirs.oid.slice(0, 7)}`);
    await changeFiles(git, await pathsToChange(git, oursFiles, theirsFiles, 'merge'), theirsFiles);
    await say(how.squash === true ? 'Squash commit -- not updating HEAD\nFast-forward' : 'Fast-forward');
    if (how.squash === true)
      repository.writeNote('SQUASH_MSG', `Squashed commit of the following:\n\n${theirs.message}`);
    else {
      repository.writeNote('ORIG_HEAD', `${head}\n`);
      await repository.moveHead(theirs.oid);
    }
    if (how.quiet !== true) await tellChanges(git, oursFiles, theirsFiles);
    return 0;
  }
  if (how.onlyFastForward === true) throw fatal('Not possible to fast-forward, aborting.');
  const baseFiles =
    base === undefined
      ? new Map<string, FileEntry>()
      : await objects.files((await objects.commit(base)).tree);
  const merged = await mergeTrees(git, {
    base: baseFiles,
    oursFiles,
    theirsFiles,
    ours: 'HEAD',
    theirs: name,
  });
  await applyMerge(git, oursFiles, merged).catch((error: unknown) => {
    throw error instanceof GitFailure
      ? new GitFailure(`${error.message}\nMerge with strategy ort failed.`, 2)
      : error;
  });
  for (const message of merged.messages) await say(message);
  const message = how.message === undefined ? await messageFor(git, name, ref) : cleanMessage(how.message);
  repository.writeNote('ORIG_HEAD', `${head}\n`);
  const isSquash = how.squash === true;
  if (merged.conflicts.size > 0 || how.noCommit === true || isSquash) {
    if (!isSquash) {
      repository.writeNote('MERGE_HEAD', `${theirs.oid}\n`);
      repository.writeNote('MERGE_MODE', how.noFastForward === true ? 'no-ff' : '');
    }
    const conflicted = [...merged.conflicts.keys()].map((path) => `#\t${path}\n`).join('');
    repository.writeNote(
      isSquash ? 'SQUASH_MSG' : 'MERGE_MSG',
      conflicted === '' ? message : `${message}\n# Conflicts:\n${conflicted}`,
    );
    if (isSquash && merged.conflicts.size === 0) await say('Squash commit -- not updating HEAD');
    const words =
      merged.conflicts.size > 0
        ? 'Automatic merge failed; fix conflicts and then commit the result.'
        : 'Automatic merge went well; stopped before committing as requested';
    await git.line(words);
    return merged.conflicts.size > 0 ? 1 : 0;
  }
  const tree = await objects.writeTrees(merged.files);
  const [author, committer] = [git.signature('author'), git.signature('committer')];
  const oid = await writeCommit(git, { tree, parents: [head, theirs.oid], author, committer, message });
  await repository.moveHead(oid);
  await say("Merge made by the 'ort' strategy.");
  if (how.quiet !== true) await tellChanges(git, oursFiles, merged.files);
  return 0;
}

async function messageFor(git: Invocation, name: string, into: string | null): Promise<string> {
  const ref = await fullRef(git, name);
  const what =
    ref === null || ref === 'HEAD' || ref === 'FETCH_HEAD'
      ? `commit '${name}'`
      : ref.startsWith('refs/tags/')
        ? `tag '${shortRef(ref)}'`
        : ref.startsWith('refs/remotes/')
          ? `remote-tracking branch '${shortRef(ref)}'`
          : `branch '${shortRef(ref)}'`;
  const target = into === null ? 'HEAD' : shortRef(into);
  return `Merge ${what}${target === 'main' || target === 'master' ? '' : ` into ${target}`}\n`;
}

async function tellChanges(
  git: Invocation,
  before: ReadonlyMap<string, FileEntry>,
  after: ReadonlyMap<string, FileEntry>,
): Promise<void> {
  const read = ({ oid }: FileEntry) => git.repository.objects.blob(oid);
  const changes = await withRenames(compareFiles(before, after), read);
  const quoted = (path: string) => git.quoted(path);
  const { stdout } = git.context;
  const columns = stdout.isTerminal ? stdout.columns : 80;
  await git.out(
    statText(
      await statsOf(changes, { before: read, after: read }),
      columns,
      quoted,
      git.isColored('color.diff', undefined),
    ),
  );
  await git.out(summaryText(changes, quoted));
}

async function abort(git: Invocation): Promise<number> {
  const { repository } = git;
  if (repository.note('MERGE_HEAD') === null) throw fatal('There is no merge to abort (MERGE_HEAD missing).');
  await resetHard(git, await repository.headFiles());
  for (const name of ['MERGE_HEAD', 'MERGE_MSG', 'MERGE_MODE']) repository.deleteNote(name);
  return 0;
}
