// internalBinding('symbols'): the per-isolate symbols, made from the dumped names.

import type { Binding, Realm } from '../realm.ts';

export function createSymbolsBinding(realm: Realm): Binding {
  return { ...realm.symbols };
}
