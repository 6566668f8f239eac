// Throws away what was changed in the work tree, with a way back.

import { isSystemError } from '../../worker/protocol/errno.ts';
import type { KernelFiles } from '../../worker/protocol/kernel-api.ts';
import { writeBack } from '../files/write-back.ts';
import type { FileChange } from './git-status.ts';
import { literal, type Git } from './run-git.ts';

/** What an Undo keeps in memory at most. */
const mostBytes = 32 * 1024 * 1024;

type Files = Pick<KernelFiles, 'readFile' | 'writeFile' | 'mkdir' | 'rm' | 'stat'>;

interface Kept {
  readonly path: string;
  /** Null: there was no such file. */
  readonly bytes: Uint8Array | null;
}

/** Puts back what the files were. Null where that was too much to keep: ask before. */
export type Undo = () => Promise<void>;

/** Reads what a discard of these changes would lose; null where it is too much to be brought back. */
export async function keepChanges(files: Files, changes: readonly FileChange[]): Promise<Undo | null> {
  const kept: Kept[] = [];
  let total = 0;
  for (const { path } of changes) {
    const bytes = await readIfThere(files, path, mostBytes - total);
    if (bytes === 'large') return null;
    total += bytes?.byteLength ?? 0;
    kept.push({ path, bytes });
  }
  return async () => {
    for (const { path, bytes } of kept)
      if (bytes === null) await files.rm(path, { force: true });
      else await writeBack(files, path, bytes);
  };
}

async function readIfThere(files: Files, path: string, most: number): Promise<Uint8Array | 'large' | null> {
  try {
    if ((await files.stat(path)).size > most) return 'large';
    return await files.readFile(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
}

/** New files go, all others become what the index has of them. */
export async function discardChanges(git: Git, files: Files, changes: readonly FileChange[]): Promise<void> {
  for (const { path, kind } of changes) if (kind === '?') await files.rm(path, { force: true });
  const tracked = changes.filter(({ kind }) => kind !== '?').map(({ path }) => literal(path));
  if (tracked.length > 0) await git(['restore', '--', ...tracked]);
}
