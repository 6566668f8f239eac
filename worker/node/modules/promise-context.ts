// Carries the AsyncContextFrame (AsyncLocalStorage's store) across `.then`, `.catch` and `.finally`. V8 does it for `await`
// too; from the outside an `await` of a native promise cannot be seen.

import type { AsyncHooks } from '../async-hooks.ts';

type Callback = (value: unknown) => unknown;

export function carryContextAcrossThen(scope: typeof globalThis, hooks: AsyncHooks): void {
  const { prototype } = scope.Promise;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with a receiver
  const nativeThen = prototype.then as (...args: unknown[]) => Promise<unknown>;
  const inFrame = (callback: unknown, frame: unknown): unknown => {
    if (typeof callback !== 'function') return callback;
    return (value: unknown) => {
      const before = hooks.contextFrame;
      hooks.contextFrame = frame;
      try {
        return (callback as Callback)(value);
      } finally {
        hooks.contextFrame = before;
      }
    };
  };
  // eslint-disable-next-line @typescript-eslint/unbound-method -- takes the place of the method
  const { then } = {
    then(this: unknown, onFulfilled: unknown, onRejected: unknown) {
      const frame = hooks.contextFrame;
      if (frame === undefined) return Reflect.apply(nativeThen, this, [onFulfilled, onRejected]);
      return Reflect.apply(nativeThen, this, [inFrame(onFulfilled, frame), inFrame(onRejected, frame)]);
    },
  };
  void Object.defineProperty(prototype, 'then', {
    value: then,
    writable: true,
    configurable: true,
    enumerable: false,
  });
}
