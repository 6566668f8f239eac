// The character devices that a program may open by name. They are the realm's and not the filesystem's, because most
// of them stand for streams of this process (null(4), random(4), tty(4), fd(4)).

import type { Stream } from '../os/process-context.ts';
import { SystemError } from '../protocol/errno.ts';
import type { Ino } from '../protocol/ids.ts';
import type { OpenFile, Stats } from '../vfs/filesystem.ts';
import type { Realm } from './realm.ts';

const S_IFCHR = 0o020000;

/** The stream behind a device's path, or undefined where the path is none. Throws ENXIO-like errors as open(2). */
export function openDevice(realm: Realm, path: string, flags: number): Stream | undefined {
  if (!path.startsWith('/dev/')) return undefined;
  switch (path) {
    case '/dev/null':
      return { kind: 'null', close() {} };
    case '/dev/zero':
      return { kind: 'file', file: new FillDevice(path, flags, (target) => target.fill(0)), close() {} };
    case '/dev/random':
    case '/dev/urandom':
      return {
        kind: 'file',
        file: new FillDevice(path, flags, (target) => fillRandom(realm, target)),
        close() {},
      };
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

function withoutClose<S extends Stream>(stream: S): S {
  // A proxy by prototype keeps the stream's own methods and state.
  return Object.create(stream, { close: { value() {} } }) as S;
}

/** crypto.getRandomValues takes at most this many bytes a call. */
const randomChunk = 65_536;

function fillRandom(realm: Realm, target: Uint8Array): void {
  for (let at = 0; at < target.length; at += randomChunk) {
    // The quota is on views; a view of shared memory is refused, hence the copy.
    const chunk = new Uint8Array(Math.min(randomChunk, target.length - at));
    realm.host.crypto.getRandomValues(chunk);
    target.set(chunk, at);
  }
}

/** A device that answers every read in full and swallows every write. */
class FillDevice implements OpenFile {
  readonly #fill: (target: Uint8Array) => void;
  constructor(
    readonly path: string,
    readonly flags: number,
    fill: (target: Uint8Array) => void,
  ) {
    this.#fill = fill;
  }
  read(target: Uint8Array): number {
    this.#fill(target);
    return target.byteLength;
  }
  write(source: Uint8Array): number {
    return source.byteLength;
  }
  truncate(): void {
    throw new SystemError('EINVAL', 'ftruncate');
  }
  stat(): Stats {
    return characterDeviceStats(0o666);
  }
  chmod(): void {}
  utimes(): void {}
  close(): void {}
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
