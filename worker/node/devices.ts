// Devices that stand for a stream of this process (null(4), tty(4), fd(4)). The filesystem has their names and what needs no
// process (/dev/zero, /dev/urandom); what these lead to only the realm knows.

import type { Stream } from '../os/process-context.ts';
import { SystemError } from '../protocol/errno.ts';
import type { Ino } from '../protocol/ids.ts';
import type { Stats } from '../vfs/filesystem.ts';
import type { Realm } from './realm.ts';

const S_IFCHR = 0o020000;

/** The stream behind a device's path, or undefined where the path is none. Throws as open(2). */
export function openDevice(realm: Realm, path: string): Stream | undefined {
  if (!path.startsWith('/dev/')) return undefined;
  switch (path) {
    case '/dev/null':
      return { kind: 'null', close() {} };
    case '/dev/tty':
      return controllingTerminal(realm);
    case '/dev/stdin':
      return duplicate(realm, 0);
    case '/dev/stdout':
      return duplicate(realm, 1);
    case '/dev/stderr':
      return duplicate(realm, 2);
    default: {
      const number = /^\/dev\/fd\/(\d+)$/.exec(path)?.[1];
      return number === undefined ? undefined : duplicate(realm, Number(number));
    }
  }
}

/** As dup(2), but the original fd stays the owner: closing this one closes nothing. */
function duplicate(realm: Realm, fd: number): Stream {
  const stream = realm.fds.get(fd);
  if (stream === undefined) throw new SystemError('ENOENT', 'open');
  return withoutClose(stream);
}

function controllingTerminal(realm: Realm): Stream {
  for (const stream of realm.context.stdio) if (stream.kind === 'tty') return withoutClose(stream);
  throw new SystemError('ENOENT', 'open');
}

/** The stream's members may be a class's, with private state: each is called on the stream itself. */
function withoutClose<S extends Stream>(stream: S): S {
  return new Proxy(stream, {
    get(target, name) {
      if (name === 'close') return () => {};
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** What fstat(2) tells of a device that has no inode in the filesystem. */
export function characterDeviceStats(permissions: number): Stats {
  return specialStats('character', S_IFCHR | permissions);
}

export function specialStats(type: Stats['type'], mode: number): Stats {
  return {
    ino: 1 as Ino,
    type,
    mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    size: 0,
    atimeMs: 0,
    mtimeMs: 0,
    ctimeMs: 0,
    birthtimeMs: 0,
  };
}
