// StatWatcher, behind `fs.watchFile`: compares stat results at an interval, as uv_fs_poll does. A handle like any other;
// its timer ends with it.

import { isSystemError } from '../../protocol/errno.ts';
import type { Stats } from '../../vfs/filesystem.ts';
import type { Realm } from '../realm.ts';
import type { FsCalls, PathArgument } from './fs-calls.ts';
import { fillStats, statFields } from './fs-stat.ts';

export function createStatWatcher(realm: Realm, calls: FsCalls): unknown {
  const { host, loop } = realm;
  return class StatWatcher extends realm.HandleWrap {
    readonly #bigint: boolean;
    #timer: number | undefined;
    #previous: Stats | undefined;
    #lastError = 0;
    #closed = false;
    onchange: ((status: number, stats: Float64Array | BigInt64Array) => void) | undefined;

    constructor(bigint: boolean) {
      super('STATWATCHER');
      this.#bigint = bigint;
      realm.onHandleClose(this, () => {
        this.#closed = true;
        if (this.#timer !== undefined) host.clearTimeout(this.#timer);
      });
    }

    start(path: PathArgument, interval: number): number {
      const absolute = calls.resolve(path);
      const poll = (first: boolean): void => {
        if (this.#closed) return;
        let status = 0;
        let current: Stats | undefined;
        try {
          current = realm.context.fs.stat(absolute);
        } catch (error) {
          if (!isSystemError(error)) throw error;
          status = realm.errno(error.code);
        }
        const previous = this.#previous;
        // A copy: the filesystem may hand out the same object again.
        this.#previous = current && { ...current };
        if (status !== 0) {
          if (this.#lastError !== status) {
            this.#lastError = status;
            this.#report(status, undefined, previous);
          }
        } else if (this.#lastError !== 0) {
          this.#lastError = 0;
          this.#report(0, current, previous);
        } else if (!first && changed(previous, current)) this.#report(0, current, previous);
        this.#timer = host.setTimeout(() => loop.post(() => poll(false)), interval);
      };
      realm.startHandle(this);
      loop.post(() => poll(true));
      return 0;
    }

    #report(status: number, current: Stats | undefined, previous: Stats | undefined): void {
      const { onchange } = this;
      if (onchange === undefined) return;
      const array = this.#bigint ? new BigInt64Array(statFields * 2) : new Float64Array(statFields * 2);
      fillStats(array, current);
      fillStats(array, previous, statFields);
      loop.makeCallback(this, onchange, [status, array]);
    }
  };
}

function changed(a: Stats | undefined, b: Stats | undefined): boolean {
  if (a === undefined || b === undefined) return a !== b;
  return (
    a.ino !== b.ino ||
    a.mode !== b.mode ||
    a.size !== b.size ||
    a.nlink !== b.nlink ||
    a.mtimeMs !== b.mtimeMs ||
    a.ctimeMs !== b.ctimeMs ||
    a.birthtimeMs !== b.birthtimeMs
  );
}
