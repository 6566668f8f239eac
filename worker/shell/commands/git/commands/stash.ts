// git stash: what is changed put aside as commits, the newest in refs/stash and the others in its reflog, as git keeps them.

import { parseArguments } from '../arguments.ts';
import { compareFiles } from '../changes.ts';
import { subjectOf, writeCommit } from '../commit-making.ts';
import { GitFailure, fatal } from '../failure.ts';
import type { FileEntry } from '../index-file.ts';
import type { Command, Invocation } from '../invocation.ts';
import { applyMerge, mergeTrees } from '../merge-trees.ts';
import { appendReflog, readReflog, writeReflog } from '../reflog.ts';
import { shortRef } from '../revision.ts';
import { noOid } from '../patch.ts';
import { resetHard } from './reset.ts';
import { diff } from './diff.ts';
import { status } from './status.ts';

export const stash: Command = async (git, args) => {
  const [first = 'push', ...rest] = args;
  switch (first.startsWith('-') ? 'push' : first) {
    case 'push':
    case 'save':
      return push(git, first.startsWith('-') ? args : rest, first === 'save');
    case 'list': {
      for (const [index, { message }] of readReflog(git, 'refs/stash').toReversed().entries())
        await git.line(`stash@{${String(index)}}: ${message}`);
      return 0;
    }
    case 'apply':
      return apply(git, rest, false);
    case 'pop':
      return apply(git, rest, true);
    case 'drop':
      return drop(git, rest);
    case 'clear':
      writeReflog(git, 'refs/stash', []);
      await git.repository.deleteRef('refs/stash');
      return 0;
    case 'show': {
      const options = rest.filter((arg) => arg.startsWith('-'));
      const { oid } = find(
        git,
        rest.find((arg) => !arg.startsWith('-')),
      );
      return diff(git, [...(options.length === 0 ? ['--stat'] : options), `${oid}^`, oid]);
    }
    case 'branch':
      throw fatal('git stash branch is not available in Holdfast');
    default:
      throw new GitFailure(
        `fatal: subcommand wasn't specified; 'push' can't be assumed due to unexpected token '${first}'`,
        128,
      );
  }
};

function find(
  git: Invocation,
  name: string | undefined,
): { readonly index: number; readonly oid: string; readonly name: string } {
  const entries = readReflog(git, 'refs/stash').toReversed();
  const [, digits] = /^(?:stash@\{)?(\d+)\}?$/.exec(name ?? '0') ?? [];
  if (digits === undefined) throw new GitFailure(`error: '${name ?? ''}' is not a stash reference`, 1);
  if (entries.length === 0) throw new GitFailure('No stash entries found.', 1);
  const entry = entries[Number(digits)];
  if (entry === undefined) throw new GitFailure(`error: stash@{${digits}} is not a valid reference`, 1);
  return {
    index: Number(digits),
    oid: entry.to,
    name: name === undefined ? 'refs/stash@{0}' : `stash@{${digits}}`,
  };
}

async function push(git: Invocation, args: readonly string[], isSave: boolean): Promise<number> {
  const options = parseArguments('stash', args, {
    short: 'um:kqaSp',
    long: {
      'include-untracked': 'u',
      'message=': 'm',
      'keep-index': 'k',
      'no-keep-index': 'no-keep-index',
      quiet: 'q',
      all: 'a',
      staged: 'S',
      patch: 'p',
    },
  });
  for (const [letter, name] of [
    ['p', 'patch'],
    ['S', 'staged'],
    ['a', 'all'],
  ] as const)
    if (options.has(letter)) throw fatal(`git stash --${name} is not available in Holdfast`);
  const operands = [...options.operands, ...(options.paths ?? [])];
  if (!isSave && operands.length > 0) throw fatal('stashing only some paths is not available in Holdfast');
  const { repository, workTree } = git;
  const { index, objects } = repository;
  const head = await repository.head();
  if (head.oid === null) throw fatal('You do not have the initial commit yet');
  if (index.conflicts().size > 0)
    throw new GitFailure([...index.conflicts().keys()].map((path) => `${path}: needs merge`).join('\n'), 1);
  const headFiles = await repository.headFiles();
  const changed = await workTree.changed(index);
  const untracked = options.has('u')
    ? (await workTree.untracked(index, 'all', git.ignored)).untracked.filter((path) => !path.endsWith('/'))
    : [];
  const staged = index.files();
  if (changed.size === 0 && untracked.length === 0 && compareFiles(headFiles, staged).length === 0) {
    await git.line('No local changes to save');
    return 0;
  }
  const [author, committer] = [git.signature('author'), git.signature('committer')];
  const branch = head.ref === null ? '(no branch)' : shortRef(head.ref);
  const base = await objects.commit(head.oid);
  const what = `${branch}: ${head.oid.slice(0, 7)} ${subjectOf(base.message)}`;
  const make = (files: ReadonlyMap<string, FileEntry>, parents: readonly string[], message: string) =>
    objects.writeTrees(files).then((tree) => writeCommit(git, { tree, parents, author, committer, message }));
  const indexCommit = await make(staged, [head.oid], `index on ${what}\n`);
  const working = new Map<string, FileEntry>(staged);
  for (const [path, entry] of changed) {
    if (entry === null) working.delete(path);
    else working.set(path, await store(git, path, entry));
  }
  const others = new Map<string, FileEntry>();
  for (const path of untracked) {
    const entry = workTree.entry(path);
    if (entry !== null) others.set(path, await store(git, path, entry));
  }
  const parents = [head.oid, indexCommit];
  if (others.size > 0) parents.push(await make(others, [], `untracked files on ${what}\n`));
  const given = options.value('m') ?? (isSave && operands.length > 0 ? operands.join(' ') : undefined);
  const message = given === undefined ? `WIP on ${what}` : `On ${branch}: ${given}`;
  const oid = await make(working, parents, message);
  appendReflog(git, 'refs/stash', { from: (await repository.ref('refs/stash')) ?? noOid, to: oid, message });
  await repository.writeRef('refs/stash', oid);
  for (const path of untracked) workTree.remove(path, git.cwd);
  await resetHard(git, options.has('k') ? staged : headFiles);
  if (!options.has('q')) await git.line(`Saved working directory and index state ${message}`);
  return 0;
}

