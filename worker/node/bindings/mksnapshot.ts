// internalBinding('mksnapshot'): this process is never building a V8 startup snapshot (src/node_snapshotable.cc).

import type { Binding, Realm } from '../realm.ts';

export function createMksnapshotBinding(realm: Realm): Binding {
  const unavailable = () => realm.unavailable('V8 startup snapshots');
  return {
    isBuildingSnapshotBuffer: new Uint8Array(1),
    setSerializeCallback: unavailable,
    setDeserializeCallback: unavailable,
    setDeserializeMainFunction: unavailable,
    compileSerializeMain: unavailable,
    runEmbedderPreload: unavailable,
  };
}
