// `backup(sourceDb, path, options)`. The wasm has no sqlite3_backup: the source is read in one piece as it starts, and its pages are
// written into the destination in one transaction, so many a turn, through the table that SQLite shows them as
// (https://sqlite.org/dbpage.html).

import type { Realm } from '../../realm.ts';
import { Connection } from './connection.ts';
import type { Database } from './database.ts';
import { readDatabaseOptions } from './database-options.ts';
import { databaseNotOpen, invalidArgument, outOfRange, sqliteMessage } from './errors.ts';
import {
  databaseLocation,
  functionOption,
  isInt32,
  isObject,
  requireOptions,
  stringOption,
  type OptionBag,
} from './option-readers.ts';
import { configOption, result } from './result-codes.ts';
import { serialize } from './serialization.ts';
import { StatementExecution } from './statement-execution.ts';

const defaultRate = 100;
/** In the header of a database: two bytes, big endian, where 1 stands for 65536. */
const pageSizeAt = 16;
/** Four bytes, big endian. */
const schemaVersionAt = 40;
const largestPage = 65_536;

type AnyFunction = (...args: unknown[]) => unknown;

interface BackupOptions {
  /** Pages a turn. */
  readonly rate: number;
  readonly source: string;
  readonly target: string;
  readonly progress: AnyFunction | undefined;
}

function readRate(value: unknown): number {
  if (value === undefined) return defaultRate;
  if (!isInt32(value)) throw invalidArgument('The "options.rate" argument must be an integer.');
  if (value <= 0) throw outOfRange('The "options.rate" argument must be a positive integer.');
  return value;
}

function readOptions(options: OptionBag): BackupOptions {
  return {
    rate: readRate(options['rate']),
    source: stringOption(options, 'source', 'main'),
    target: stringOption(options, 'target', 'main'),
    progress: functionOption(options, 'progress'),
  };
}

/** Resolves to the number of pages. */
export function createBackup(realm: Realm, databases: { find(object: unknown): Database | undefined }) {
  return function backup(sourceDb: unknown, path: unknown, ...rest: unknown[]): Promise<number> {
    if (!isObject(sourceDb)) throw invalidArgument('The "sourceDb" argument must be an object.');
    const connection = databases.find(sourceDb)?.connection;
    if (connection === null) throw databaseNotOpen();
    const location = databaseLocation(path, 'path', (bytes) => realm.utf8.decode(bytes));
    const options = readOptions(rest.length === 0 ? {} : requireOptions(rest[0]));
    if (connection === undefined) throw new TypeError('Illegal invocation');
    return new Promise((resolve, reject) => {
      let job: BackupJob;
      try {
        job = new BackupJob(connection, location, options);
      } catch (error) {
        reject(error);
        return;
      }
      const step = (): void => {
        try {
          if (job.step()) resolve(job.totalPages);
          else realm.loop.post(step);
        } catch (error) {
          job.abandon();
          reject(error);
        }
      };
      realm.loop.post(step);
    });
  };
}

class BackupJob {
  readonly totalPages: number;
  readonly #destination: Connection;
  readonly #pages: Uint8Array<ArrayBuffer>;
  readonly #pageSize: number;
  #written = 0;

