// The two texts of a changed file, side by side: what the last commit, the index and the work tree have of it.

import { isSystemError } from '../../worker/protocol/errno.ts';
import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import { decodeText } from '../editor/file-contents.ts';
import type { FileChange } from './git-status.ts';
import type { Git } from './run-git.ts';

export interface Comparison {
  readonly change: FileChange;
  readonly isStaged: boolean;
  /** Null: one of the two is binary, or larger than is shown. */
  readonly texts: { readonly before: string; readonly after: string } | null;
}

/** More than anybody reads; Monaco would compare it for seconds. */
const mostLength = 2_000_000;

export async function compare(
  git: Git,
  files: Pick<KernelFiles, 'readFile'>,
  change: FileChange,
  isStaged: boolean,
): Promise<Comparison> {
  const { path, from, kind } = change;
  const committed = () => git(['show', `HEAD:${from ?? path}`]);
  const indexed = () => git(['show', `:${kind === 'U' ? '2:' : ''}${from ?? path}`]);
  const before = kind === '?' || kind === 'A' ? '' : isStaged ? await committed() : await indexed();
  const after =
    kind === 'D' ? '' : isStaged ? await git(['show', `:${path}`]) : await inWorkTree(files, path);
  const isText = after !== null && [before, after].every(isShown);
  return { change, isStaged, texts: isText ? { before, after } : null };
}

const isShown = (text: string): boolean => text.length <= mostLength && !text.includes('\0');

async function inWorkTree(files: Pick<KernelFiles, 'readFile'>, path: string): Promise<string | null> {
  try {
    return decodeText(await files.readFile(path));
  } catch (error) {
    // A file of both sides that one of them deleted.
    if (isSystemError(error, 'ENOENT')) return '';
    throw error;
  }
}
