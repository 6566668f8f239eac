// internalBinding('permission'): the permission model is off, so that everything is allowed (src/permission).

import type { Binding, Realm } from '../realm.ts';

export function createPermissionBinding(_realm: Realm): Binding {
  return { has: () => true, drop() {} };
}
