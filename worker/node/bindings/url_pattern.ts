// internalBinding('url_pattern'): the browser's own URLPattern, which Node's C++ implements from the same specification.

import type { Binding, Realm } from '../realm.ts';

export function createUrlPatternBinding(realm: Realm): Binding {
  const { URLPattern } = realm.host;
  return URLPattern === undefined ? {} : { URLPattern };
}
