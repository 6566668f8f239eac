// git switch and git checkout: another branch or commit, or files of one.

import { parseArguments, type CommandSpec, type GitOptions } from '../arguments.ts';
import { changeFiles, pathsToChange } from '../checkout-files.ts';
import { subjectOf } from '../commit-making.ts';
import { compareFiles } from '../changes.ts';
import { GitFailure, fatal } from '../failure.ts';
import { runHook } from '../hooks.ts';
import type { Command, Invocation } from '../invocation.ts';
import { noOid } from '../patch.ts';
import { appendReflog, readReflog } from '../reflog.ts';
import type { Head } from '../repository.ts';
import { fullRef, resolveCommit, resolveTree, shortRef, tryResolve } from '../revision.ts';
import { trackingOf } from '../status-report.ts';
import { trackingText } from '../status-text.ts';
import { createBranch, unknownBranch } from './branch.ts';
import { resetHard } from './reset.ts';
import { restoreFromFiles, restoreFromIndex } from './restore.ts';
import { isBranchName } from './init.ts';

const common = {
  quiet: 'q',
  detach: 'd',
  track: 't',
  'no-track': 'no-track',
  force: 'f',
  merge: 'merge',
  'no-guess': 'no-guess',
  guess: 'guess',
  progress: 'progress',
  'no-progress': 'no-progress',
};
const switchSpec: CommandSpec = {
  short: 'c:C:dqtf',
  long: { ...common, 'create=': 'c', 'force-create=': 'C', 'discard-changes': 'f', 'orphan=': 'orphan' },
};
const checkoutSpec: CommandSpec = {
  short: 'b:B:dqtf',
  long: { ...common, 'orphan=': 'orphan', ours: 'ours', theirs: 'theirs' },
};

export const switchBranch: Command = async (git, args) => {
  const options = parseArguments('switch', args, switchSpec);
  const [create, force] = [options.value('c'), options.value('C')];
  if (options.has('orphan')) return orphan(git, options.value('orphan') ?? '', true);
  if (create !== undefined || force !== undefined)
    return createAndSwitch(git, options, create ?? force ?? '', options.operands[0], force !== undefined);
  const name = await previousOr(git, options.operands[0]);
  if (options.has('d')) return detach(git, options, name ?? 'HEAD', false);
  if (name === undefined) throw fatal('missing branch or commit argument');
  if (await isBranch(git, name)) return toBranch(git, options, name);
  if (await followRemote(git, options, name)) return 0;
  const isCommit = (await tryResolve(git, name)) !== null;
  if (!isCommit) throw fatal(`invalid reference: ${name}`);
  const kind =
    (await fullRef(git, name))?.startsWith('refs/tags/') === true
      ? 'tag'
      : (await fullRef(git, name))?.startsWith('refs/remotes/') === true
        ? 'remote branch'
        : 'commit';
  throw fatal(
    `a branch is expected, got ${kind} '${name}'\nhint: If you want to detach HEAD at the commit, try again with the --detach option.`,
  );
};

export const checkout: Command = async (git, args) => {
  const options = parseArguments('checkout', args, checkoutSpec);
  const [create, force] = [options.value('b'), options.value('B')];
  if (options.has('orphan')) return orphan(git, options.value('orphan') ?? '', false);
  if (create !== undefined || force !== undefined)
    return createAndSwitch(git, options, create ?? force ?? '', options.operands[0], force !== undefined);
  const [given, ...rest] = options.operands;
  const name = await previousOr(git, given);
  const behind = options.paths;
  if (name === undefined) {
    if (options.has('d')) return detach(git, options, 'HEAD', false);
    if (behind === null || behind.length === 0)
      return toBranch(git, options, shortRef((await git.repository.head()).ref ?? 'HEAD'));
    return files(git, options, undefined, behind);
  }
  const isRevision = (await tryResolve(git, name)) !== null;
  if (behind !== null) return files(git, options, name, [...rest, ...behind]);
  if (isRevision && rest.length > 0) return files(git, options, name, rest);
  if (await isBranch(git, name))
    return options.has('d') ? detach(git, options, name, false) : toBranch(git, options, name);
  if (isRevision) return detach(git, options, name, !options.has('d'));
  if (rest.length === 0 && (await followRemote(git, options, name))) return 0;
  if (
    !git
      .pathspec([name])
      .unmatched([...git.repository.index.files().keys(), ...git.repository.index.conflicts().keys()])
      .includes(name)
  )
    return files(git, options, undefined, [name, ...rest]);
  throw unknownBranch(name);
};

