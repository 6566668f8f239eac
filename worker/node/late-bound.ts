// An object that stands for one which is known only later: a binding may keep `realm.context.fs` from before the process
// had a context. Reading it too early throws.

import { NativeProxy } from './native-proxy.ts';

export function lateBound<T extends object>(current: () => T): T {
  const methods = new Map<PropertyKey, (...args: unknown[]) => unknown>();
  return new NativeProxy(Object.create(null) as T, {
    get(_target, key) {
      const value = Reflect.get(current(), key) as unknown;
      if (typeof value !== 'function') return value;
      let method = methods.get(key);
      if (method === undefined) {
        method = (...args) => {
          const owner = current();
          return Reflect.apply(Reflect.get(owner, key) as () => unknown, owner, args) as unknown;
        };
        methods.set(key, method);
      }
      return method;
    },
  });
}
