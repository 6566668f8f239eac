// Whether the evaluation of the entry point has settled: with a top-level await that never does, Node exits with 13 and a
// warning. Node keeps its promise, and its module, in private slots of the global object. One a realm.

import type { CoreRealm } from './core-realm.ts';

export function trackEntryPoint(realm: CoreRealm): { pending(): boolean; describe(): string | undefined } {
  const slot = realm.privateSymbols['entry_point_promise_private_symbol'];
  const moduleSlot = realm.privateSymbols['entry_point_module_private_symbol'];
  const settled = new WeakSet<object>();
  if (slot === undefined || moduleSlot === undefined) throw new Error('no slot for the entry point');
  const set = slot.set.bind(slot);
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with a receiver
  const nativeThen = Promise.prototype.then;
  Object.assign(slot, {
    set(object: object, promise: Promise<unknown>) {
      const mark = (): void => void settled.add(promise);
      void Reflect.apply(nativeThen, promise, [mark, mark]);
      return set(object, promise);
    },
  });
  return {
    pending() {
      const promise = slot.get(globalThis);
      return typeof promise === 'object' && promise !== null && !settled.has(promise);
    },
    describe() {
      const module = moduleSlot.get(globalThis) as
        { describePendingAwait?(): string | undefined } | undefined;
      return module?.describePendingAwait?.();
    },
  };
}