const isBranch = async (git: Invocation, name: string): Promise<boolean> =>
  (await git.repository.ref(`refs/heads/${name}`)) !== null;

/** `-`: where HEAD was before. */
async function previousOr(git: Invocation, name: string | undefined): Promise<string | undefined> {
  if (name !== '-') return name;
  const previous = readReflog(git, 'HEAD')
    .map(({ message }) => /^checkout: moving from (\S+) to /.exec(message)?.[1])
    .findLast((each) => each !== undefined);
  if (previous === undefined) throw fatal('invalid reference: @{-1}');
  return previous;
}

async function files(
  git: Invocation,
  options: GitOptions,
  revision: string | undefined,
  given: readonly string[],
): Promise<number> {
  const paths = git.pathspec(given);
  const tells = !options.has('q') && options.paths === null;
  if (revision !== undefined) {
    const tree = await git.repository.objects.files(await resolveTree(git, revision));
    const written = await restoreFromFiles(git, paths, tree, { staged: true, worktree: true, overlay: true });
    const oid = await tryResolve(git, `${revision}^{tree}`);
    if (tells)
      await git.warn(
        `Updated ${String(written)} path${written === 1 ? '' : 's'} from ${oid?.slice(0, 7) ?? ''}`,
      );
    return 0;
  }
  const side = options.has('ours') ? 2 : options.has('theirs') ? 3 : null;
  const written = await restoreFromIndex(git, paths, side);
  if (tells) await git.warn(`Updated ${String(written)} path${written === 1 ? '' : 's'} from the index`);
  return 0;
}

async function createAndSwitch(
  git: Invocation,
  options: GitOptions,
  name: string,
  start: string | undefined,
  force: boolean,
): Promise<number> {
  const { repository } = git;
  const head = await repository.head();
  if (head.oid === null && start === undefined) {
    if (!isBranchName(name)) throw fatal(`'${name}' is not a valid branch name`);
    repository.attachHead(`refs/heads/${name}`);
  } else {
    const isThere = await isBranch(git, name);
    if (isThere && !force) throw fatal(`a branch named '${name}' already exists`);
    const target = await resolveCommit(git, start ?? 'HEAD').catch(() => {
      throw fatal(
        start === undefined
          ? 'invalid reference: HEAD'
          : `'${start}' is not a commit and a branch '${name}' cannot be created from it`,
      );
    });
    if (!isBranchName(name)) throw fatal(`'${name}' is not a valid branch name`);
    await moveTo(git, options, target.oid);
    await createBranch(git, name, start ?? 'HEAD', force, !options.has('no-track'));
    remember(git, head, { name, oid: target.oid });
    repository.attachHead(`refs/heads/${name}`);
    if (isThere) {
      if (!options.has('q')) await git.warn(`Switched to and reset branch '${name}'`);
      return 0;
    }
  }
  if (!options.has('q')) await git.warn(`Switched to a new branch '${name}'`);
  await runHook(git, 'post-checkout', []);
  return 0;
}

async function orphan(git: Invocation, name: string, empties: boolean): Promise<number> {
  if (await isBranch(git, name)) throw fatal(`a branch named '${name}' already exists`);
  if (empties) await resetHard(git, new Map());
  git.repository.attachHead(`refs/heads/${name}`);
  await git.warn(`Switched to a new branch '${name}'`);
  return 0;
}

