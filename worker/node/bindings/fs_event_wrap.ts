// `internalBinding('fs_event_wrap')`: `fs.watch` over the filesystem's own watchers. The watcher lives as long as the handle.

import { isSystemError } from '../../protocol/errno.ts';
import type { Binding, Realm } from '../realm.ts';
import { FsCalls, type PathArgument } from './fs-calls.ts';

export function createFsEventWrapBinding(realm: Realm): Binding {
  const calls = new FsCalls(realm);
  const { loop } = realm;

  class FSEvent extends realm.HandleWrap {
    #watcher: Disposable | undefined;
    onchange: ((status: number, event: string, filename: unknown) => void) | undefined;

    constructor() {
      super('FSEVENTWRAP');
      realm.onHandleClose(this, () => {
        this.#watcher?.[Symbol.dispose]();
        this.#watcher = undefined;
      });
    }
    get initialized(): boolean {
      return this.#watcher !== undefined;
    }
    /** 0, or a negative errno. */
    start(path: PathArgument, persistent: boolean, recursive: boolean, encoding: unknown): number {
      const absolute = calls.resolve(path);
      try {
        // inotify reports a path that is not there, the filesystem's watchers need not.
        realm.context.fs.stat(absolute);
        this.#watcher = realm.context.fs.watch(absolute, { recursive }, ({ type, filename }) =>
          loop.post(() => this.#report(type, calls.encode(filename, encoding))),
        );
      } catch (error) {
        if (isSystemError(error)) return realm.errno(error.code);
        throw error;
      }
      if (!persistent) this.unref();
      realm.startHandle(this);
      return 0;
    }
    #report(type: string, filename: unknown): void {
      if (this.#watcher === undefined || this.onchange === undefined) return;
      loop.makeCallback(this, this.onchange, [0, type, filename]);
    }
  }
  return { FSEvent };
}
