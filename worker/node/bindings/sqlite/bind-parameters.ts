// Values onto a statement's parameters.

import type { Connection, Prepared } from './connection.ts';
import { invalidState } from './errors.ts';
import type { OptionBag } from './option-readers.ts';
import { bindValue } from './values.ts';

/** By name without its prefix, the name with it. Throws ERR_INVALID_STATE where two have the same. */
export type BareNames = ReadonlyMap<string, string>;

export function readBareNames({ sqlite }: Connection, { pointer }: Prepared): BareNames {
  const { exports, memory } = sqlite;
  const names = new Map<string, string>();
  const count = exports.sqlite3_bind_parameter_count(pointer);
  for (let index = 1; index <= count; index++) {
    const full = memory.string(exports.sqlite3_bind_parameter_name(pointer, index));
    if (full === null) continue;
    const bare = full.slice(1);
    const other = names.get(bare);
    if (other !== undefined && other !== full)
      throw invalidState(
        `Cannot create bare named parameter '${bare}' because of conflicting names '${other}' and '${full}'.`,
      );
    names.set(bare, full);
  }
  return names;
}

/** `bareNames`: null where names must have their prefix. */
export function bindNamed(
  connection: Connection,
  { pointer }: Prepared,
  values: OptionBag,
  bareNames: BareNames | null,
  allowUnknown: boolean,
): void {
  const { exports, memory } = connection.sqlite;
  const indexOf = (name: string) =>
    memory.withText(name, (text) => exports.sqlite3_bind_parameter_index(pointer, text));
  for (const key of Object.keys(values)) {
    const full = bareNames?.get(key);
    const index = indexOf(key) || (full === undefined ? 0 : indexOf(full));
    if (index !== 0) connection.check(bindValue(connection.sqlite, pointer, index, values[key]));
    else if (!allowUnknown) throw invalidState(`Unknown named parameter '${key}'`);
  }
}

/** The values onto the parameters that have no name. */
export function bindPositional(
  connection: Connection,
  { pointer }: Prepared,
  values: readonly unknown[],
): void {
  let index = 1;
  for (const value of values) {
    while (isNamed(connection, pointer, index)) index++;
    connection.check(bindValue(connection.sqlite, pointer, index, value));
    index++;
  }
}

/** `?2` has a name for SQLite, but is counted. */
function isNamed({ sqlite }: Connection, pointer: number, index: number): boolean {
  const name = sqlite.memory.string(sqlite.exports.sqlite3_bind_parameter_name(pointer, index));
  return name !== null && !name.startsWith('?');
}
