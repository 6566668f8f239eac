// internalBinding('async_context_frame'): the frame behind AsyncLocalStorage. V8 carries it across `await`; here it is
// carried by callbacks, ticks, timers and microtasks of Node's lib, and across `.then` (modules/promise-tracking.ts).

import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';

export function createAsyncContextFrameBinding(realm: CoreRealm): Binding {
  const hooks = realm.asyncHooks;
  return {
    getContinuationPreservedEmbedderData: () => hooks.contextFrame,
    setContinuationPreservedEmbedderData: (frame: unknown) => void (hooks.contextFrame = frame),
  };
}
