// internalBinding('config'): what this Node was built with. As dumped, but for what the realm has not.

import type { Binding, Realm } from '../realm.ts';

export function createConfigBinding(_realm: Realm): Binding {
  return { hasInspector: false, hasTracing: true, fipsMode: false, getDefaultLocale: () => 'en-US' };
}
