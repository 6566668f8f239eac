// `mkdir -p`: the folders of a path that are missing, made from the top.

import { SystemError } from '../protocol/errno.ts';
import { lookup } from './lookup.ts';
import type { VirtualFileSystem } from './virtual-filesystem.ts';

/** Returns the topmost folder that was made; undefined where all were there. */
export function makeDirectories(
  fs: Pick<VirtualFileSystem, 'tree' | 'tryStat' | 'mkdir'>,
  path: string,
  mode: number,
): string | undefined {
  const missing: string[] = [];
  let at = path.replace(/\/+$/, '') || '/';
  while (isMissing(fs, at, path)) {
    missing.push(at);
    at = at.slice(0, Math.max(1, at.lastIndexOf('/'))).replace(/(?<=.)\/+$/, '');
  }
  for (const directory of missing.reverse()) {
    // `a/..` exists once `a` does.
    if (fs.tryStat(directory) === undefined) fs.mkdir(directory, mode);
  }
  return missing[0];
}

/** Whether `at` is missing; throws as `mkdir -p` does where something else is in the way of `path`. */
function isMissing({ tree }: Pick<VirtualFileSystem, 'tree'>, at: string, path: string): boolean {
  let found;
  try {
    found = lookup(tree, at, { followLast: true, syscall: 'mkdir', path });
  } catch (error) {
    if (error instanceof SystemError && error.code === 'ENOENT') return true;
    throw error;
  }
  if (found.node === undefined) return true;
  if (found.node.type !== 'directory')
    throw new SystemError(at === path ? 'EEXIST' : 'ENOTDIR', 'mkdir', path);
  return false;
}
