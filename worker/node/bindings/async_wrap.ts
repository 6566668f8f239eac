// internalBinding('async_wrap'): async ids and the execution context stack (src/async_wrap.cc). Promise hooks need V8 and are
// never called.

import type { NativeHooks } from '../async-hooks.ts';
import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';

export function createAsyncWrapBinding(realm: CoreRealm): Binding {
  const hooks = realm.asyncHooks;
  return {
    setupHooks: (native: NativeHooks) => hooks.setHooks(native),
    // Only calls from C++ go through the trampoline; here `makeCallback` emits before and after itself.
    setCallbackTrampoline() {},
    registerDestroyHook(_object: object, _asyncId: number) {
      // Destroy hooks at garbage collection: never is a moment that a collector may choose, too.
    },
    pushAsyncContext: hooks.push,
    popAsyncContext: hooks.pop,
    clearAsyncIdStack: hooks.clear,
    executionAsyncResource: (index: number) => hooks.resources[index],
    queueDestroyAsyncId: hooks.queueDestroy,
    // Only V8 sees promises come and settle: hooks are called for every other resource, and never for PROMISE.
    setPromiseHooks() {},
    getPromiseHooks: () => [undefined, undefined, undefined, undefined],
    async_hook_fields: hooks.fields,
    async_id_fields: hooks.idFields,
    async_ids_stack: hooks.stack,
    execution_async_resources: hooks.resources,
  };
}
