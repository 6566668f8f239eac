// An open database: SQLite's connection and everything that must end before it does. Made by `open`, ended by `close` or, where the
// program has lost its DatabaseSync, after that was collected.

import type { DatabaseOptions } from './database-options.ts';
import { sqliteError } from './errors.ts';
import { configOption, openFlag, result } from './result-codes.ts';
import type { Sqlite } from './sqlite-engine.ts';

/** A prepared statement, until it is finalized. */
export interface Prepared {
  /** SQLite's pointer; 0 when it is finalized. */
  pointer: number;
}

/** A session, until it is closed. */
export interface OpenSession {
  /** SQLite's pointer; 0 when it is closed. */
  pointer: number;
}

export class Connection {
  /** SQLite's pointer. */
  readonly db: number;
  readonly #statements = new Set<Prepared>();
  readonly #sessions = new Set<OpenSession>();
  #authorizer = 0;
  #closed = false;

  /** Throws ERR_SQLITE_ERROR where the file cannot be opened. */
  constructor(
    readonly sqlite: Sqlite,
    location: string,
    options: DatabaseOptions,
  ) {
    const { exports, memory } = sqlite;
    const access = options.readOnly ? openFlag.READONLY : openFlag.READWRITE | openFlag.CREATE;
    const [code, db] = memory.withText(location, (filename) =>
      memory.withRoom(4, (target) => [
        exports.sqlite3_open_v2(filename, target, access | openFlag.URI, 0),
        memory.getUint32(target),
      ]),
    );
    this.db = db;
    try {
      this.check(code);
      this.#configure(options);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Throws what a callback has thrown, or else the connection's error where the result is not `expected`. */
  check(code: number, expected: number = result.OK): void {
    this.sqlite.rethrow();
    if (code !== expected) throw sqliteError(this.sqlite, this.db);
  }

  configure(option: number, on: boolean): void {
    this.check(this.sqlite.exports.sqlite3__wasm_db_config_ip(this.db, option, on ? 1 : 0, 0));
  }

  #configure(options: DatabaseOptions): void {
    const { exports, memory } = this.sqlite;
    this.configure(configOption.DQS_DML, options.enableDoubleQuotedStringLiterals);
    this.configure(configOption.DQS_DDL, options.enableDoubleQuotedStringLiterals);
    this.configure(configOption.ENABLE_FKEY, options.enableForeignKeyConstraints);
    this.configure(configOption.DEFENSIVE, options.defensive);
    // Of a database that has pages already it changes nothing; the wasm's own is larger than Node's.
    this.check(
      memory.withText('PRAGMA page_size = 4096', (sql) => exports.sqlite3_exec(this.db, sql, 0, 0, 0)),
    );
    exports.sqlite3_busy_timeout(this.db, options.timeout);
    for (const [id, value] of options.limits) exports.sqlite3_limit(this.db, id, value);
  }

  prepare(sql: string): Prepared {
    const { exports, memory } = this.sqlite;
    const [code, pointer] = memory.withText(sql, (text) =>
      memory.withRoom(4, (target) => [
        exports.sqlite3_prepare_v2(this.db, text, -1, target, 0),
        memory.getUint32(target),
      ]),
    );
    this.check(code);
    const prepared = { pointer };
    if (pointer !== 0) this.#statements.add(prepared);
    return prepared;
  }

  finalize(prepared: Prepared): void {
    if (!this.#statements.delete(prepared)) return;
    const { pointer } = prepared;
    prepared.pointer = 0;
    this.sqlite.exports.sqlite3_finalize(pointer);
  }

  finalizeAll(): void {
    for (const prepared of [...this.#statements]) this.finalize(prepared);
  }

  addSession(pointer: number): OpenSession {
    const session = { pointer };
    this.#sessions.add(session);
    return session;
  }

  deleteSession(session: OpenSession): void {
    if (!this.#sessions.delete(session)) return;
    const { pointer } = session;
    session.pointer = 0;
    this.sqlite.exports.sqlite3session_delete(pointer);
  }

  /** `callback` is a pointer for C, and `data` what it is called with. */
  setAuthorizer(callback: number, data: number): void {
    this.sqlite.userData.delete(this.#authorizer);
    this.#authorizer = data;
    this.check(this.sqlite.exports.sqlite3_set_authorizer(this.db, callback, data));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.finalizeAll();
    for (const session of [...this.#sessions]) this.deleteSession(session);
    this.sqlite.exports.sqlite3_close_v2(this.db);
    this.sqlite.userData.delete(this.#authorizer);
  }
}
