// What a child is given, as Node's lib says it: for children that are waited for and for others.

import type { StdioRequest, Stream } from '../../os/process-context.ts';
import { openFlags } from '../../vfs/filesystem.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { Realm } from '../realm.ts';
import { giveBackInput } from '../stream-input.ts';

/** What this process has open itself. */
type SharedStdio = Extract<StdioRequest, { kind: 'inherit' | 'stream' | 'file' | 'null' }>;

/** One of this process's fds for a child: what the kernel knows is shared, a file is opened again. */
export function requestForFd(realm: Realm, fd: number): SharedStdio {
  const stream = realm.fds.get(fd);
  if (stream === undefined) throw realm.uvException('EBADF', 'spawn');
  giveBackInput(stream);
  if (realm.context.stdio[fd] === stream) return { kind: 'inherit', fd };
  return requestForStream(stream);
}

function requestForStream(stream: Stream): SharedStdio {
  switch (stream.kind) {
    case 'null':
      return { kind: 'null' };
    case 'file': {
      const { path, flags } = stream.file;
      const writes = (flags & 3) !== openFlags.O_RDONLY;
      const once = openFlags.O_TRUNC | openFlags.O_EXCL | openFlags.O_CREAT;
      // The position is not shared, so writers append: two fds of one log file must not overwrite each other.
      return { kind: 'file', path, flags: (flags & ~once) | (writes ? openFlags.O_APPEND : 0) };
    }
    case 'tty':
    case 'pipe-read':
    case 'pipe-write':
    case 'socket':
      return { kind: 'stream', stream };
    default:
      return stream satisfies never;
  }
}

/** Numbers and the like come as they are: the lib checks strings only. */
export function argvOf(file: string, args: readonly unknown[] | null | undefined): string[] {
  return args === undefined || args === null || args.length === 0 ? [file] : args.map(String);
}

export function parseEnvPairs(pairs: readonly string[]): Record<string, string> {
  const env: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=', 1);
    if (at > 0) env[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return env;
}

/** Where the child begins. Throws ENOENT for what was asked for and is no folder; its parent's own may be gone. */
export function childFolder(realm: Realm, cwd: string | null | undefined, file: string): string {
  if (cwd === undefined || cwd === null || cwd === '') return realm.cwd;
  const folder = absolutePath(realm, cwd);
  if (realm.context.fs.tryStat(folder)?.type !== 'directory') throw new SystemError('ENOENT', 'spawn', file);
  return folder;
}

function absolutePath(realm: Realm, path: string): string {
  return path.startsWith('/') ? path : `${realm.cwd}/${path}`;
}
