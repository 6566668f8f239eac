// git diff: between work tree, index and commits.

import { resolvePath } from '../../../../os/posix-path.ts';
import { parseArguments, type GitOptions } from '../arguments.ts';
import { compareFiles, modified, withRenames, type Change } from '../changes.ts';
import { DiffOutput, diffFlags } from '../diff-output.ts';
import { GitFailure, fatal } from '../failure.ts';
import { mergeBases } from '../history.ts';
import { comparePaths, type FileEntry } from '../index-file.ts';
import type { Command, Invocation } from '../invocation.ts';
import { hashObject } from '../objects.ts';
import type { BlobReader } from '../patch.ts';
import type { Pathspec } from '../pathspec.ts';
import { asRange, resolve, resolveCommit, resolveTree, splitOperands } from '../revision.ts';

const spec = {
  short: `${diffFlags.short}q`,
  long: {
    ...diffFlags.long,
    cached: 'cached',
    staged: 'cached',
    quiet: 'quiet',
    'exit-code': 'exit-code',
    'merge-base': 'merge-base',
    'no-index': 'no-index',
    check: 'check',
    'ignore-submodules=?': 'ignore-submodules',
  },
};

interface Comparison {
  readonly changes: readonly Change[];
  readonly blobs: BlobReader;
}

export const diff: Command = async (git, args) => {
  const options = parseArguments('diff', args, spec);
  if (options.has('check')) throw fatal('git diff --check is not available in Holdfast');
  if (options.has('no-index')) return noIndex(git, options);
  const output = new DiffOutput(git, options, 'patch');
  const { revisions, paths } = await splitOperands(git, options.operands, options.paths);
  const comparison = await compared(git, options, revisions, git.pathspec(paths));
  const { blobs } = comparison;
  const changes = output.wanted(
    output.findsRenames
      ? await withRenames(comparison.changes, renameReader(comparison))
      : comparison.changes,
  );
  if (!options.has('quiet')) await git.out(await output.text(changes, blobs));
  return (options.has('quiet') || options.has('exit-code')) && changes.length > 0 ? 1 : 0;
};

function renameReader({ changes, blobs }: Comparison) {
  const gone = new Set(changes.flatMap(({ before, path }) => (before === null ? [] : [path])));
  return (entry: FileEntry, path: string) =>
    gone.has(path) ? blobs.before(entry, path) : blobs.after(entry, path);
}

