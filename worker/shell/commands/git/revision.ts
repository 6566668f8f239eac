// Names of commits and other objects (gitrevisions(7)): refs, abbreviated names, `~`, `^`, `rev:path`, `:path`, ranges.

import { relativePath, resolvePath } from '../../../os/posix-path.ts';
import { fatal } from './failure.ts';
import type { Invocation } from './invocation.ts';
import type { Stage } from './index-file.ts';
import { emptyTree, type Commit } from './objects.ts';

/** The full name of a ref; null where there is none. */
export async function fullRef(git: Invocation, name: string): Promise<string | null> {
  const { repository } = git;
  if (name === 'HEAD' || name === '@') return 'HEAD';
  if (!/^[^\s~^:?*[\\]+$/.test(name)) return null;
  const places = ['refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'].map((place) => `${place}${name}`);
  if (name.startsWith('refs/')) places.unshift(name);
  for (const ref of places) if ((await repository.ref(ref)) !== null) return ref;
  const remoteHead = `refs/remotes/${name}/HEAD`;
  if ((await repository.ref(remoteHead)) !== null) return remoteHead;
  return /^[A-Z_]+$/.test(name) && repository.note(name) !== null ? name : null;
}

async function resolveBase(git: Invocation, name: string): Promise<string | null> {
  const { repository } = git;
  if (name === 'HEAD' || name === '@') return (await repository.head()).oid;
  const stash = /^stash@\{(\d+)\}$/.exec(name);
  if (stash !== null) {
    const lines = (repository.note('logs/refs/stash') ?? '').trim().split('\n').reverse();
    return lines[Number(stash[1])]?.split(' ')[1] ?? null;
  }
  const upstream = /^(.*)@\{u(?:pstream)?\}$/.exec(name);
  if (upstream !== null) return upstreamOf(git, upstream[1] ?? '');
  if (/^[\da-f]{40}$/.test(name))
    return (await repository.objects.has(name)) || name === emptyTree ? name : null;
  const ref = await fullRef(git, name);
  if (ref !== null)
    return ref.startsWith('refs/') ? repository.ref(ref) : (repository.note(ref)?.slice(0, 40) ?? null);
  return (await repository.objects.expand(name)) ?? (await ofDescription(git, name));
}

async function ofDescription(git: Invocation, name: string): Promise<string | null> {
  const oid = /-g([\da-f]{4,40})$/.exec(name)?.[1];
  return oid === undefined ? null : git.repository.objects.expand(oid);
}

async function upstreamOf(git: Invocation, branch: string): Promise<string | null> {
  const name =
    branch === '' || branch === 'HEAD' ? shortRef((await git.repository.head()).ref ?? '') : branch;
  const tracked = trackedRef(git, name);
  if (tracked === null) throw fatal(`no upstream configured for branch '${name}'`);
  return git.repository.ref(tracked);
}

/** `refs/remotes/origin/main`, what a branch follows; null where it follows nothing. */
export function trackedRef(git: Invocation, branch: string): string | null {
  const remote = git.config.get(`branch.${branch}.remote`);
  const merge = git.config.get(`branch.${branch}.merge`);
  if (remote === undefined || merge === undefined) return null;
  return remote === '.' ? merge : merge.replace(/^refs\/heads\//, `refs/remotes/${remote}/`);
}

export const shortRef = (ref: string): string => ref.replace(/^refs\/(?:heads|tags|remotes)\//, '');

/** The object of a name; null where there is none. */
export async function tryResolve(git: Invocation, revision: string): Promise<string | null> {
  const colon = revision.indexOf(':');
  if (colon !== -1) return resolvePathIn(git, revision.slice(0, colon), revision.slice(colon + 1));
  const [, base = '', suffixes = ''] = /^(.*?)((?:~\d*|\^\d*|\^\{\w*\})*)$/.exec(revision) ?? [];
  let oid = await resolveBase(git, base);
  for (const suffix of suffixes.match(/~\d*|\^\{\w*\}|\^\d*/g) ?? []) {
    if (oid === null) return null;
    oid = await applySuffix(git, oid, suffix);
  }
  return oid;
}

async function applySuffix(git: Invocation, oid: string, suffix: string): Promise<string | null> {
  const { objects } = git.repository;
  const kind = /^\^\{(\w*)\}$/.exec(suffix)?.[1];
  if (kind !== undefined) {
    if (kind === 'object') return oid;
    const peeled = await peel(git, oid);
    const { type } = await objects.read(peeled);
    if (kind === '' || kind === type) return peeled;
    return kind === 'tree' && type === 'commit' ? (await objects.commit(peeled)).tree : null;
  }
  const number = suffix.length === 1 ? 1 : Number(suffix.slice(1));
  let at: string | null = await peel(git, oid);
  if (suffix.startsWith('^'))
    return number === 0 ? at : ((await objects.commit(at)).parents[number - 1] ?? null);
  for (let left = number; left > 0 && at !== null; left--) at = (await objects.commit(at)).parents[0] ?? null;
  return at;
}

/** What a tag is of. */
export async function peel(git: Invocation, oid: string): Promise<string> {
  const { objects } = git.repository;
  let at = oid;
  while ((await objects.read(at)).type === 'tag') at = (await objects.tag(at)).object;
  return at;
}

async function resolvePathIn(git: Invocation, revision: string, given: string): Promise<string | null> {
  const { root, objects, index } = git.repository;
  const relative = (path: string) =>
    /^\.\.?(?:\/|$)/.test(path) ? relativePath(root, resolvePath(git.cwd, path)) : path.replace(/\/+$/, '');
  if (revision === '') {
    const [, stage = '0', path = ''] = /^(?:([0-3]):)?(.*)$/s.exec(given) ?? [];
    return index.get(relative(path), Number(stage) as Stage)?.oid ?? null;
  }
  const tree = await tryResolve(git, `${revision}^{tree}`);
  if (tree === null) return null;
  let at = tree;
  for (const name of relative(given)
    .split('/')
    .filter((part) => part !== '')) {
    const entry =
      (await objects.read(at)).type === 'tree'
        ? (await objects.tree(at)).find((each) => each.name === name)
        : undefined;
    if (entry === undefined) return null;
    at = entry.oid;
  }
  return at;
}

export const ambiguous = (revision: string) =>
  fatal(
    `ambiguous argument '${revision}': unknown revision or path not in the working tree.\nUse '--' to separate paths from revisions, like this:\n'git <command> [<revision>...] -- [<file>...]'`,
  );

export async function resolve(git: Invocation, revision: string): Promise<string> {
  const oid = await tryResolve(git, revision);
  if (oid !== null) return oid;
  const [, base, path] = /^([^:]*):(.*)$/s.exec(revision) ?? [];
  if (path !== undefined && base !== undefined) {
    if (base === '') throw fatal(`path '${path}' does not exist (neither on disk nor in the index)`);
    if ((await tryResolve(git, base)) === null) throw fatal(`invalid object name '${base}'.`);
    const isThere = git.fs.tryStat(resolvePath(git.repository.root, path)) !== undefined;
    throw fatal(
      isThere
        ? `path '${path}' exists on disk, but not in '${base}'`
        : `path '${path}' does not exist in '${base}'`,
    );
  }
  throw ambiguous(revision);
}

export async function resolveCommit(git: Invocation, revision: string): Promise<Commit> {
  const oid = await peel(git, await resolve(git, revision));
  return git.repository.objects.commit(oid);
}

/** The tree of a commit, a tag or a tree. */
export async function resolveTree(git: Invocation, revision: string): Promise<string> {
  await resolve(git, revision);
  const oid = await tryResolve(git, `${revision}^{tree}`);
  if (oid === null) throw fatal(`${revision} is not a tree`);
  return oid;
}

export interface Range {
  readonly from: string;
  readonly to: string;
  /** `A...B` */
  readonly symmetric: boolean;
}

export function asRange(text: string): Range | null {
  const [, from, dots, to] = /^(.*?)(\.\.\.?)(.*)$/.exec(text) ?? [];
  if (dots === undefined || (from === '' && to === '')) return null;
  if (/[/]$/.test(from ?? '') || (from === '' && (to ?? '').startsWith('/'))) return null;
  return { from: from || 'HEAD', to: to || 'HEAD', symmetric: dots === '...' };
}

/** Operands of which the first ones are revisions, and the rest paths that there are. */
export async function splitOperands(
  git: Invocation,
  operands: readonly string[],
  behind: readonly string[] | null,
): Promise<{ revisions: string[]; paths: string[] }> {
  if (behind !== null) return { revisions: [...operands], paths: [...behind] };
  const revisions: string[] = [];
  for (const [index, operand] of operands.entries()) {
    const isOne =
      (await isRevision(git, operand)) ||
      (operand.startsWith('^') && (await isRevision(git, operand.slice(1))));
    if (isOne) {
      revisions.push(operand);
      continue;
    }
    const paths = operands.slice(index);
    // It says what of it there is not.
    if (/^[^:/]*:[^/(!^]/.test(operand) && !exists(git, operand)) await resolve(git, operand);
    for (const path of paths) if (!/[*?[]|^:/.test(path) && !exists(git, path)) throw ambiguous(path);
    return { revisions, paths: [...paths] };
  }
  return { revisions, paths: [] };
}

function exists(git: Invocation, path: string): boolean {
  try {
    git.fs.lstat(resolvePath(git.cwd, path));
    return true;
  } catch {
    return false;
  }
}

async function isRevision(git: Invocation, text: string): Promise<boolean> {
  const range = asRange(text);
  if (range !== null)
    return (await tryResolve(git, range.from)) !== null && (await tryResolve(git, range.to)) !== null;
  return (await tryResolve(git, text)) !== null;
}
