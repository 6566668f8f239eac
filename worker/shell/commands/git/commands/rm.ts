// git rm and git mv: files leave the index, or get another name there, and in the work tree with it.

import { basename, isInside, relativePath, resolvePath } from '../../../../os/posix-path.ts';
import { parseArguments } from '../arguments.ts';
import { GitFailure, fatal } from '../failure.ts';
import type { Command, Invocation } from '../invocation.ts';

export const rm: Command = async (git, args) => {
  const options = parseArguments('rm', args, {
    short: 'rfnq',
    long: { cached: 'cached', force: 'f', 'dry-run': 'n', quiet: 'q', 'ignore-unmatch': 'ignore-unmatch' },
  });
  const operands = [...options.operands, ...(options.paths ?? [])];
  if (operands.length === 0) throw fatal('No pathspec was given. Which files should I remove?');
  const { index } = git.repository;
  const paths = git.pathspec(operands);
  const tracked = [...new Set(index.entries.map(({ path }) => path))];
  const [missing] = paths.unmatched(tracked);
  if (missing !== undefined && !options.has('ignore-unmatch'))
    throw fatal(`pathspec '${missing}' did not match any files`);
  const wanted = tracked.filter((path) => paths.matches(path));
  for (const { given, path } of paths.literal)
    if (
      !options.has('r') &&
      !tracked.includes(path) &&
      wanted.some((each) => each.startsWith(path === '' ? '' : `${path}/`))
    )
      throw fatal(`not removing '${given}' recursively without -r`);
  if (!options.has('f')) await refuseToLose(git, wanted, options.has('cached'));
  for (const path of wanted) {
    if (!options.has('q')) await git.line(`rm '${path}'`);
    if (options.has('n')) continue;
    index.delete(path);
    if (!options.has('cached')) git.workTree.remove(path, git.cwd);
  }
  if (!options.has('n')) index.write();
  return 0;
};

async function refuseToLose(git: Invocation, paths: readonly string[], cached: boolean): Promise<void> {
  const { index } = git.repository;
  const committed = await git.repository.headFiles();
  const wanted = new Set(paths);
  const changed = await git.workTree.changed(index, (path) => wanted.has(path));
  const both: string[] = [];
  const staged: string[] = [];
  const local: string[] = [];
  for (const path of paths) {
    const entry = index.get(path);
    if (entry === undefined || entry.intentToAdd === true) continue;
    const differs = committed.get(path)?.oid !== entry.oid;
    const isChanged = changed.has(path) && changed.get(path) !== null;
    if (differs && isChanged) both.push(path);
    else if (cached || changed.get(path) === null) continue;
    else if (differs) staged.push(path);
    else if (isChanged) local.push(path);
  }
  const told = (list: readonly string[], what: string, hint: string) =>
    list.length === 0
      ? []
      : [
          `error: the following ${list.length === 1 ? 'file has' : 'files have'} ${what}:\n${list.map((path) => `    ${path}\n`).join('')}${hint}`,
        ];
  const errors = [
    ...told(both, `staged content different from both the\nfile and the HEAD`, '(use -f to force removal)'),
    ...told(staged, 'changes staged in the index', '(use --cached to keep the file, or -f to force removal)'),
    ...told(local, 'local modifications', '(use --cached to keep the file, or -f to force removal)'),
  ];
  if (errors.length > 0) throw new GitFailure(errors.join('\n'), 1);
}

export const mv: Command = async (git, args) => {
  const options = parseArguments('mv', args, {
    short: 'fnkv',
    long: { force: 'f', 'dry-run': 'n', verbose: 'v' },
  });
  const operands = [...options.operands, ...(options.paths ?? [])];
  const target = operands.pop();
  if (target === undefined || operands.length === 0)
    throw new GitFailure('usage: git mv [<options>] <source>... <destination>', 129);
  const { root, index } = git.repository;
  const within = (path: string): string => {
    const absolute = resolvePath(git.cwd, path);
    if (!isInside(root, absolute)) throw fatal(`${path}: '${path}' is outside repository at '${root}'`);
    return relativePath(root, absolute);
  };
  const isFolder = git.workTree.isFolder(within(target));
  if (operands.length > 1 && !isFolder) throw fatal(`destination '${target}' is not a directory`);
  for (const operand of operands) {
    const from = within(operand);
    const to = isFolder ? `${within(target)}/${basename(from)}`.replace(/^\//, '') : within(target);
    const refuse = (what: string) => fatal(`${what}, source=${from}, destination=${to}`);
    if (!git.workTree.isThere(from)) throw refuse('bad source');
    const moved = index.entries.filter(({ path }) => path === from || path.startsWith(`${from}/`));
    if (moved.length === 0)
      throw refuse(git.workTree.isFolder(from) ? 'source directory is empty' : 'not under version control');
    if (git.workTree.isThere(to) && !options.has('f')) throw refuse('destination exists');
    if (options.has('n') || options.has('v')) await git.line(`Renaming ${from} to ${to}`);
    if (options.has('n')) continue;
    git.fs.rename(git.workTree.absolute(from), git.workTree.absolute(to));
    for (const entry of moved) {
      index.delete(entry.path);
      const path = `${to}${entry.path.slice(from.length)}`;
      index.move(entry, path);
    }
  }
  if (!options.has('n')) index.write();
  return 0;
};
