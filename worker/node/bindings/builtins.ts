// internalBinding('builtins'): Node's own lib, as functions (src/node_builtins.cc).

import type { CoreRealm } from '../core-realm.ts';
import type { Binding } from '../realm.ts';

export function createBuiltinsBinding(realm: CoreRealm): Binding {
  const { meta } = realm;
  return {
    builtinIds: [...meta.builtinIds],
    config: meta.config,
    natives: nativesOf(realm),
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

/** For `process.binding('natives')`, whose names tell old programs what is built in: the text of each, as it runs here. */
function nativesOf(realm: CoreRealm): object {
  const natives = {};
  for (const id of realm.meta.builtinIds)
    Object.defineProperty(natives, id, {
      enumerable: true,
      configurable: true,
      get: () => String(realm.compileBuiltin(id)),
    });
  return natives;
}
