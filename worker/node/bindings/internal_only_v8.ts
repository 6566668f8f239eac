// internalBinding('internal_only_v8'): queries of V8's heap, which a browser does not offer (src/internal_only_v8.cc).
import type { Binding, Realm } from '../realm.ts';

export function createInternalOnlyV8Binding(realm: Realm): Binding {
  return { queryObjects: () => realm.unavailable('queries of the heap') };
}
