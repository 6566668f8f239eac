// DatabaseSync: a database as programs see it. Closed and opened again it is the same object with another connection.

import type { Realm } from '../../realm.ts';
import { nativeError } from '../native-error.ts';
import { Authorizers } from './authorizer.ts';
import { Connection } from './connection.ts';
import { readDatabaseOptions, readStatementOptions, type DatabaseOptions } from './database-options.ts';
import { databaseNotOpen, invalidState } from './errors.ts';
import { createLimits } from './limits.ts';
import { InternalField, defineGetter, defineMethods, type NativeClass } from './native-class.ts';
import { databaseLocation, requireBoolean, requireOptions, requireString } from './option-readers.ts';
import { configOption } from './result-codes.ts';
import { deserializeDatabase, serializeDatabase } from './serialization.ts';
import { Changesets, createSessions } from './sessions.ts';
import { Sqlite } from './sqlite-engine.ts';
import { createStatements } from './statement.ts';
import { createStatementIterators } from './statement-iterator.ts';
import { createTagStores, prepareStatement } from './tag-store.ts';
import { UserFunctions } from './user-functions.ts';

export interface Database {
  readonly location: string;
  readonly options: DatabaseOptions;
  /** Null while it is closed. */
  connection: Connection | null;
  allowsExtensions: boolean;
  limits: object | null;
}

/** One instance of SQLite for the realm, and the callbacks that it has. */
interface Engine {
  readonly sqlite: Sqlite;
  readonly functions: UserFunctions;
  readonly changesets: Changesets;
  readonly authorizers: Authorizers;
}

export interface DatabaseClasses {
  readonly DatabaseSync: NativeClass;
  readonly StatementSync: NativeClass;
  readonly Session: NativeClass;
  /** Of an instance; undefined of anything else. */
  find(object: unknown): Database | undefined;
}

export function createDatabases(realm: Realm): DatabaseClasses {
  const databases = new InternalField<Database>();
  /** A database that the program has lost, with all its statements, is closed. */
  const lost = new FinalizationRegistry<Database>(({ connection }) => connection?.close());
  const iterate = createStatementIterators();
  const statements = createStatements(iterate);
  const sessions = createSessions();
  const createTagStore = createTagStores(iterate);
  const typeSymbol = Symbol('sqlite-type');
  let shared: Engine | undefined;

  const engine = (): Engine => {
    if (shared !== undefined) return shared;
    const sqlite = new Sqlite(realm);
    shared = {
      sqlite,
      functions: new UserFunctions(sqlite),
      changesets: new Changesets(sqlite),
      authorizers: new Authorizers(sqlite),
    };
    return shared;
  };
  const open = (database: Database): void => {
    if (database.connection !== null) throw invalidState('database is already open');
    database.connection = new Connection(engine().sqlite, database.location, database.options);
  };
  const connected = (object: unknown): Connection => {
    const { connection } = databases.of(object);
    if (connection === null) throw databaseNotOpen();
    return connection;
  };
  const close = (database: Database): void => {
    database.connection?.close();
    database.connection = null;
  };

  function DatabaseSync(this: object, ...args: unknown[]): void {
    if (new.target === undefined)
      throw nativeError(TypeError, 'ERR_CONSTRUCT_CALL_REQUIRED', 'Cannot call constructor without `new`');
    const location = databaseLocation(args[0], 'path', (bytes) => realm.utf8.decode(bytes));
    const options = readDatabaseOptions(args.length > 1 ? requireOptions(args[1]) : {});
    const database: Database = {
      ...{ location, options, connection: null, limits: null },
      allowsExtensions: options.allowExtension,
    };
    databases.set(this, database);
    defineGetter(this, 'isOpen', () => database.connection !== null);
    defineGetter(this, 'isTransaction', () => {
      const { sqlite, db } = connected(this);
      return sqlite.exports.sqlite3_get_autocommit(db) === 0;
    });
    defineGetter(this, 'limits', () => {
      connected(this);
      return (database.limits ??= createLimits(() => database.connection));
    });
    Object.defineProperty(this, typeSymbol, {
      value: 'node:sqlite',
      writable: true,
      enumerable: true,
      configurable: true,
    });
    if (options.open) open(database);
    lost.register(this, database);
  }

  defineMethods(DatabaseSync.prototype as object, {
    open() {
      open(databases.of(this));
    },
    close() {
      connected(this);
      close(databases.of(this));
    },
    prepare(...args) {
      const connection = connected(this);
      const sql = requireString(args[0], 'sql');
      const inherited = databases.of(this).options.statement;
      const options =
        args[1] === undefined ? inherited : readStatementOptions(requireOptions(args[1]), inherited);
      return statements.create(
        ...([connection, prepareStatement(connection, sql), options, this as object] as const),
      );
    },
    exec(...[sql]) {
      const connection = connected(this);
      const { exports, memory } = connection.sqlite;
      const code = memory.withText(requireString(sql, 'sql'), (text) =>
        exports.sqlite3_exec(connection.db, text, 0, 0, 0),
      );
      connection.check(code);
    },
    function(...args) {
      engine().functions.defineFunction(connected(this), args);
    },
    createTagStore(...args) {
      const database = databases.of(this);
      return createTagStore(
        this as object,
        () => database.connection,
        () => database.options.statement,
        args,
      );
    },
    location(...[name]) {
      const { sqlite, db } = connected(this);
      const { exports, memory } = sqlite;
      const path = memory.withText(name === undefined ? 'main' : requireString(name, 'dbName'), (text) =>
        memory.string(exports.sqlite3_db_filename(db, text)),
      );
      return path === '' ? null : path;
    },
    aggregate(...args) {
      engine().functions.defineAggregate(connected(this), args);
    },
    createSession(...args) {
      databases.of(this);
      return sessions.create(() => connected(this), args);
    },
    applyChangeset(...args) {
      const connection = connected(this);
      return engine().changesets.apply(connection, args);
    },
    enableLoadExtension(...[allow]) {
      connected(this);
      const database = databases.of(this);
      if (requireBoolean(allow, 'allow') && !database.options.allowExtension)
        throw invalidState('Cannot enable extension loading because it was disabled at database creation.');
      database.allowsExtensions = allow === true;
    },
    enableDefensive(...[active]) {
      const connection = connected(this);
      connection.configure(configOption.DEFENSIVE, requireBoolean(active, 'active'));
    },
    loadExtension(...[path]) {
      connected(this);
      if (!databases.of(this).allowsExtensions) throw invalidState('extension loading is not allowed');
      requireString(path, 'path');
      realm.unavailable('a native extension of SQLite');
    },
    serialize(...args) {
      return serializeDatabase(connected(this), args);
    },
    deserialize(...args) {
      deserializeDatabase(connected(this), args);
    },
    setAuthorizer(...[callback]) {
      const connection = connected(this);
      engine().authorizers.set(connection, callback);
    },
    [Symbol.dispose]() {
      close(databases.of(this));
    },
  });

  return {
    DatabaseSync: DatabaseSync as unknown as NativeClass,
    StatementSync: statements.StatementSync,
    Session: sessions.Session,
    find: (object) => databases.find(object),
  };
}
