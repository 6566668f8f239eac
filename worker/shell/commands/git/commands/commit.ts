// git commit: the index as a new commit at HEAD.

import { parseArguments, type GitOptions } from '../arguments.ts';
import { decodeText } from '../../../stream/text.ts';
import { readAllText } from '../../lines.ts';
import { cleanMessage, tellCommit, writeCommit } from '../commit-making.ts';
import { GitFailure, fatal } from '../failure.ts';
import { runHook } from '../hooks.ts';
import type { Command, Invocation } from '../invocation.ts';
import type { Commit } from '../objects.ts';
import { paintIf } from '../paint.ts';
import { resolveCommit } from '../revision.ts';
import { parseDate, parseSignature } from '../signature.ts';
import { reportStatus } from '../status-report.ts';
import { statusText } from '../status-text.ts';
import { stageFile, stageTracked } from './add.ts';

const spec = {
  short: 'm:aqF:C:nsvo',
  long: {
    'message=': 'm',
    all: 'a',
    quiet: 'q',
    'file=': 'F',
    'reuse-message=': 'C',
    amend: 'amend',
    'no-edit': 'no-edit',
    edit: 'edit',
    'allow-empty': 'allow-empty',
    'allow-empty-message': 'allow-empty-message',
    'no-verify': 'n',
    verify: 'verify',
    'author=': 'author',
    'date=': 'date',
    'reset-author': 'reset-author',
    signoff: 's',
    'dry-run': 'dry-run',
    'cleanup=': 'cleanup',
    'no-gpg-sign': 'no-gpg-sign',
    only: 'o',
    verbose: 'v',
  },
};

export const commit: Command = async (git, args) => {
  const options = parseArguments('commit', args, spec);
  const { repository } = git;
  const { index, objects } = repository;
  const operands = [...options.operands, ...(options.paths ?? [])];
  const amends = options.has('amend');
  const { oid: head } = await repository.head();
  if (amends && head === null) throw fatal('You have nothing yet to amend.');
  const mergeHeads = (repository.note('MERGE_HEAD') ?? '').split('\n').filter((line) => line !== '');
  const picked = repository.note('CHERRY_PICK_HEAD')?.trim() ?? null;
  if (amends && mergeHeads.length > 0) throw fatal('You are in the middle of a merge -- cannot amend.');
  if (operands.length > 0 && options.has('a'))
    throw fatal(`paths '${operands[0] ?? ''} ...' with -a does not make sense`);
  if (options.has('a')) {
    await stageTracked(git, git.pathspec([]));
    index.write();
  }
  if (index.conflicts().size > 0)
    throw await refusal(
      git,
      `error: Committing is not possible because you have unmerged files.\nhint: Fix them up in the work tree, and then use 'git add/rm <file>'\nhint: as appropriate to mark resolution and make a commit.\nfatal: Exiting because of an unresolved conflict.`,
    );
  const skipsHooks = options.has('n');
  const previous = amends && head !== null ? await objects.commit(head) : null;
  if (!skipsHooks && !(await runHook(git, 'pre-commit', []))) return 1;
  if (!skipsHooks) repository.forgetIndex();
  const files = operands.length > 0 ? await onlyPaths(git, operands) : repository.index.files();
  const tree = await objects.writeTrees(new Map([...files].filter(([, entry]) => !('intentToAdd' in entry))));
  const parents = previous?.parents ?? [...(head === null ? [] : [head]), ...mergeHeads];
  const first = parents[0];
  const isSame = first === undefined ? files.size === 0 : (await objects.commit(first)).tree === tree;
  if (
    (isSame && !options.has('allow-empty') && !amends && mergeHeads.length === 0) ||
    options.has('dry-run')
  ) {
    await tellStatus(git);
    return options.has('dry-run') && !isSame ? 0 : 1;
  }
  const source =
    options.value('C') === undefined
      ? picked === null
        ? null
        : await objects.commit(picked)
      : await resolveCommit(git, options.value('C') ?? '');
  const author = authorOf(git, options, previous, source);
  const committer = git.signature('committer');
  let message = await messageOf(git, options, previous, source);
  if (options.has('s')) message = signedOff(message, `${committer.name} <${committer.email}>`);
  repository.writeNote('COMMIT_EDITMSG', message);
  if (!skipsHooks && !(await runHook(git, 'prepare-commit-msg', ['.git/COMMIT_EDITMSG', 'message'])))
    return 1;
  if (!skipsHooks && !(await runHook(git, 'commit-msg', ['.git/COMMIT_EDITMSG']))) return 1;
  const cleanup = options.value('cleanup');
  const written = repository.note('COMMIT_EDITMSG') ?? message;
  message = cleanup === 'verbatim' ? written : cleanMessage(written, cleanup === 'strip');
  if (message === '' && !options.has('allow-empty-message')) {
    await git.warn('Aborting commit due to empty commit message.');
    return 1;
  }
  const oid = await writeCommit(git, { tree, parents, author, committer, message });
  if (head !== null && amends) repository.writeNote('ORIG_HEAD', `${head}\n`);
  await repository.moveHead(oid);
  for (const name of [
    'MERGE_HEAD',
    'MERGE_MSG',
    'MERGE_MODE',
    'CHERRY_PICK_HEAD',
    'REVERT_HEAD',
    'SQUASH_MSG',
  ])
    repository.deleteNote(name);
  if (!options.has('q'))
    await tellCommit(git, await objects.commit(oid), amends || options.has('date') || options.has('C'));
  await runHook(git, 'post-commit', []);
  return 0;
};

