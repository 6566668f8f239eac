// `internalBinding('fs_dir')`: directories opened by `fs.opendir`. A DirHandle is a snapshot of the names, taken when it
// was opened, as readdir(3) may give one.

import { SystemError } from '../../protocol/errno.ts';
import type { DirectoryEntry } from '../../vfs/filesystem.ts';
import type { Binding, Realm } from '../realm.ts';
import { FsCalls, type PathArgument, type Request } from './fs-calls.ts';
import { direntType } from './fs-tree.ts';

export function createFsDirBinding(realm: Realm): Binding {
  const calls = new FsCalls(realm);

  class DirHandle extends realm.AsyncWrap {
    #entries: DirectoryEntry[];
    #next = 0;
    #closed = false;

    constructor(entries: DirectoryEntry[]) {
      super('DIRHANDLE');
      this.#entries = entries;
    }
    /** Up to `count` entries as [name, type, name, type …]; null at the end. */
    read(encoding: unknown, count: number, request?: Request): unknown {
      // eslint-disable-next-line @typescript-eslint/unbound-method -- only its identity counts, for the stack
      return calls.run(this.read, request, { syscall: 'scandir' }, () => {
        if (this.#closed) throw new SystemError('EBADF', 'scandir');
        if (this.#next >= this.#entries.length) return null;
        const part = this.#entries.slice(this.#next, this.#next + count);
        this.#next += part.length;
        return part.flatMap(({ name, type }) => [calls.encode(name, encoding), direntType(type)]);
      });
    }
    close(request?: Request): unknown {
      // eslint-disable-next-line @typescript-eslint/unbound-method -- only its identity counts, for the stack
      return calls.run(this.close, request, { syscall: 'closedir' }, () => {
        this.#closed = true;
        this.#entries = [];
      });
    }
  }

  function opendir(path: PathArgument, _encoding: unknown, request: Request): unknown {
    return calls.run(
      opendir,
      request,
      { syscall: 'opendir', path },
      () => new DirHandle(realm.context.fs.readdir(calls.resolve(path))),
    );
  }
  /** Node reports no path here. */
  function opendirSync(path: PathArgument): unknown {
    return calls.runSync(
      opendirSync,
      { syscall: 'opendir' },
      () => new DirHandle(realm.context.fs.readdir(calls.resolve(path))),
    );
  }
  return { opendir, opendirSync, DirHandle };
}
