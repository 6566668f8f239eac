// New commits: their messages cleaned as git cleans them, their objects, and what is said of them.

import { encodeText } from '../../stream/text.ts';
import { compareFiles, withRenames } from './changes.ts';
import { shortStat, statsOf, summaryText } from './diff-stat.ts';
import type { Invocation } from './invocation.ts';
import type { Commit } from './objects.ts';
import { shortRef } from './revision.ts';
import { signatureText, type Signature } from './signature.ts';
import { dateText } from './pretty-date.ts';

/** Blanks at the ends of lines, empty lines at both ends and more than one in between (git-commit(1), --cleanup=whitespace). */
export function cleanMessage(message: string, withoutComments = false): string {
  const lines = message
    .split('\n')
    .filter((line) => !withoutComments || !line.startsWith('#'))
    .map((line) => line.trimEnd());
  const text = lines
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
    .replace(/\n{3,}/g, '\n\n');
  return text === '' ? '' : `${text}\n`;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export async function writeCommit(git: Invocation, commit: NewCommit): Promise<string> {
  const head = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${signatureText(commit.author)}`,
    `committer ${signatureText(commit.committer)}`,
  ];
  return git.repository.objects.write('commit', encodeText(`${head.join('\n')}\n\n${commit.message}`));
}

export const subjectOf = (message: string): string =>
  (message.replace(/^\n+/, '').split(/\n\s*\n/)[0] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim();

/** `[main 1a2b3c4] Subject`, and how much it changes. */
export async function tellCommit(git: Invocation, commit: Commit, tellsDate: boolean): Promise<void> {
  const { objects } = git.repository;
  const { ref } = await git.repository.head();
  const isRoot = commit.parents.length === 0;
  const where = `${ref === null ? 'detached HEAD' : shortRef(ref)}${isRoot ? ' (root-commit)' : ''}`;
  await git.line(`[${where} ${commit.oid.slice(0, 7)}] ${subjectOf(commit.message)}`);
  const { author, committer } = commit;
  if (author.name !== committer.name || author.email !== committer.email)
    await git.line(` Author: ${author.name} <${author.email}>`);
  if (tellsDate) await git.line(` Date: ${dateText(author, 'default')}`);
  if (commit.parents.length > 1) return;
  const [parent] = commit.parents;
  const before = await objects.files(parent === undefined ? null : (await objects.commit(parent)).tree);
  const read = ({ oid }: { readonly oid: string }) => objects.blob(oid);
  const changes = await withRenames(compareFiles(before, await objects.files(commit.tree)), read);
  await git.out(shortStat(await statsOf(changes, { before: read, after: read })));
  await git.out(summaryText(changes, (path) => git.quoted(path)));
}