async function compared(
  git: Invocation,
  options: GitOptions,
  revisions: readonly string[],
  paths: Pathspec,
): Promise<Comparison> {
  const { objects, index } = git.repository;
  const stored = ({ oid }: FileEntry) => objects.blob(oid);
  const limited = (changes: readonly Change[]) => changes.filter(({ path }) => paths.matches(path));
  const [first, second] = revisions;
  const range = first === undefined ? null : asRange(first);
  if (range !== null || (second !== undefined && first !== undefined)) {
    let [from, to] = [range?.from ?? first ?? '', range?.to ?? second ?? ''];
    if (range?.symmetric === true || options.has('merge-base')) {
      const [left, right] = [await resolveCommit(git, from), await resolveCommit(git, to)];
      const [base] = await mergeBases(objects, left.oid, right.oid);
      if (base === undefined) throw fatal(`${first ?? ''}: no merge base`);
      from = base;
      to = right.oid;
    }
    const twoBlobs = range === null ? await blobPair(git, from, to) : null;
    if (twoBlobs !== null) return { changes: [twoBlobs], blobs: { before: stored, after: stored } };
    const before = await objects.files(await resolveTree(git, from));
    const after = await objects.files(await resolveTree(git, to));
    return { changes: limited(compareFiles(before, after)), blobs: { before: stored, after: stored } };
  }
  const working = async ({ oid }: FileEntry, path: string) => {
    const stats = git.workTree.stats(path);
    return stats === null ? objects.blob(oid) : git.workTree.read(path, stats);
  };
  const conflicts = [...index.conflicts().keys()];
  const unmerged = conflicts.map((path): Change => ({
    kind: 'U',
    path,
    oldPath: path,
    before: null,
    after: null,
  }));
  if (options.has('cached')) {
    const tree = first === undefined ? await git.repository.headTree() : await resolveTree(git, first);
    const before = new Map([...(await objects.files(tree))].filter(([path]) => !conflicts.includes(path)));
    const staged = new Map([...index.files()].filter(([, entry]) => entry.intentToAdd !== true));
    const changes = [...compareFiles(before, staged), ...unmerged];
    return { changes: sorted(limited(changes)), blobs: { before: stored, after: stored } };
  }
  const changed = await git.workTree.changed(index, (path) => paths.matches(path));
  const blobs = { before: stored, after: working };
  if (first !== undefined) {
    const before = await objects.files(await resolveTree(git, first));
    const now = new Map<string, FileEntry>(index.files());
    for (const path of conflicts) {
      const entry = git.workTree.entry(path);
      if (entry !== null) now.set(path, entry);
    }
    for (const [path, entry] of changed)
      if (entry === null) now.delete(path);
      else now.set(path, entry);
    return { changes: limited(compareFiles(before, now)), blobs };
  }
  const changes = [...changed].map(([path, after]): Change => {
    const entry = index.get(path);
    const before = entry === undefined || entry.intentToAdd === true ? null : entry;
    if (before === null) return { kind: 'A', path, oldPath: path, before: null, after };
    return after === null
      ? { kind: 'D', path, oldPath: path, before, after: null }
      : modified(path, before, after);
  });
  // What is in conflict is told twice: that it is, and how it differs from ours.
  for (const path of conflicts) {
    const [ours, now] = [index.get(path, 2), git.workTree.entry(path)];
    if (ours !== undefined && now !== null && ours.oid !== now.oid) unmerged.push(modified(path, ours, now));
  }
  return { changes: sorted(limited([...unmerged, ...changes])), blobs };
}

const sorted = (changes: readonly Change[]): Change[] =>
  changes.toSorted((left, right) => comparePaths(left.path, right.path));

/** `git diff REV:path REV:path` */
async function blobPair(git: Invocation, from: string, to: string): Promise<Change | null> {
  if (!from.includes(':') || !to.includes(':')) return null;
  const [before, after] = [await resolve(git, from), await resolve(git, to)];
  const { objects } = git.repository;
  if ((await objects.read(before)).type !== 'blob' || (await objects.read(after)).type !== 'blob')
    return null;
  const name = (text: string) => text.slice(text.indexOf(':') + 1);
  return {
    ...modified(name(to), { mode: 0o100644, oid: before }, { mode: 0o100644, oid: after }),
    oldPath: name(from),
  };
}

/** Two files that need not be in a repository. */
async function noIndex(git: Invocation, options: GitOptions): Promise<number> {
  const [left, right] = [...options.operands, ...(options.paths ?? [])];
  if (left === undefined || right === undefined)
    throw new GitFailure('usage: git diff --no-index [<options>] <path> <path>', 129);
  const read = (path: string) => (path === '/dev/null' ? null : git.fs.readFile(resolvePath(git.cwd, path)));
  const [before, after] = [read(left), read(right)];
  const entry = (bytes: Uint8Array | null) =>
    bytes === null ? null : { mode: 0o100644, oid: hashObject('blob', bytes) };
  const kind = before === null ? 'A' : after === null ? 'D' : 'M';
  const change: Change = {
    kind,
    path: kind === 'D' ? left : right,
    oldPath: kind === 'A' ? right : left,
    before: entry(before),
    after: entry(after),
  };
  if (change.before?.oid === change.after?.oid) return 0;
  const output = new DiffOutput(git, options, 'patch');
  await git.out(
    await output.text([change], {
      before: async () => before ?? new Uint8Array(),
      after: async () => after ?? new Uint8Array(),
    }),
  );
  return 1;
}