/** A branch of that name that only one remote has: ours is made, and follows it. */
async function followRemote(git: Invocation, options: GitOptions, name: string): Promise<boolean> {
  if (options.has('no-guess')) return false;
  const found = (await git.repository.refs('refs/remotes')).filter(
    (ref) => ref.replace(/^refs\/remotes\/[^/]+\//, '') === name,
  );
  const [ref] = found;
  if (ref === undefined || found.length > 1) return false;
  await createAndSwitch(git, options, name, shortRef(ref), false);
  return true;
}

async function toBranch(git: Invocation, options: GitOptions, name: string): Promise<number> {
  const { repository } = git;
  const head = await repository.head();
  const ref = `refs/heads/${name}`;
  const oid = await repository.ref(ref);
  if (oid !== null) await moveTo(git, options, oid);
  if (head.ref !== ref) {
    await leave(git, options, head.ref, head.oid, oid);
    remember(git, head, { name, oid });
    repository.attachHead(ref);
  }
  if (!options.has('q')) {
    await git.warn(head.ref === ref ? `Already on '${name}'` : `Switched to branch '${name}'`);
    const tracking = await trackingOf(git, ref, oid);
    if (tracking !== null) await git.out(trackingText(tracking));
  }
  await runHook(git, 'post-checkout', []);
  return 0;
}

const detachedAdvice = (name: string) => `Note: switching to '${name}'.

You are in 'detached HEAD' state. You can look around, make experimental
changes and commit them, and you can discard any commits you make in this
state without impacting any branches by switching back to a branch.

If you want to create a new branch to retain commits you create, you may
do so (now or later) by using -c with the switch command. Example:

  git switch -c <new-branch-name>

Or undo this operation with:

  git switch -

Turn off this advice by setting config variable advice.detachedHead to false
`;

async function detach(git: Invocation, options: GitOptions, name: string, advises: boolean): Promise<number> {
  const { repository } = git;
  const head = await repository.head();
  const target = await resolveCommit(git, name);
  await moveTo(git, options, target.oid);
  remember(git, head, { name: target.oid, oid: target.oid });
  repository.detachHead(target.oid);
  if (options.has('q')) return 0;
  if (head.ref !== null && advises && git.config.flag('advice.detachedhead', true))
    await git.warn(detachedAdvice(name));
  else await leave(git, options, head.ref, head.oid, target.oid);
  await git.warn(`HEAD is now at ${target.oid.slice(0, 7)} ${subjectOf(target.message)}`);
  return 0;
}

/** Says which commit no branch may be at any more. */
async function leave(
  git: Invocation,
  options: GitOptions,
  ref: string | null,
  oid: string | null,
  to: string | null,
): Promise<void> {
  if (ref !== null || oid === null || oid === to || options.has('q')) return;
  const { message } = await git.repository.objects.commit(oid);
  await git.warn(`Previous HEAD position was ${oid.slice(0, 7)} ${subjectOf(message)}`);
}

function remember(
  git: Invocation,
  head: Head,
  to: { readonly name: string; readonly oid: string | null },
): void {
  const from = head.ref === null ? (head.oid ?? '') : shortRef(head.ref);
  const message = `checkout: moving from ${from} to ${to.name}`;
  appendReflog(git, 'HEAD', { from: head.oid ?? noOid, to: to.oid ?? noOid, message });
}

/** Index and work tree to a commit's files; says what stays changed. */
async function moveTo(git: Invocation, options: GitOptions, oid: string): Promise<void> {
  const { repository } = git;
  const { index, objects } = repository;
  if (index.conflicts().size > 0 && !options.has('f'))
    throw new GitFailure(
      [...index.conflicts().keys()].map((path) => `${path}: needs merge`).join('\n') +
        '\nerror: you need to resolve your current index first',
      1,
    );
  const to = await objects.files((await objects.commit(oid)).tree);
  if (options.has('f')) return resetHard(git, to);
  const from = await repository.headFiles();
  await changeFiles(git, await pathsToChange(git, from, to, 'checkout'), to);
  if (options.has('q')) return;
  const staged = compareFiles(to, index.files());
  const changed = await git.workTree.changed(index);
  const letters = new Map<string, string>(staged.map(({ path, kind }) => [path, kind]));
  for (const [path, entry] of changed) letters.set(path, entry === null ? 'D' : (letters.get(path) ?? 'M'));
  for (const [path, letter] of [...letters].sort(([left], [right]) => (left < right ? -1 : 1)))
    await git.line(`${letter}\t${git.shown(path)}`);
}
