// Where a ref was before (git-reflog(1)): written for what reads it here, HEAD's switches and the stash.

import type { Invocation } from './invocation.ts';
import { noOid } from './patch.ts';
import { now, signatureOf, signatureText, type Signature } from './signature.ts';

export interface ReflogEntry {
  readonly from: string;
  readonly to: string;
  readonly message: string;
}

/** Newest last. */
export function readReflog(git: Invocation, ref: string): ReflogEntry[] {
  return (git.repository.note(`logs/${ref}`) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({
      from: line.slice(0, 40),
      to: line.slice(41, 81),
      message: line.slice(line.indexOf('\t') + 1),
    }));
}

export function appendReflog(git: Invocation, ref: string, entry: ReflogEntry): void {
  const text = `${git.repository.note(`logs/${ref}`) ?? ''}${lineOf(entry, who(git))}`;
  write(git, ref, text);
}

export function writeReflog(git: Invocation, ref: string, entries: readonly ReflogEntry[]): void {
  const author = who(git);
  let before = noOid;
  let text = '';
  for (const { to, message } of entries) {
    text += lineOf({ from: before, to, message }, author);
    before = to;
  }
  write(git, ref, text);
}

const lineOf = ({ from, to, message }: ReflogEntry, author: Signature): string =>
  `${from} ${to} ${signatureText(author)}\t${message.replace(/\n/g, ' ')}\n`;

function write(git: Invocation, ref: string, text: string): void {
  const path = `logs/${ref}`;
  git.fs.makeDirectories(`${git.repository.gitdir}/${path.slice(0, path.lastIndexOf('/'))}`, 0o755);
  if (text === '') git.repository.deleteNote(path);
  else git.repository.writeNote(path, text);
}

/** Nobody need be configured to switch branches. */
function who(git: Invocation): Signature {
  try {
    return signatureOf('committer', git.env, git.config);
  } catch {
    return { name: 'unknown', email: 'unknown', ...now(Date.now()) };
  }
}
