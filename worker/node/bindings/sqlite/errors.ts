// Errors of node:sqlite, word for word as Node's C++ throws them (src/node_sqlite.cc).

import { nativeError, type NativeError } from '../native-error.ts';
import type { Sqlite } from './sqlite-engine.ts';

export function invalidState(message: string): NativeError {
  return nativeError(Error, 'ERR_INVALID_STATE', message);
}
export function invalidArgument(message: string): NativeError {
  return nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', message);
}
export function invalidValue(message: string): NativeError {
  return nativeError(TypeError, 'ERR_INVALID_ARG_VALUE', message);
}
export function outOfRange(message: string): NativeError {
  return nativeError(RangeError, 'ERR_OUT_OF_RANGE', message);
}
export function databaseNotOpen(): NativeError {
  return invalidState('database is not open');
}

/** ERR_SQLITE_ERROR without a result code. */
export function sqliteMessage(message: string): NativeError {
  return nativeError(Error, 'ERR_SQLITE_ERROR', message);
}

/** ERR_SQLITE_ERROR of the last failure of the connection `db`, with `errcode` and `errstr`. */
export function sqliteError({ exports, memory }: Sqlite, db: number): NativeError {
  const errcode = exports.sqlite3_extended_errcode(db);
  const message = memory.string(exports.sqlite3_errmsg(db)) ?? '';
  const errstr = memory.string(exports.sqlite3_errstr(errcode));
  return Object.assign(sqliteMessage(message), { errcode, errstr });
}

/** ERR_SQLITE_ERROR of a result code alone, with `errcode`. */
export function sqliteCodeError({ exports, memory }: Sqlite, errcode: number): NativeError {
  return Object.assign(sqliteMessage(memory.string(exports.sqlite3_errstr(errcode)) ?? ''), { errcode });
}
