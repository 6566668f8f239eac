// `fs` of the WebContainer API: promises over the authority's synchronous filesystem, scoped to the working directory.

import { SystemError } from '../../protocol/errno.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import type { FileSystemAPI } from '../container.ts';
import { decodeText, encodeText } from './text-encodings.ts';

type ReaddirOptions = { encoding?: string | null; withFileTypes?: boolean } | string | null;
type WatchCallback = (event: 'rename' | 'change', filename: string | Uint8Array) => void;

export function fileApi(fs: FileSystem, workdir: string): FileSystemAPI {
  const at = (path: string) => scoped(workdir, path);
  const api = {
    async readFile(path: string, encoding?: string | null) {
      const bytes = fs.readFile(at(path)).slice();
      return encoding === undefined || encoding === null ? bytes : decodeText(bytes, encoding);
    },
    async writeFile(
      path: string,
      data: string | Uint8Array,
      options?: string | { encoding?: string | null } | null,
    ) {
      const encoding = typeof options === 'string' ? options : (options?.encoding ?? 'utf8');
      fs.writeFile(at(path), typeof data === 'string' ? encodeText(data, encoding) : data.slice());
    },
    async readdir(path: string, options?: ReaddirOptions) {
      const { encoding = null, withFileTypes = false } =
        typeof options === 'string' ? { encoding: options } : (options ?? {});
      const name = (text: string) => (encoding === 'buffer' ? encodeText(text, 'utf8') : text);
      return fs.readdir(at(path)).map((entry) =>
        withFileTypes
          ? {
              name: name(entry.name),
              isFile: () => entry.type === 'file',
              isDirectory: () => entry.type === 'directory',
            }
          : name(entry.name),
      );
    },
    async mkdir(path: string, options?: { recursive?: boolean }) {
      if (options?.recursive === true) return fs.makeDirectories(at(path), 0o755);
      fs.mkdir(at(path), 0o755);
      return undefined;
    },
    async rm(path: string, options: { force?: boolean; recursive?: boolean } = {}) {
      const target = at(path);
      const stats = tryLstat(fs, target);
      if (stats === undefined) {
        if (options.force !== true) throw new SystemError('ENOENT', 'rm', path);
      } else if (stats.type !== 'directory') {
        fs.unlink(target);
      } else if (options.recursive === true) {
        fs.remove(target);
      } else {
        throw new SystemError('EISDIR', 'rm', path);
      }
    },
    async rename(from: string, to: string) {
      fs.rename(at(from), at(to));
    },
    watch(filename: string, options?: unknown, listener?: WatchCallback) {
      const callback = typeof options === 'function' ? (options as WatchCallback) : listener;
      const settings = (typeof options === 'object' ? options : null) as {
        encoding?: string | null;
        recursive?: boolean;
      } | null;
      const encoding = typeof options === 'string' ? options : settings?.encoding;
      const watcher = fs.watch(at(filename), { recursive: settings?.recursive === true }, (event) =>
        callback?.(event.type, encoding === 'buffer' ? encodeText(event.filename, 'utf8') : event.filename),
      );
      return { close: () => watcher[Symbol.dispose]() };
    },
  };
  // The package declares overloads by the encoding; one implementation serves them all.
  return api as unknown as FileSystemAPI;
}

/** A path of the API, absolute; nothing outside the working directory can be named (EACCES). */
export function scoped(workdir: string, path: string): string {
  if (path.includes('\0')) throw new SystemError('EINVAL', 'open', path);
  const parts: string[] = [];
  const relative = path === workdir || path.startsWith(`${workdir}/`) ? path.slice(workdir.length) : path;
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) throw new SystemError('EACCES', 'open', path);
  }
  return parts.length === 0 ? workdir : `${workdir}/${parts.join('/')}`;
}

function tryLstat(fs: FileSystem, path: string) {
  try {
    return fs.lstat(path);
  } catch {
    return undefined;
  }
}
