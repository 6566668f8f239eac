// git cat-file, git hash-object, git rev-parse and git merge-base: what scripts ask of a repository.

import { resolvePath, relativePath } from '../../../../os/posix-path.ts';
import { readAllBytes } from '../../lines.ts';
import { parseArguments } from '../arguments.ts';
import { GitFailure, fatal } from '../failure.ts';
import { isAncestor, mergeBases } from '../history.ts';
import type { Command, Invocation } from '../invocation.ts';
import { modes } from '../index-file.ts';
import { hashObject, treeMode } from '../objects.ts';
import {
  ambiguous,
  asRange,
  fullRef,
  resolve,
  resolveCommit,
  resolveTree,
  shortRef,
  trackedRef,
  tryResolve,
} from '../revision.ts';

export const catFile: Command = async (git, args) => {
  const options = parseArguments('cat-file', args, { short: 'ptse' });
  const operands = [...options.operands];
  const [mode] = options.order;
  const type = mode === undefined ? operands.shift() : undefined;
  const [name] = operands;
  if (name === undefined)
    throw new GitFailure('usage: git cat-file (-t | -s | -e | -p | <type>) <object>', 129);
  const { objects } = git.repository;
  if (mode === 'e') {
    if (name.includes(':')) await resolve(git, name);
    return (await tryResolve(git, name)) === null ? 1 : 0;
  }
  const oid = await tryResolve(git, name);
  if (oid === null) throw fatal(`Not a valid object name ${name}`);
  const object = await objects.read(oid);
  if (mode === 't') await git.line(object.type);
  else if (mode === 's') await git.line(String(object.bytes.length));
  else if (mode === 'p' && object.type === 'tree')
    for (const entry of await objects.tree(oid)) {
      const kind = entry.mode === treeMode ? 'tree' : entry.mode === modes.submodule ? 'commit' : 'blob';
      await git.line(
        `${entry.mode.toString(8).padStart(6, '0')} ${kind} ${entry.oid}\t${git.quoted(entry.name)}`,
      );
    }
  else {
    if (type !== undefined && type !== object.type) throw fatal(`git cat-file ${name}: bad file`);
    await git.out(object.bytes);
  }
  return 0;
};

export const lsTree: Command = async (git, args) => {
  const options = parseArguments('ls-tree', args, {
    short: 'rdtlz',
    long: {
      'name-only': 'name-only',
      'name-status': 'name-only',
      'full-tree': 'full-tree',
      'full-name': 'full-name',
    },
  });
  const [revision, ...given] = [...options.operands, ...(options.paths ?? [])];
  if (revision === undefined)
    throw new GitFailure('usage: git ls-tree [<options>] <tree-ish> [<path>...]', 129);
  const { objects } = git.repository;
  const paths = git.pathspec(given);
  const end = options.has('z') ? '\0' : '\n';
  const visit = async (tree: string, folder: string): Promise<void> => {
    for (const entry of await objects.tree(tree)) {
      const path = `${folder}${entry.name}`;
      const isTree = entry.mode === treeMode;
      const isWanted = paths.matches(isTree ? `${path}/` : path);
      const leadsOn = isTree && paths.literal.some((each) => each.path.startsWith(`${path}/`));
      if (isTree && (leadsOn || (isWanted && options.has('r')))) await visit(entry.oid, `${path}/`);
      if (!isWanted || (isTree && options.has('r') && !options.has('t')) || (!isTree && options.has('d')))
        continue;
      const shown = options.has('z') ? path : git.shown(path);
      const kind = isTree ? 'tree' : entry.mode === modes.submodule ? 'commit' : 'blob';
      const mode = entry.mode.toString(8).padStart(6, '0');
      await git.out(`${options.has('name-only') ? '' : `${mode} ${kind} ${entry.oid}\t`}${shown}${end}`);
    }
  };
  await visit(await resolveTree(git, revision), '');
  return 0;
};

export const hashObjectCommand: Command = async (git, args) => {
  const options = parseArguments('hash-object', args, { short: 'wt:', long: { stdin: 'stdin' } });
  const type = (options.value('t') ?? 'blob') as 'blob';
  const inputs = options.has('stdin') ? [await readAllBytes(git.context.stdin)] : [];
  for (const path of options.operands) inputs.push(git.fs.readFile(git.absolute(path)));
  for (const bytes of inputs)
    await git.line(
      options.has('w') ? await git.repository.objects.write(type, bytes) : hashObject(type, bytes),
    );
  return 0;
};

