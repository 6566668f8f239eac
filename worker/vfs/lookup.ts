// Path resolution as in path_resolution(7): from a path to an inode or to the directory and the name where it would be.

import { SystemError, type ErrnoCode } from '../protocol/errno.ts';
import type { DirectoryNode, Inode } from './inode.ts';
import type { InodeTree } from './tree.ts';

const maxSymlinks = 40;
const maxNameBytes = 255;
const maxPathBytes = 4095;

export interface Found {
  readonly parent: DirectoryNode;
  /** In `parent`; for `/`, `.` and `..` the name under which the directory was entered. */
  readonly name: string;
  readonly node: Inode | undefined;
  /** The path ended in a slash: only a directory will do. */
  readonly trailingSlash: boolean;
  /** The path ended in `.` or `..` or was the root: such a name can be neither removed nor renamed. */
  readonly special: '.' | '..' | '/' | null;
  /** Directories from the root to `parent`. */
  readonly ancestors: readonly DirectoryNode[];
  /** The resolved path's names. */
  readonly names: readonly string[];
}

interface LookupOptions {
  readonly followLast: boolean;
  readonly syscall: string;
  /** The second path of a two-path call, for the error. */
  readonly path?: string;
  readonly dest?: string;
}

const encoder = new TextEncoder();

/** Throws ENOENT (a missing directory on the way), ENOTDIR, ELOOP, ENAMETOOLONG. A missing last name is no error. */
export function lookup(tree: InodeTree, path: string, options: LookupOptions): Found {
  const fail = (code: ErrnoCode): SystemError =>
    new SystemError(code, options.syscall, options.path ?? path, options.dest);
  if (path === '') throw fail('ENOENT');
  if (path.includes('\0')) throw fail('EINVAL');
  if (path.length > maxPathBytes / 3 && encoder.encode(path).length > maxPathBytes)
    throw fail('ENAMETOOLONG');
  const directories: DirectoryNode[] = [tree.root];
  const names: string[] = [];
  // The rest of the way, next name last.
  const rest = path.split('/').reverse();
  let trailingSlash = false;
  let special: Found['special'] = '/';
  let links = 0;
  for (;;) {
    const name = rest.pop();
    const directory = directories[directories.length - 1] ?? tree.root;
    if (name === undefined) {
      const parent = directories[directories.length - 2] ?? tree.root;
      return {
        ...{ parent, name: names[names.length - 1] ?? '', node: directory, trailingSlash, special, names },
        ancestors: directories.slice(0, Math.max(1, directories.length - 1)),
      };
    }
    if (name === '') continue;
    if (name === '.') {
      special = '.';
      continue;
    }
    if (name === '..') {
      special = '..';
      if (directories.length > 1) {
        directories.pop();
        names.pop();
      }
      continue;
    }
    if (name.length > maxNameBytes / 3 && encoder.encode(name).length > maxNameBytes)
      throw fail('ENAMETOOLONG');
    special = null;
    let isLast = true;
    for (const later of rest) if (later !== '') isLast = false;
    // Only empty names are left: slashes.
    trailingSlash = isLast && rest.length > 0;
    const node = tree.entries(directory).get(name);
    if (node === undefined) {
      if (!isLast) throw fail('ENOENT');
      return {
        parent: directory,
        name,
        node,
        trailingSlash,
        special,
        ancestors: directories,
        names: [...names, name],
      };
    }
    if (node.type === 'symlink' && (!isLast || options.followLast || trailingSlash)) {
      if (++links > maxSymlinks) throw fail('ELOOP');
      if (node.target.startsWith('/')) {
        directories.length = 1;
        names.length = 0;
        special = '/';
      }
      rest.push(...node.target.split('/').reverse());
      continue;
    }
    if (node.type === 'directory') {
      if (isLast)
        return {
          parent: directory,
          name,
          node,
          trailingSlash,
          special,
          ancestors: directories,
          names: [...names, name],
        };
      directories.push(node);
      names.push(name);
      continue;
    }
    if (!isLast || trailingSlash) throw fail('ENOTDIR');
    return {
      parent: directory,
      name,
      node,
      trailingSlash,
      special,
      ancestors: directories,
      names: [...names, name],
    };
  }
}

/** The same, where the last name must exist: ENOENT otherwise. */
export function lookupExisting(
  tree: InodeTree,
  path: string,
  options: LookupOptions,
): Found & { node: Inode } {
  const found = lookup(tree, path, options);
  if (found.node === undefined)
    throw new SystemError('ENOENT', options.syscall, options.path ?? path, options.dest);
  return found as Found & { node: Inode };
}
