// `fs.cpSync`'s native parts: checking the two paths, overriding a file, copying a tree without a filter.

import { ancestors, dirname, isInside, resolvePath } from '../../os/posix-path.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { Stats } from '../../vfs/filesystem.ts';
import type { Binding, Realm } from '../realm.ts';
import type { FsCalls, PathArgument } from './fs-calls.ts';
import { copyContents } from './fs-tree.ts';

interface CopyOptions {
  readonly force: boolean;
  readonly dereference: boolean;
  readonly errorOnExist: boolean;
  readonly verbatimSymlinks: boolean;
  readonly preserveTimestamps: boolean;
}

export function createFsCp(realm: Realm, calls: FsCalls): Binding {
  const statsOf = (path: string, follow: boolean): Stats | undefined => {
    if (follow) return calls.fs.tryStat(path);
    try {
      return calls.fs.lstat(path);
    } catch {
      return undefined;
    }
  };

  /** Whether a folder that `path` is or will be in, by whatever links, is `folder`. */
  const isBelow = (path: string, folder: Stats): boolean =>
    ancestors(dirname(path)).some((parent) => calls.fs.tryStat(parent)?.ino === folder.ino);

  function cpSyncCheckPaths(
    source: PathArgument,
    target: PathArgument,
    dereference: boolean,
    recursive: boolean,
  ) {
    const from = calls.resolve(source);
    const to = calls.resolve(target);
    const [fromText, toText] = [calls.spelling(source), calls.spelling(target)];
    const stats = calls.runSync(
      cpSyncCheckPaths,
      { syscall: dereference ? 'stat' : 'lstat', path: source },
      // Node 24's C++ follows links in both cases.
      () => calls.fs.stat(from),
    );
    const targetStats = statsOf(to, dereference);
    const isDirectory = stats.type === 'directory';
    if (targetStats !== undefined) {
      if (targetStats.ino === stats.ino) throw cpError('EINVAL', `src and dest cannot be the same ${toText}`);
      const targetIsDirectory = targetStats.type === 'directory';
      if (isDirectory && !targetIsDirectory)
        throw cpError(
          'DIR_TO_NON_DIR',
          `Cannot overwrite non-directory ${toText} with directory ${fromText}`,
        );
      if (!isDirectory && targetIsDirectory)
        throw cpError(
          'NON_DIR_TO_DIR',
          `Cannot overwrite directory ${toText} with non-directory ${fromText}`,
        );
    }
    // Node's own C++ shows a directory with a slash in these two.
    const shown = fromText.endsWith('/') ? fromText : `${fromText}/`;
    if (isDirectory && isBelow(resolvePath('/', to), stats)) throw cpIntoItself(shown, toText);
    if (isDirectory && !recursive)
      throw Object.assign(new Error(`Recursive option not enabled, cannot copy a directory: ${shown}`), {
        code: 'ERR_FS_EISDIR',
      });
    if (stats.type === 'socket') throw cpError('SOCKET', `Cannot copy a socket file: ${toText}`);
    if (stats.type === 'character') throw cpError('UNKNOWN', `Cannot copy an unknown file type: ${toText}`);
    const parent = dirname(to);
    if (calls.fs.tryStat(parent) === undefined) calls.fs.makeDirectories(parent, 0o777 & ~realm.umask);
  }

  function cpSyncOverrideFile(
    source: PathArgument,
    target: PathArgument,
    mode: number,
    preserveTimestamps: boolean,
  ) {
    calls.runSync(cpSyncOverrideFile, { syscall: 'cp', path: source, dest: target }, () => {
      const [from, to] = [calls.resolve(source), calls.resolve(target)];
      calls.fs.unlink(to);
      copyContents(realm, from, to, mode);
      if (preserveTimestamps) copyTimes(from, to);
    });
  }

  const copyTimes = (from: string, to: string): void => {
    const { atimeMs, mtimeMs } = calls.fs.stat(from);
    calls.fs.utimes(to, atimeMs, mtimeMs);
  };
  const copyLink = (from: string, to: string, options: CopyOptions): void => {
    const resolve = (link: string, target: string): string => resolvePath(dirname(link), target);
    const target = calls.fs.readlink(from);
    const resolved = options.verbatimSymlinks ? target : resolve(from, target);
    const existing = statsOf(to, false);
    if (existing !== undefined) {
      if (existing.type !== 'symlink') throw new SystemError('EEXIST', 'symlink');
      // Of relative links Node compares nothing that would be the same.
      if (target.startsWith('/')) checkLinks(target, to, resolve(to, calls.fs.readlink(to)));
      calls.fs.unlink(to);
    }
    calls.fs.symlink(resolved, to);
  };
  /** A link to a folder never takes the place of one that leads into it or that it leads into. */
  const checkLinks = (target: string, existing: string, existingTarget: string): void => {
    if (calls.fs.tryStat(target)?.type === 'directory' && isInside(target, existingTarget))
      throw cpIntoItself(target, existingTarget);
    if (calls.fs.tryStat(existing)?.type === 'directory' && isInside(existingTarget, target))
      throw cpError('SYMLINK_TO_SUBDIRECTORY', `cannot overwrite ${existingTarget} with ${target}`);
  };
  const copyTree = (from: string, to: string, shownTo: string, options: CopyOptions): void => {
    if (calls.fs.tryStat(to) === undefined) calls.fs.makeDirectories(to, calls.fs.stat(from).mode & 0o7777);
    for (const { name } of calls.fs.readdir(from)) {
      const [source, target, shown] = [`${from}/${name}`, `${to}/${name}`, `${shownTo}/${name}`];
      const stats = options.dereference ? calls.fs.stat(source) : calls.fs.lstat(source);
      const existing = statsOf(target, false);
      if (stats.type === 'directory') {
        if (existing !== undefined && existing.type !== 'directory')
          throw cpError('DIR_TO_NON_DIR', `Cannot overwrite non-directory ${shown} with directory ${source}`);
        copyTree(source, target, shown, options);
      } else if (stats.type === 'symlink') {
        copyLink(source, target, options);
      } else {
        if (existing?.type === 'directory')
          throw cpError('NON_DIR_TO_DIR', `Cannot overwrite directory ${shown} with non-directory ${source}`);
        if (existing !== undefined && !options.force) {
          if (options.errorOnExist)
            throw cpError(
              'EEXIST',
              `[ERR_FS_CP_EEXIST]: Target already exists: cp returned EEXIST (${shown} already exists)`,
            );
          continue;
        }
        copyContents(realm, source, target, 0);
        if (options.preserveTimestamps) copyTimes(source, target);
      }
    }
  };
  function cpSyncCopyDir(
    source: PathArgument,
    target: PathArgument,
    force: boolean,
    dereference: boolean,
    errorOnExist: boolean,
    verbatimSymlinks: boolean,
    preserveTimestamps: boolean,
  ) {
    calls.runSync(cpSyncCopyDir, { syscall: 'cp', path: source, dest: target }, () =>
      copyTree(calls.resolve(source), calls.resolve(target), calls.spelling(target), {
        force,
        dereference,
        errorOnExist,
        verbatimSymlinks,
        preserveTimestamps,
      }),
    );
  }

  return { cpSyncCheckPaths, cpSyncOverrideFile, cpSyncCopyDir };
}

function cpError(kind: string, message: string): Error {
  return Object.assign(new Error(message), { code: `ERR_FS_CP_${kind}` });
}

function cpIntoItself(from: string, to: string): Error {
  return cpError('EINVAL', `Cannot copy ${from} to a subdirectory of self ${to}`);
}
