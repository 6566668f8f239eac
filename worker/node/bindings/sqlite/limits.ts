// `db.limits`: SQLite's run-time limits (https://sqlite.org/limits.html), as an object whose properties are asked for and set.

import type { Connection } from './connection.ts';
import { limitNames } from './database-options.ts';
import { databaseNotOpen, invalidArgument, outOfRange } from './errors.ts';
import { isInt32 } from './option-readers.ts';

/** Asks for a limit without changing it. */
const unchanged = -1;
/** Infinity: SQLite lowers it to what it was built with. */
const largest = 0x7fffffff;

/** Of C++'s template, which has no name; the bundler would give it one. */
const Template = Object.defineProperty(function () {}, 'name', { value: '' });

/** `open` returns null while the database is closed. */
export function createLimits(open: () => Connection | null): object {
  const limit = (name: string, value: number): number => {
    const connection = open();
    if (connection === null) throw databaseNotOpen();
    const id = (limitNames as readonly string[]).indexOf(name);
    return connection.sqlite.exports.sqlite3_limit(connection.db, id, value);
  };
  const isLimit = (name: string | symbol): name is string =>
    typeof name === 'string' && (limitNames as readonly string[]).includes(name);
  const values = Object.create(Template.prototype as object) as Record<string, number>;
  for (const name of limitNames)
    Object.defineProperty(values, name, { value: 0, writable: true, enumerable: true, configurable: false });
  /** Also what is shown is what counts now. */
  const refresh = (): void => {
    for (const name of limitNames) values[name] = limit(name, unchanged);
  };
  refresh();
  return new Proxy(values, {
    get: (target, name): unknown => (isLimit(name) ? limit(name, unchanged) : Reflect.get(target, name)),
    set(target, name, value: unknown) {
      if (!isLimit(name)) return Reflect.set(target, name, value);
      limit(name, unchanged);
      if (value !== Infinity && !isInt32(value))
        throw invalidArgument('Limit value must be a non-negative integer or Infinity.');
      if (value < 0) throw outOfRange('Limit value must be non-negative.');
      limit(name, value === Infinity ? largest : value);
      refresh();
      return true;
    },
    getOwnPropertyDescriptor(target, name) {
      refresh();
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
  });
}
