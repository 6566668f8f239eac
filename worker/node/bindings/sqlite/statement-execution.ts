// A prepared statement and how it is run: what StatementSync, its iterators and a tag store have in common.

import { bindNamed, bindPositional, readBareNames, type BareNames } from './bind-parameters.ts';
import type { Connection, Prepared } from './connection.ts';
import type { StatementOptions } from './database-options.ts';
import { invalidState } from './errors.ts';
import type { OptionBag } from './option-readers.ts';
import { result } from './result-codes.ts';
import { columnValue, type SqlValue } from './values.ts';

/** By column, without a prototype; or the values alone where arrays are asked for. */
export type Row = Record<string, SqlValue> | SqlValue[];

/** Numbers, or bigints where those are asked for. */
export interface RunResult {
  readonly changes: number | bigint;
  readonly lastInsertRowid: number | bigint;
}

export class StatementExecution {
  readonly options: StatementOptions;
  #bareNames: BareNames | null = null;
  /** Counts how often it was started anew: an iterator of an earlier time is invalid. */
  #generation = 0;

  constructor(
    readonly connection: Connection,
    readonly prepared: Prepared,
    options: Readonly<StatementOptions>,
    /** Must not be collected before the statement: its DatabaseSync. */
    readonly owner?: object,
  ) {
    this.options = { ...options };
  }

  get finalized(): boolean {
    return this.prepared.pointer === 0;
  }
  get generation(): number {
    return this.#generation;
  }

  /** Throws ERR_INVALID_STATE where the statement is no more. */
  requireAlive(): void {
    if (this.finalized) throw invalidState('statement has been finalized');
  }

  /** Back to before the first row, with these parameters; `named` are by their names. */
  start(values: readonly unknown[], named: OptionBag | null = null): void {
    this.requireAlive();
    this.#generation++;
    const { connection, prepared, options } = this;
    connection.check(connection.sqlite.exports.sqlite3_reset(prepared.pointer));
    connection.check(connection.sqlite.exports.sqlite3_clear_bindings(prepared.pointer));
    if (named !== null) {
      const bareNames = options.allowBareNamedParameters
        ? (this.#bareNames ??= readBareNames(connection, prepared))
        : null;
      bindNamed(connection, prepared, named, bareNames, options.allowUnknownNamedParameters);
    }
    bindPositional(connection, prepared, values);
  }

  /** The next row, or null at the end. */
  step(): Row | null {
    const { exports } = this.connection.sqlite;
    const code = exports.sqlite3_step(this.prepared.pointer);
    if (code !== result.ROW) {
      this.connection.check(code, result.DONE);
      return null;
    }
    return this.#row(exports.sqlite3_column_count(this.prepared.pointer));
  }

  /** What it has read is let go. An error that it had was told by `step`. */
  reset(): void {
    // A function that the statement called may have closed the database.
    if (this.finalized) return;
    this.connection.sqlite.exports.sqlite3_reset(this.prepared.pointer);
    // An aggregate that was broken off is asked for its end, and may throw a second time.
    this.connection.sqlite.discardFailure();
  }

  /** All that come. */
  rest(): Row[] {
    try {
      const rows: Row[] = [];
      for (let row = this.step(); row !== null; row = this.step()) rows.push(row);
      return rows;
    } finally {
      this.reset();
    }
  }

  /** The one that comes; undefined where none does, or rows have no columns. */
  first(): Row | undefined {
    try {
      const row = this.step();
      return row === null || this.#columnCount === 0 ? undefined : row;
    } finally {
      this.reset();
    }
  }

  /** Runs it for what it changes. */
  finish(): RunResult {
    const { exports } = this.connection.sqlite;
    const { db } = this.connection;
    exports.sqlite3_step(this.prepared.pointer);
    this.connection.check(exports.sqlite3_reset(this.prepared.pointer));
    const lastInsertRowid = exports.sqlite3_last_insert_rowid(db);
    const changes = exports.sqlite3_changes64(db);
    if (this.options.readBigInts) return { changes, lastInsertRowid };
    return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
  }

  get #columnCount(): number {
    return this.connection.sqlite.exports.sqlite3_column_count(this.prepared.pointer);
  }

  /** Throws ERR_OUT_OF_RANGE where an integer is too large for a number. */
  #row(count: number): Row {
    const { sqlite } = this.connection;
    const { pointer } = this.prepared;
    const { readBigInts, returnArrays } = this.options;
    if (returnArrays)
      return Array.from({ length: count }, (_, column) => columnValue(sqlite, pointer, column, readBigInts));
    const names = this.#columnNames(count);
    const row = Object.create(null) as Record<string, SqlValue>;
    for (let column = 0; column < count; column++)
      row[names[column] ?? ''] = columnValue(sqlite, pointer, column, readBigInts);
    return row;
  }

  #names: { readonly generation: number; readonly of: readonly string[] } | null = null;

  /** They can change from one run to the next, when the tables have. */
  #columnNames(count: number): readonly string[] {
    if (this.#names?.generation !== this.#generation) {
      const { exports, memory } = this.connection.sqlite;
      const nameOf = (_: unknown, column: number) =>
        memory.string(exports.sqlite3_column_name(this.prepared.pointer, column)) ?? '';
      this.#names = { generation: this.#generation, of: Array.from({ length: count }, nameOf) };
    }
    return this.#names.of;
  }
}
