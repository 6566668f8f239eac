// Copies a file or a whole tree: for cp, and for mv where a rename cannot do it.

import { openFlags, type Stats } from '../../vfs/filesystem.ts';
import type { AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';

export interface CopyOptions {
  readonly recursive: boolean;
  /** Keep times and mode (-p). */
  readonly preserve: boolean;
  /** Copy symlinks as such. */
  readonly keepLinks: boolean;
  readonly force: boolean;
  readonly onCopied?: (from: string, to: string) => Promise<void>;
}

/** Names are the operands as they were written, for messages. False where something could not be copied. */
export async function copyTree(
  context: AppletContext,
  from: string,
  to: string,
  options: CopyOptions,
  top = true,
): Promise<boolean> {
  const { fs } = context;
  await context.breathe();
  const source = context.resolve(from);
  const target = context.resolve(to);
  let stats: Stats;
  try {
    stats = options.keepLinks ? fs.lstat(source) : fs.stat(source);
  } catch (error) {
    if (!isFileError(error)) throw error;
    await context.complain(`cannot stat '${from}': ${errorText(error)}`);
    return false;
  }
  try {
    if (stats.type === 'directory') return await copyDirectory(context, from, to, stats, options, top);
    const existing = fs.tryStat(target);
    if (existing !== undefined && existing.ino === stats.ino) {
      await context.complain(`'${from}' and '${to}' are the same file`);
      return false;
    }
    if (existing?.type === 'directory') {
      await context.complain(`cannot overwrite directory '${to}' with non-directory`);
      return false;
    }
    if (stats.type === 'symlink') {
      fs.remove(target);
      fs.symlink(fs.readlink(source), target);
    } else {
      const mode = options.preserve ? stats.mode & 0o7777 : stats.mode & 0o777 & ~context.umask;
      const file = fs.open(target, openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_TRUNC, mode);
      try {
        file.write(fs.readFile(source), 0);
        if (options.preserve) {
          file.chmod(stats.mode & 0o7777);
          file.utimes(stats.atimeMs, stats.mtimeMs);
        }
      } finally {
        file.close();
      }
    }
    await options.onCopied?.(from, to);
    return true;
  } catch (error) {
    if (!isFileError(error)) throw error;
    const what = stats.type === 'directory' ? 'create directory' : 'create regular file';
    await context.complain(`cannot ${what} '${to}': ${errorText(error)}`);
    return false;
  }
}

async function copyDirectory(
  context: AppletContext,
  from: string,
  to: string,
  stats: Stats,
  options: CopyOptions,
  top: boolean,
): Promise<boolean> {
  const { fs } = context;
  if (!options.recursive) {
    await context.complain(`-r not specified; omitting directory '${from}'`);
    return false;
  }
  const source = fs.realpath(context.resolve(from));
  const target = context.resolve(to);
  const existing = fs.tryStat(target);
  if (existing !== undefined && existing.type !== 'directory') {
    await context.complain(`cannot overwrite non-directory '${to}' with directory '${from}'`);
    return false;
  }
  if (existing === undefined) {
    fs.mkdir(target, stats.mode & 0o7777 & ~context.umask);
    await options.onCopied?.(from, to);
  }
  if (top && `${fs.realpath(target)}/`.startsWith(`${source}/`)) {
    if (existing === undefined) fs.rmdir(target);
    await context.complain(`cannot copy a directory, '${from}', into itself, '${to}'`);
    return false;
  }
  let good = true;
  for (const { name } of fs.readdir(source)) {
    if (!(await copyTree(context, `${from}/${name}`, `${to}/${name}`, options, false))) good = false;
  }
  if (options.preserve) {
    fs.chmod(target, stats.mode & 0o7777);
    fs.utimes(target, stats.atimeMs, stats.mtimeMs);
  }
  return good;
}

/** Where each source goes: into a directory under its own name, or to the one name given. */
export function targetOf(
  context: AppletContext,
  source: string,
  destination: string,
  noDirectory: boolean,
): string {
  const into = !noDirectory && context.fs.tryStat(context.resolve(destination))?.type === 'directory';
  if (!into) return destination;
  const name = source.replace(/\/+$/, '').replace(/^.*\//, '');
  return `${destination.replace(/\/+$/, '')}/${name}`;
}
