// Node's bootstrap, in the order of Realm::RunBootstrapping (src/node_realm.cc): after it the realm is where Node's startup
// snapshot ends.

import type { CoreRealm } from './core-realm.ts';

/** What Node's own loader leaves behind as it is run. */
interface Loaders {
  readonly privateSymbols: CoreRealm['privateSymbols'];
  readonly require: () => unknown;
  readonly internalBinding: () => unknown;
}

export function bootstrap(realm: CoreRealm, { privateSymbols, require, internalBinding }: Loaders): void {
  const { process, primordials, perContext, symbols } = realm;
  for (const id of ['primordials', 'domexception', 'messageport'])
    realm.compileBuiltin(`internal/per_context/${id}`)(perContext, primordials, privateSymbols, symbols);
  const noLinkedBinding = (name: string): never => {
    throw Object.assign(new Error(`No such binding: ${name}`), { code: 'ERR_INVALID_MODULE' });
  };
  realm.compileBuiltin('internal/bootstrap/realm')(process, noLinkedBinding, realm.binding, primordials);
  const switches =
    realm.thread === undefined
      ? ['switches/is_main_thread', 'switches/does_own_process_state']
      : ['switches/is_not_main_thread', 'switches/does_not_own_process_state'];
  for (const id of ['node', 'web/exposed-wildcard', 'web/exposed-window-or-worker', ...switches])
    realm.compileBuiltin(`internal/bootstrap/${id}`)(process, require(), internalBinding(), primordials);
}