/** As HEAD has them, but for those that are named, which are as the work tree has them; in the index, too. */
async function onlyPaths(git: Invocation, operands: readonly string[]) {
  const { repository } = git;
  if (repository.note('MERGE_HEAD') !== null) throw fatal('cannot do a partial commit during a merge.');
  const paths = git.pathspec(operands);
  const files = await repository.headFiles();
  const known = new Set([...files.keys(), ...repository.index.files().keys()]);
  const missing = paths.unmatched(known);
  if (missing.length > 0)
    throw new GitFailure(
      missing.map((given) => `error: pathspec '${given}' did not match any file(s) known to git`).join('\n'),
      1,
    );
  for (const path of known) {
    if (!paths.matches(path)) continue;
    await stageFile(git, path);
    const entry = repository.index.get(path);
    if (entry === undefined) files.delete(path);
    else files.set(path, entry);
  }
  repository.index.write();
  return files;
}

async function refusal(git: Invocation, message: string): Promise<GitFailure> {
  for (const path of git.repository.index.conflicts().keys()) await git.line(`U\t${path}`);
  return new GitFailure(message, 128);
}

async function tellStatus(git: Invocation): Promise<void> {
  const report = await reportStatus(git, {
    untracked: 'normal',
    ignored: false,
    renames: true,
    paths: git.pathspec([]),
  });
  await git.out(statusText(git, report, 'normal', paintIf(git.isColored('color.status', undefined)), true));
}

function authorOf(git: Invocation, options: GitOptions, previous: Commit | null, source: Commit | null) {
  const kept = options.has('reset-author') ? null : (previous ?? source);
  let author = kept?.author ?? git.signature('author');
  const given = options.value('author');
  if (given !== undefined) {
    if (!/^.*<.*>/.test(given))
      throw fatal(`--author '${given}' is not 'Name <email>' and matches no existing author`);
    author = { ...author, ...pick(parseSignature(given)) };
  }
  const date = options.value('date');
  if (date === undefined) return author;
  const when = parseDate(date);
  if (when === null) throw fatal(`invalid date format: ${date}`);
  return { ...author, ...when };
}

const pick = ({ name, email }: { readonly name: string; readonly email: string }) => ({ name, email });

async function messageOf(
  git: Invocation,
  options: GitOptions,
  previous: Commit | null,
  source: Commit | null,
): Promise<string> {
  const given = options.values('m');
  if (given.length > 0) return `${given.map((each) => each.replace(/\n+$/, '')).join('\n\n')}\n`;
  const file = options.value('F');
  if (file === '-') return readAllText(git.context.stdin);
  if (file !== undefined) return decodeText(git.fs.readFile(git.absolute(file)));
  if (options.value('C') !== undefined && source !== null) return source.message;
  const prepared = git.repository.note('MERGE_MSG') ?? git.repository.note('SQUASH_MSG');
  if (previous !== null) return previous.message;
  if (prepared !== null) return cleanMessage(prepared, true);
  throw new GitFailure(
    'error: There is no editor to write a message in on this machine.\nPlease supply the message using either -m or -F option.',
    1,
  );
}

function signedOff(message: string, who: string): string {
  const trailer = `Signed-off-by: ${who}`;
  const text = cleanMessage(message);
  if (text.split('\n').includes(trailer)) return text;
  const hasTrailers = /\n\n(?:[\w-]+: .*\n)+$/.test(text);
  return `${text}${hasTrailers ? '' : '\n'}${trailer}\n`;
}
