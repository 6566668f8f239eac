// `internalBinding('fs')`: synchronous, callback and promise calls over the process's filesystem. Assembled from one file
// a concern; one per realm.

import type { Binding, Realm } from '../realm.ts';
import { FsCalls } from './fs-calls.ts';
import { createFsCp } from './fs-cp.ts';
import { createFsFile } from './fs-file.ts';
import { createFsFileHandle } from './fs-file-handle.ts';
import { createFsModules } from './fs-modules.ts';
import { createFsStat } from './fs-stat.ts';
import { createStatWatcher } from './fs-stat-watcher.ts';
import { createFsTree } from './fs-tree.ts';

export function createFsBinding(realm: Realm): Binding {
  const calls = new FsCalls(realm);
  return {
    ...createFsFile(realm, calls),
    ...createFsFileHandle(realm, calls),
    ...createFsStat(realm, calls),
    ...createFsTree(realm, calls),
    ...createFsCp(realm, calls),
    ...createFsModules(realm, calls),
    StatWatcher: createStatWatcher(realm, calls),
  };
}
