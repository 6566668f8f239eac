// internalBinding('sea'): this is no single executable application (src/node_sea.cc).

import type { Binding, Realm } from '../realm.ts';

export function createSeaBinding(_realm: Realm): Binding {
  return {
    isSea: () => false,
    isExperimentalSeaWarningNeeded: () => false,
    getAsset: () => undefined,
    getAssetKeys: () => [],
  };
}
