// `internalBinding('spawn_sync')`: waiting for a child without giving up the thread needs a blocking call to the kernel,
// which does not exist yet. It says so.

import type { Binding, Realm } from '../realm.ts';

export function createSpawnSyncBinding(realm: Realm): Binding {
  return {
    spawn: () => realm.unavailable('child_process.spawnSync (and execSync, execFileSync)'),
  };
}