  constructor(
    source: Connection,
    location: string,
    private readonly options: BackupOptions,
  ) {
    const destination = new Connection(source.sqlite, location, readDatabaseOptions({ defensive: false }));
    this.#destination = destination;
    try {
      requireSchema(source, options.source);
      requireSchema(destination, options.target);
      const empty = pragma(source, options.source, 'page_count') === 0;
      this.#pages = empty ? new Uint8Array(0) : serialize(source, options.source);
      const size = new DataView(this.#pages.buffer);
      this.#pageSize = empty ? largestPage : size.getUint16(pageSizeAt);
      if (this.#pageSize === 1) this.#pageSize = largestPage;
      this.totalPages = this.#pages.byteLength / this.#pageSize;
      this.#prepare(empty);
    } catch (error) {
      this.abandon();
      throw error;
    }
  }

  /** The pages of both have one size from here on, and nobody else writes the destination. */
  #prepare(empty: boolean): void {
    const { target } = this.options;
    const before = pragma(this.#destination, target, 'page_count');
    /** Another than before, so that other connections read the tables anew. */
    const schema = pragma(this.#destination, target, 'schema_version') + 1;
    if (empty) {
      if (before !== 0) this.#reset();
      execute(this.#destination, `PRAGMA ${quote(target)}.schema_version = ${schema}`);
      return;
    }
    new DataView(this.#pages.buffer).setUint32(schemaVersionAt, schema);
    if (pragma(this.#destination, target, 'page_size') !== this.#pageSize) {
      execute(this.#destination, `PRAGMA ${quote(target)}.page_size = ${this.#pageSize}`);
      if (before !== 0) execute(this.#destination, `VACUUM ${quote(target)}`);
    }
    execute(this.#destination, 'BEGIN IMMEDIATE');
  }

  #reset(): void {
    this.#destination.configure(configOption.RESET_DATABASE, true);
    execute(this.#destination, `VACUUM ${quote(this.options.target)}`);
    this.#destination.configure(configOption.RESET_DATABASE, false);
  }

  /** True when all of it is there. Throws what `progress` throws, and SQLite's errors. */
  step(): boolean {
    const { rate, target, progress } = this.options;
    const insert = 'REPLACE INTO sqlite_dbpage (pgno, data, schema) VALUES (?, ?, ?)';
    const last = Math.min(this.#written + rate, this.totalPages);
    withStatement(this.#destination, insert, (statement) => {
      for (; this.#written < last; this.#written++) {
        const at = this.#written * this.#pageSize;
        const page = this.#pages.subarray(at, at + this.#pageSize);
        run(statement, [BigInt(this.#written + 1), page, target]);
      }
      const finished = last === this.totalPages && this.totalPages > 0;
      // A page without contents is where the database ends.
      if (finished && pragma(this.#destination, target, 'page_count') > this.totalPages)
        run(statement, [BigInt(this.totalPages + 1), null, target]);
    });
    const remainingPages = this.totalPages - last;
    if (remainingPages > 0) {
      if (progress !== undefined)
        Reflect.apply(progress, null, [{ totalPages: this.totalPages, remainingPages }]);
      return false;
    }
    if (this.totalPages > 0) execute(this.#destination, 'COMMIT');
    this.#destination.close();
    return true;
  }

  /** What was written is undone. */
  abandon(): void {
    this.#destination.close();
  }
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function requireSchema({ sqlite, db }: Connection, name: string): void {
  const { exports, memory } = sqlite;
  if (memory.withText(name, (text) => exports.sqlite3_db_filename(db, text)) !== 0) return;
  throw Object.assign(sqliteMessage(`unknown database ${name}`), {
    errcode: result.ERROR,
    errstr: memory.string(exports.sqlite3_errstr(result.ERROR)),
  });
}

function withStatement<T>(connection: Connection, sql: string, use: (statement: StatementExecution) => T): T {
  const { statement: options } = readDatabaseOptions({});
  const prepared = connection.prepare(sql);
  try {
    return use(new StatementExecution(connection, prepared, options));
  } finally {
    connection.finalize(prepared);
  }
}

function run(statement: StatementExecution, values: readonly unknown[]): void {
  statement.start(values);
  statement.finish();
}

function execute(connection: Connection, sql: string): void {
  withStatement(connection, sql, (statement) => run(statement, []));
}

function pragma(connection: Connection, schema: string, name: string): number {
  return withStatement(connection, `PRAGMA ${quote(schema)}.${name}`, (statement) => {
    statement.start([]);
    return Number(Object.values(statement.first() ?? {})[0]);
  });
}
