// internalBinding('builtins'): Node's own lib, as functions (src/node_builtins.cc).

import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';

export function createBuiltinsBinding(realm: CoreRealm): Binding {
  const { meta } = realm;
  return {
    builtinIds: [...meta.builtinIds],
    config: meta.config,
    compileFunction: (id: string) => realm.compileBuiltin(id),
    setInternalLoaders: realm.setInternalLoaders,
    hasCachedBuiltins: () => true,
    getCacheUsage: () => ({
      compiledWithCache: [],
      compiledWithoutCache: [],
      compiledInSnapshot: [],
    }),
  };
}
