// internalBinding('async_context_frame'): the frame behind AsyncLocalStorage. V8 carries it across promises; here Node's lib
// carries it through ticks, timers and callbacks, and modules/await-runtime.ts across `await` and `.then`.

import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';

export function createAsyncContextFrameBinding(realm: CoreRealm): Binding {
  const hooks = realm.asyncHooks;
  return {
    getContinuationPreservedEmbedderData: () => hooks.contextFrame,
    setContinuationPreservedEmbedderData(frame: unknown) {
      if (frame !== undefined) hooks.contextUsed = true;
      hooks.contextFrame = frame;
    },
  };
}
