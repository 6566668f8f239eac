// The path without symlinks, `.` and `..`, where not all of it need exist.

import { SystemError } from '../../protocol/errno.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';

/** `required`: which components must exist. Throws ENOENT where one does not. */
export function canonicalPath(fs: FileSystem, path: string, required: 'all' | 'parent' | 'none'): string {
  const trimmed = path.replace(/(?<=.)\/+$/, '');
  try {
    return fs.realpath(trimmed);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (required === 'all' || !missing) throw error;
  }
  const slash = trimmed.lastIndexOf('/');
  const name = trimmed.slice(slash + 1);
  const parent = trimmed.slice(0, slash) || '/';
  const base = canonicalPath(fs, parent, required === 'none' ? 'none' : 'all');
  if (name === '.') return base;
  if (name === '..') return base.slice(0, base.lastIndexOf('/')) || '/';
  let target: string | undefined;
  try {
    target = fs.readlink(trimmed);
  } catch {
    // Not a link: simply not there.
  }
  if (target !== undefined)
    return canonicalPath(fs, target.startsWith('/') ? target : `${base}/${target}`, required);
  if (fs.tryStat(base) === undefined && required !== 'none')
    throw new SystemError('ENOENT', 'realpath', path);
  return base === '/' ? `/${name}` : `${base}/${name}`;
}
