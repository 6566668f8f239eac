// git add: files of the work tree into the index.

import { parseArguments } from '../arguments.ts';
import { GitFailure, fatal } from '../failure.ts';
import type { Command, Invocation } from '../invocation.ts';
import type { Pathspec } from '../pathspec.ts';

const spec = {
  short: 'AufnvNip',
  long: {
    all: 'A',
    update: 'u',
    force: 'f',
    'dry-run': 'n',
    verbose: 'v',
    'intent-to-add': 'N',
    patch: 'p',
    interactive: 'i',
    'ignore-errors': 'ignore-errors',
    'no-all': 'no-all',
  },
};

/** Puts a file into the index as it is now, and its blob into the repository. */
export async function stageFile(git: Invocation, path: string): Promise<void> {
  const { workTree, repository } = git;
  const stats = workTree.stats(path);
  if (stats === null) {
    repository.index.delete(path);
    return;
  }
  const oid = await repository.objects.write('blob', workTree.read(path, stats));
  repository.index.set(path, { mode: workTree.modeOf(stats), oid }, stats);
}

/** Brings what is tracked up to date, as `commit -a` does. True where there was something. */
export async function stageTracked(git: Invocation, paths: Pathspec): Promise<string[]> {
  const { workTree, repository } = git;
  const { index } = repository;
  const conflicts = [...index.conflicts().keys()].filter((path) => paths.matches(path));
  const changed = [...(await workTree.changed(index, (path) => paths.matches(path))).keys(), ...conflicts];
  for (const path of changed) await stageFile(git, path);
  return changed;
}

export const add: Command = async (git, args) => {
  const options = parseArguments('add', args, spec);
  for (const letter of ['p', 'i'])
    if (options.has(letter)) throw fatal('adding interactively (-p, -i) is not available in Holdfast');
  const operands = [...options.operands, ...(options.paths ?? [])];
  const { repository, workTree } = git;
  if (operands.length === 0 && !options.has('A') && !options.has('u')) {
    await git.warn(
      'Nothing specified, nothing added.\nhint: Maybe you wanted to say \'git add .\'?\nhint: Turn this message off by running\nhint: "git config advice.addEmptyPathspec false"',
    );
    return 0;
  }
  const paths = git.pathspec(operands);
  const { index } = repository;
  const conflicts = [...index.conflicts().keys()].filter((path) => paths.matches(path));
  const changed = await workTree.changed(index, (path) => paths.matches(path));
  const staged = [...changed.keys(), ...conflicts].sort();
  let refused: string[] = [];
  if (!options.has('u')) {
    const tracked = new Set(index.entries.map(({ path }) => path));
    const found = await workTree.untracked(index, 'all', git.ignored, true);
    const fresh = found.untracked.filter((path) => !path.endsWith('/') && paths.matches(path));
    const forced =
      options.has('f') && operands.length > 0 ? await insideIgnored(git, found.ignored, paths) : [];
    staged.push(...fresh, ...forced);
    refused = paths.literal
      .map(({ path }) => path)
      .filter(
        (path) =>
          path !== '' &&
          !options.has('f') &&
          !tracked.has(path) &&
          workTree.isThere(path) &&
          git.ignored.has(path, workTree.isFolder(path)),
      );
    const unmatched = paths.unmatched([...tracked, ...found.untracked, ...forced, ...refused]);
    // A folder that is there may be empty.
    const missing = unmatched.filter(
      (given) => !paths.literal.some((each) => each.given === given && workTree.isThere(each.path)),
    );
    if (missing[0] !== undefined) throw fatal(`pathspec '${missing[0]}' did not match any files`);
  } else {
    const [missing] = paths.unmatched(index.entries.map(({ path }) => path));
    if (missing !== undefined && operands.length > 0)
      throw fatal(`pathspec '${missing}' did not match any files`);
  }
  for (const path of staged) {
    if (options.has('n') || options.has('v'))
      await git.line(`${workTree.stats(path) === null ? 'remove' : 'add'} '${path}'`);
    if (options.has('n')) continue;
    await git.context.breathe();
    if (options.has('N')) index.intend(path, workTree.entry(path)?.mode ?? 0o100644);
    else await stageFile(git, path);
  }
  if (staged.length > 0 && !options.has('n')) index.write();
  if (refused.length > 0)
    throw new GitFailure(
      `The following paths are ignored by one of your .gitignore files:\n${refused.join('\n')}\nhint: Use -f if you really want to add them.\nhint: Turn this message off by running\nhint: "git config advice.addIgnoredFile false"`,
      1,
    );
  return 0;
};

/** The files that are ignored, each, where they are named. */
async function insideIgnored(
  git: Invocation,
  ignored: readonly string[],
  paths: Pathspec,
): Promise<string[]> {
  const found: string[] = [];
  const visit = async (path: string): Promise<void> => {
    if (!path.endsWith('/')) {
      if (paths.matches(path)) found.push(path);
      return;
    }
    const wanted = paths.matches(path) || paths.literal.some((each) => each.path.startsWith(path));
    if (!wanted) return;
    await git.context.breathe();
    for (const { name, type } of git.fs.readdir(git.workTree.absolute(path)))
      if (name !== '.git') await visit(`${path}${name}${type === 'directory' ? '/' : ''}`);
  };
  for (const path of ignored) await visit(path);
  return found;
}
