// internalBinding('sqlite'): node:sqlite (src/node_sqlite.cc) over SQLite as WebAssembly, with databases in the machine's filesystem
// (docs/adr/0049). The wasm is loaded by the first database that is opened.

import type { Binding, Realm } from '../realm.ts';
import { createBackup } from './sqlite/backup.ts';
import { createDatabases } from './sqlite/database.ts';

export function createSqliteBinding(realm: Realm): Binding {
  const databases = createDatabases(realm);
  const { DatabaseSync, StatementSync, Session } = databases;
  return {
    ...{ DatabaseSync, StatementSync, Session },
    constants: readOnly((realm.meta.bindings['sqlite'] as { constants: Record<string, number> }).constants),
    backup: createBackup(realm, databases),
  };
}

/** As NODE_DEFINE_CONSTANT makes them. */
function readOnly(constants: Readonly<Record<string, number>>): object {
  const entries = Object.entries(constants).map(
    ([name, value]) => [name, { value, enumerable: true }] as const,
  );
  return Object.defineProperties({}, Object.fromEntries(entries));
}
