// FSReqCallback and FileHandle: the classes of `internalBinding('fs')` that stand for a pending call and for the fd of
// `fs.promises`. A FileHandle owns its fd until it is closed or released.

import type { Binding, Realm } from '../realm.ts';
import type { FsCalls, PathArgument, Request } from './fs-calls.ts';
import { closeFd, openFd } from './fs-file.ts';

export function createFsFileHandle(realm: Realm, calls: FsCalls): Binding {
  class FSReqCallback extends realm.AsyncWrap {
    constructor(_bigint?: boolean) {
      super('FSREQCALLBACK');
    }
  }

  class FileHandle extends realm.AsyncWrap {
    #fd: number;
    #closing: Promise<void> | undefined;
    onread: unknown;

    constructor(fd: number) {
      super('FILEHANDLE');
      this.#fd = fd;
    }
    get fd(): number {
      return this.#fd;
    }
    close(): Promise<void> {
      if (this.#closing !== undefined) return this.#closing;
      const fd = this.releaseFD();
      // eslint-disable-next-line @typescript-eslint/unbound-method -- only its identity counts, for the stack
      this.#closing = calls.run(this.close, calls.usePromises, { syscall: 'close' }, () =>
        closeFd(realm, fd),
      ) as Promise<void>;
      return this.#closing;
    }
    closeSync(): void {
      const fd = this.releaseFD();
      // eslint-disable-next-line @typescript-eslint/unbound-method -- only its identity counts, for the stack
      calls.runSync(this.closeSync, { syscall: 'close' }, () => closeFd(realm, fd));
    }
    /** Gives the fd away: from now on it is the caller's. */
    releaseFD(): number {
      const fd = this.#fd;
      this.#fd = -1;
      return fd;
    }
    /** Only http2's respondWithFile reads a FileHandle as a native stream. */
    readStart(): never {
      return realm.unavailable('A FileHandle as a native stream (http2 respondWithFile)');
    }
  }

  function openFileHandle(path: PathArgument, flags: number, mode: number, request: Request) {
    return calls.run(
      openFileHandle,
      request,
      { syscall: 'open', path },
      () => new FileHandle(openFd(realm, calls, path, flags, mode)),
    );
  }

  return { FSReqCallback, FileHandle, openFileHandle, kUsePromises: calls.usePromises };
}
