// git clean, git ls-files and git check-ignore: what is beside what is tracked.

import { parseArguments } from '../arguments.ts';
import { GitFailure, fatal } from '../failure.ts';
import { Ignored } from '../ignored.ts';
import type { Command, Invocation } from '../invocation.ts';
import { readAllText } from '../../lines.ts';
import { relativePath } from '../../../../os/posix-path.ts';

export const clean: Command = async (git, args) => {
  const options = parseArguments('clean', args, {
    short: 'nfdxXqie:',
    long: { 'dry-run': 'n', force: 'f', quiet: 'q', interactive: 'i', 'exclude=': 'e' },
  });
  if (options.has('i')) throw fatal('git clean -i is not available in Holdfast');
  if (!options.has('n') && !options.has('f') && git.config.flag('clean.requireforce', true))
    throw fatal('clean.requireForce defaults to true and neither -i, -n, nor -f given; refusing to clean');
  const paths = git.pathspec([...options.operands, ...(options.paths ?? [])]);
  const { workTree, repository } = git;
  const ignored = options.has('x') ? new Ignored(git.fs, repository.root, []) : git.ignored;
  const found = await workTree.untracked(repository.index, 'normal', ignored, options.has('X'));
  const excludes = git.pathspec(options.values('e'));
  const wanted = (options.has('X') ? found.ignored : found.untracked).filter(
    (path) =>
      paths.matches(path) &&
      (options.values('e').length === 0 || !excludes.matches(path)) &&
      path.startsWith(git.prefix),
  );
  for (const path of wanted) {
    if (path.endsWith('/')) {
      if (!options.has('d') && !paths.literal.some((each) => `${each.path}/` === path)) continue;
      if (git.fs.tryStat(`${workTree.absolute(path)}/.git`) !== undefined) {
        if (!options.has('q')) await git.line(`Skipping repository ${git.shown(path)}`);
        continue;
      }
    }
    if (options.has('n')) await git.line(`Would remove ${git.shown(path)}`);
    else {
      if (!options.has('q')) await git.line(`Removing ${git.shown(path)}`);
      if (path.endsWith('/')) git.fs.remove(workTree.absolute(path));
      else git.fs.unlink(workTree.absolute(path));
    }
  }
  return 0;
};

export const lsFiles: Command = async (git, args) => {
  const options = parseArguments('ls-files', args, {
    short: 'comdszikut',
    long: {
      cached: 'c',
      others: 'o',
      modified: 'm',
      deleted: 'd',
      stage: 's',
      ignored: 'i',
      unmerged: 'u',
      'exclude-standard': 'exclude-standard',
      'error-unmatch': 'error-unmatch',
      'full-name': 'full-name',
      directory: 'directory',
      'no-empty-directory': 'no-empty-directory',
      deduplicate: 'deduplicate',
    },
  });
  const { repository, workTree } = git;
  const { index } = repository;
  const paths = git.pathspec([...options.operands, ...(options.paths ?? [])]);
  const wants = (path: string) => paths.matches(path) && path.startsWith(git.prefix);
  const shown = (path: string) =>
    options.has('z') ? relative(git, path) : options.has('full-name') ? git.quoted(path) : git.shown(path);
  const end = options.has('z') ? '\0' : '\n';
  if (options.has('error-unmatch')) {
    const [missing] = paths.unmatched(index.entries.map(({ path }) => path));
    if (missing !== undefined)
      throw new GitFailure(
        `error: pathspec '${missing}' did not match any file(s) known to git\nDid you forget to 'git add'?`,
        1,
      );
  }
  if (options.has('o') || (options.has('i') && !options.has('c'))) {
    const ignored = options.has('exclude-standard') ? git.ignored : new Ignored(git.fs, repository.root, []);
    const mode = options.has('directory') ? 'normal' : 'all';
    const found = await workTree.untracked(index, mode, ignored, true);
    const list = options.has('i')
      ? await eachFile(git, found.ignored, options.has('directory'))
      : found.untracked;
    for (const path of list) if (wants(path)) await git.out(`${shown(path)}${end}`);
  }
  const showsCached =
    options.has('c') ||
    options.has('s') ||
    options.has('u') ||
    !['o', 'm', 'd', 'i'].some((name) => options.has(name));
  if (showsCached)
    for (const { path, mode, oid, stage } of index.entries) {
      if (!wants(path) || (options.has('u') && stage === 0)) continue;
      const facts =
        options.has('s') || options.has('u') ? `${mode.toString(8)} ${oid} ${String(stage)}\t` : '';
      await git.out(`${facts}${shown(path)}${end}`);
    }
  if (options.has('m') || options.has('d')) {
    const changed = await workTree.changed(index, wants);
    for (const [path, entry] of changed)
      if (options.has('m') || entry === null) await git.out(`${shown(path)}${end}`);
  }
  return 0;
};

const relative = (git: Invocation, path: string): string =>
  git.prefix === '' ? path : relativePath(git.cwd, git.workTree.absolute(path));

async function eachFile(git: Invocation, paths: readonly string[], folders: boolean): Promise<string[]> {
  if (folders) return [...paths];
  const files: string[] = [];
  for (const path of paths) {
    if (!path.endsWith('/')) files.push(path);
    else {
      await git.context.breathe();
      const inner = git.fs
        .readdir(git.workTree.absolute(path))
        .map(({ name, type }) => `${path}${name}${type === 'directory' ? '/' : ''}`);
      files.push(...(await eachFile(git, inner, false)));
    }
  }
  return files;
}

export const checkIgnore: Command = async (git, args) => {
  const options = parseArguments('check-ignore', args, {
    short: 'vqnz',
    long: { verbose: 'v', quiet: 'q', 'non-matching': 'n', stdin: 'stdin', 'no-index': 'no-index' },
  });
  const given = [...options.operands, ...(options.paths ?? [])];
  if (options.has('stdin'))
    given.push(
      ...(await readAllText(git.context.stdin))
        .split(options.has('z') ? '\0' : '\n')
        .filter((line) => line !== ''),
    );
  else if (given.length === 0) throw fatal('no path specified');
  let any = false;
  for (const operand of given) {
    const path = relativePath(git.repository.root, git.absolute(operand));
    const isTracked = !options.has('no-index') && git.repository.index.get(path) !== undefined;
    const isFolder = operand.endsWith('/') || git.workTree.isFolder(path);
    const match = isTracked ? null : git.ignored.match(path, isFolder);
    const isIgnored = match !== null && (options.has('v') || !match.pattern.startsWith('!'));
    any ||= isIgnored;
    if (options.has('q')) continue;
    const shown = options.has('z') ? operand : git.quoted(operand);
    const end = options.has('z') ? '\0' : '\n';
    if (isIgnored)
      await git.out(
        options.has('v')
          ? `${match.source}:${String(match.line)}:${match.pattern}\t${shown}${end}`
          : `${shown}${end}`,
      );
    else if (options.has('v') && options.has('n')) await git.out(`::\t${shown}${end}`);
  }
  return any ? 0 : 1;
};