async function store(git: Invocation, path: string, { mode }: FileEntry): Promise<FileEntry> {
  const stats = git.workTree.stats(path);
  if (stats === null) throw fatal(`${path} is gone`);
  return { mode, oid: await git.repository.objects.write('blob', git.workTree.read(path, stats)) };
}

async function apply(git: Invocation, args: readonly string[], drops: boolean): Promise<number> {
  const options = parseArguments('stash', args, { short: 'q', long: { index: 'index', quiet: 'q' } });
  const { repository } = git;
  const { index, objects } = repository;
  const [given] = options.operands;
  const { oid } = find(git, given);
  const commit = await objects.commit(oid);
  const [parent = '', indexParent = '', untrackedParent] = commit.parents;
  const filesOf = async (name: string) => objects.files((await objects.commit(name)).tree);
  const base = await filesOf(parent);
  if (untrackedParent !== undefined)
    for (const [path, entry] of await filesOf(untrackedParent)) {
      if (git.workTree.stats(path) !== null)
        throw new GitFailure(
          `${path} already exists, no checkout\nerror: could not restore untracked files from stash`,
          1,
        );
      await git.workTree.checkOut(path, entry, objects);
    }
  if (index.conflicts().size > 0)
    throw new GitFailure([...index.conflicts().keys()].map((path) => `${path}: needs merge`).join('\n'), 1);
  const ours = index.files();
  const staged = options.has('index') ? await filesOf(indexParent) : null;
  const merged = await mergeTrees(git, {
    base,
    oursFiles: ours,
    theirsFiles: await objects.files(commit.tree),
    ours: 'Updated upstream',
    theirs: 'Stashed changes',
  });
  await applyMerge(git, ours, merged);
  for (const message of merged.messages) await git.line(message);
  if (commit.tree === (await objects.commit(parent)).tree) await git.line('Already up to date.');
  if (merged.conflicts.size === 0) {
    // What was changed is changed, not staged; what is new stays in the index.
    for (const [path, entry] of index.files()) {
      const before = staged?.get(path) ?? ours.get(path);
      if (before !== undefined && (before.oid !== entry.oid || before.mode !== entry.mode))
        index.set(path, before);
    }
    for (const [path, entry] of ours) if (index.get(path) === undefined) index.set(path, entry);
    index.write();
  }
  if (!options.has('q')) await status(git, []);
  if (merged.conflicts.size > 0) {
    await git.line('The stash entry is kept in case you need it again.');
    return 1;
  }
  return drops ? drop(git, given === undefined ? [] : [given]) : 0;
}

async function drop(git: Invocation, args: readonly string[]): Promise<number> {
  const options = parseArguments('stash', args, { short: 'q', long: { quiet: 'q' } });
  const { index, oid, name } = find(git, options.operands[0]);
  const entries = readReflog(git, 'refs/stash').toReversed();
  entries.splice(index, 1);
  writeReflog(git, 'refs/stash', entries.toReversed());
  const [newest] = entries;
  if (newest === undefined) await git.repository.deleteRef('refs/stash');
  else await git.repository.writeRef('refs/stash', newest.to);
  if (!options.has('q')) await git.line(`Dropped ${name} (${oid})`);
  return 0;
}
