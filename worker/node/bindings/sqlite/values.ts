// Values between JavaScript and SQLite: null, number, bigint, string and bytes.

import { bytesOf, isAnyArrayBuffer } from '../bytes-of.ts';
import { invalidArgument, invalidValue, outOfRange } from './errors.ts';
import { TRANSIENT, valueType } from './result-codes.ts';
import type { Sqlite } from './sqlite-engine.ts';

export type SqlValue = null | number | bigint | string | Uint8Array;

/** What an integer is read as where bigints are not asked for. Throws ERR_OUT_OF_RANGE. */
function safeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw outOfRange(`Value is too large to be represented as a JavaScript number: ${value}`);
  return number;
}

/** What is a blob in SQL. */
export function isBytes(value: unknown): value is ArrayBufferView | ArrayBuffer {
  return ArrayBuffer.isView(value) || isAnyArrayBuffer(value);
}

const fitsInt64 = (value: bigint): boolean => BigInt.asIntN(64, value) === value;

/** The column of the row that the statement stands on. */
export function columnValue(
  { exports, memory }: Sqlite,
  statement: number,
  column: number,
  bigints: boolean,
): SqlValue {
  switch (exports.sqlite3_column_type(statement, column)) {
    case valueType.INTEGER: {
      const value = exports.sqlite3_column_int64(statement, column);
      return bigints ? value : safeNumber(value);
    }
    case valueType.FLOAT:
      return exports.sqlite3_column_double(statement, column);
    case valueType.TEXT: {
      const pointer = exports.sqlite3_column_text(statement, column);
      return memory.text(pointer, exports.sqlite3_column_bytes(statement, column));
    }
    case valueType.BLOB: {
      const pointer = exports.sqlite3_column_blob(statement, column);
      return memory.copy(pointer, exports.sqlite3_column_bytes(statement, column));
    }
    default:
      return null;
  }
}

/** An argument of a function: a `sqlite3_value`. */
export function argumentValue({ exports, memory }: Sqlite, value: number, bigints: boolean): SqlValue {
  switch (exports.sqlite3_value_type(value)) {
    case valueType.INTEGER: {
      const integer = exports.sqlite3_value_int64(value);
      return bigints ? integer : safeNumber(integer);
    }
    case valueType.FLOAT:
      return exports.sqlite3_value_double(value);
    case valueType.TEXT: {
      const pointer = exports.sqlite3_value_text(value);
      return memory.text(pointer, exports.sqlite3_value_bytes(value));
    }
    case valueType.BLOB: {
      const pointer = exports.sqlite3_value_blob(value);
      return memory.copy(pointer, exports.sqlite3_value_bytes(value));
    }
    default:
      return null;
  }
}

/** Binds the parameter of that index, from 1; returns SQLite's result code. Throws where the value is of no kind that SQLite has. */
export function bindValue(
  { exports, memory }: Sqlite,
  statement: number,
  index: number,
  value: unknown,
): number {
  switch (typeof value) {
    case 'number':
      return exports.sqlite3_bind_double(statement, index, value);
    case 'string':
      return memory.withText(value, (text, length) =>
        exports.sqlite3_bind_text(statement, index, text, length, TRANSIENT),
      );
    case 'bigint':
      if (!fitsInt64(value)) throw invalidValue('BigInt value is too large to bind.');
      return exports.sqlite3_bind_int64(statement, index, value);
    case 'boolean':
      return exports.sqlite3_bind_int64(statement, index, value ? 1n : 0n);
    default:
      if (value === null) return exports.sqlite3_bind_null(statement, index);
      if (isBytes(value))
        return memory.withBytes(bytesOf(value), (data, length) =>
          exports.sqlite3_bind_blob(statement, index, data, length, TRANSIENT),
        );
      throw invalidArgument(`Provided value cannot be bound to SQLite parameter ${index}.`);
  }
}

/** What a function of JavaScript has returned becomes its result in SQL, or an error there. */
export function setResult({ exports, memory }: Sqlite, context: number, value: unknown): void {
  switch (typeof value) {
    case 'undefined':
      return exports.sqlite3_result_null(context);
    case 'number':
      return exports.sqlite3_result_double(context, value);
    case 'string':
      return memory.withText(value, (text, length) =>
        exports.sqlite3_result_text(context, text, length, TRANSIENT),
      );
    case 'bigint':
      if (fitsInt64(value)) return exports.sqlite3_result_int64(context, value);
      return setError({ exports, memory }, context, 'BigInt value is too large for SQLite');
    default:
      if (value === null) return exports.sqlite3_result_null(context);
      if (isBytes(value))
        return memory.withBytes(bytesOf(value), (data, length) =>
          exports.sqlite3_result_blob(context, data, length, TRANSIENT),
        );
      return setError(
        { exports, memory },
        context,
        value instanceof Promise
          ? 'Asynchronous user-defined functions are not supported'
          : 'Returned JavaScript value cannot be converted to a SQLite value',
      );
  }
}

/** The statement ends with this error. */
export function setError(
  { exports, memory }: Pick<Sqlite, 'exports' | 'memory'>,
  context: number,
  message: string,
): void {
  memory.withText(message, (text, length) => exports.sqlite3_result_error(context, text, length));
}
