// `db.serialize` and `db.deserialize`: a whole database as bytes (https://sqlite.org/c3ref/serialize.html).

import type { Connection } from './connection.ts';
import { invalidArgument, invalidValue } from './errors.ts';
import { requireOptions, requireString, stringOption } from './option-readers.ts';

const freeOnClose = 1;
const resizeable = 2;

export function serialize(connection: Connection, name: string): Uint8Array<ArrayBuffer> {
  const { exports, memory } = connection.sqlite;
  const { pointer, size } = memory.withText(name, (schema) =>
    memory.withRoom(8, (target) => ({
      pointer: exports.sqlite3_serialize(connection.db, schema, target, 0),
      size: Number(memory.getInt64(target)),
    })),
  );
  if (pointer === 0 && size !== 0) connection.check(0, 1);
  try {
    return memory.copy(pointer, size);
  } finally {
    exports.sqlite3_free(pointer);
  }
}

/** `db.serialize(dbName)`. */
export function serializeDatabase(connection: Connection, args: readonly unknown[]): Uint8Array {
  return serialize(connection, args[0] === undefined ? 'main' : requireString(args[0], 'dbName'));
}

/** `db.deserialize(buffer, options)`: the statements of before are finalized. */
export function deserializeDatabase(connection: Connection, [buffer, given]: readonly unknown[]): void {
  if (!(buffer instanceof Uint8Array)) throw invalidArgument('The "buffer" argument must be a Uint8Array.');
  if (buffer.byteLength === 0) throw invalidValue('The "buffer" argument must not be empty.');
  const options = given === undefined ? {} : requireOptions(given);
  const name = stringOption(options, 'dbName', 'main');
  connection.finalizeAll();
  const { exports, memory } = connection.sqlite;
  const size = buffer.byteLength;
  const data = memory.allocate(size);
  memory.view(data, size).set(buffer);
  // SQLite frees the bytes, also where it fails.
  const code = memory.withText(name, (schema) =>
    exports.sqlite3_deserialize(
      ...([connection.db, schema, data, BigInt(size), BigInt(size), freeOnClose | resizeable] as const),
    ),
  );
  connection.check(code);
}