export const mergeBase: Command = async (git, args) => {
  const options = parseArguments('merge-base', args, {
    short: 'a',
    long: { all: 'a', 'is-ancestor': 'is-ancestor' },
  });
  const [left, right] = options.operands;
  if (left === undefined || right === undefined)
    throw new GitFailure('usage: git merge-base [-a | --all] <commit> <commit>...', 129);
  const [a, b] = [await resolveCommit(git, left), await resolveCommit(git, right)];
  const { objects } = git.repository;
  if (options.has('is-ancestor')) return (await isAncestor(objects, a.oid, b.oid)) ? 0 : 1;
  const bases = await mergeBases(objects, a.oid, b.oid);
  for (const oid of options.has('a') ? bases : bases.slice(0, 1)) await git.line(oid);
  return bases.length > 0 ? 0 : 1;
};

export const revParse: Command = async (git, args) => {
  let [isVerify, isQuiet, abbreviates] = [false, false, false];
  let short: number | null = null;
  let symbolic = false;
  for (const [at, arg] of args.entries()) {
    const place = await placeOf(git, arg);
    if (place !== null) await git.line(place);
    else if (arg === '--verify') isVerify = true;
    else if (arg === '-q' || arg === '--quiet') isQuiet = true;
    else if (arg === '--abbrev-ref' || arg.startsWith('--abbrev-ref=')) abbreviates = true;
    else if (arg === '--symbolic-full-name') symbolic = true;
    else if (arg === '--short' || arg.startsWith('--short=')) {
      short = Number(arg.slice(8) || 7);
      isVerify = true;
    } else if (arg === '--') {
      await git.out(
        args
          .slice(at)
          .map((each) => `${each}\n`)
          .join(''),
      );
      return 0;
    } else if (arg.startsWith('-') && !isVerify) await git.line(arg);
    else if (!(await tellRevision(git, arg, { isVerify, abbreviates, symbolic, short }))) {
      if (isVerify && isQuiet) return 1;
      if (isVerify) throw fatal('Needed a single revision');
      await git.line(arg);
      throw ambiguous(arg);
    }
  }
  return 0;
};

async function placeOf(git: Invocation, option: string): Promise<string | null> {
  switch (option) {
    case '--show-toplevel':
      return git.repository.root;
    case '--git-dir': {
      const { root, gitdir } = git.repository;
      return git.cwd === root && gitdir === resolvePath(root, '.git') ? '.git' : gitdir;
    }
    case '--absolute-git-dir':
      return git.repository.gitdir;
    case '--git-common-dir': {
      const { gitdir } = git.repository;
      return relativePath(git.cwd, gitdir);
    }
    case '--is-inside-work-tree':
      return String(!git.cwd.startsWith(git.repository.gitdir));
    case '--is-inside-git-dir':
      return String(git.cwd.startsWith(git.repository.gitdir));
    case '--is-bare-repository':
    case '--is-shallow-repository':
      return git.repository.note('shallow') !== null && option.includes('shallow') ? 'true' : 'false';
    case '--show-prefix':
      return git.prefix;
    case '--show-cdup':
      return git.prefix.replace(/[^/]+/g, '..');
    case '--show-object-format':
      return git.tryRepository() === null ? null : 'sha1';
    default:
      return null;
  }
}

async function tellRevision(
  git: Invocation,
  text: string,
  how: {
    readonly isVerify: boolean;
    readonly abbreviates: boolean;
    readonly symbolic: boolean;
    readonly short: number | null;
  },
): Promise<boolean> {
  if (how.abbreviates || how.symbolic) {
    const { ref, oid } = await git.repository.head();
    const upstream = /@\{u(?:pstream)?\}$/.test(text);
    if (oid === null && (text === 'HEAD' || text === '@')) return false;
    const full = upstream
      ? trackedRef(git, text.replace(/@\{.*/, '') || shortRef(ref ?? ''))
      : text === 'HEAD' || text === '@'
        ? (ref ?? 'HEAD')
        : await fullRef(git, text);
    if (upstream && full === null)
      throw fatal(`no upstream configured for branch '${text.replace(/@\{.*/, '') || shortRef(ref ?? '')}'`);
    if (full === null) return false;
    await git.line(how.symbolic ? full : shortRef(full));
    return true;
  }
  const range = how.isVerify ? null : asRange(text);
  if (range !== null) {
    const [from, to] = [await tryResolve(git, range.from), await tryResolve(git, range.to)];
    if (from === null || to === null) return false;
    const base = range.symmetric ? (await mergeBases(git.repository.objects, from, to))[0] : from;
    await git.out(
      range.symmetric ? `${to}\n${from}\n${base === undefined ? '' : `^${base}\n`}` : `${to}\n^${from}\n`,
    );
    return true;
  }
  const isNegative = text.startsWith('^');
  const oid = await tryResolve(git, isNegative ? text.slice(1) : text);
  if (oid === null) {
    if (text.includes(':') && !how.isVerify) await resolve(git, text);
    return false;
  }
  await git.line(
    `${isNegative ? '^' : ''}${how.short === null ? oid : oid.slice(0, Math.max(4, how.short))}`,
  );
  return true;
}
