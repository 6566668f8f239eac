// StatementSync: a prepared statement as programs see it.

import type { Connection, Prepared } from './connection.ts';
import type { StatementOptions } from './database-options.ts';
import { sqliteMessage } from './errors.ts';
import {
  InternalField,
  createHiddenClass,
  defineGetter,
  defineMethods,
  type NativeClass,
} from './native-class.ts';
import { isObject, requireBoolean, type OptionBag } from './option-readers.ts';
import { StatementExecution } from './statement-execution.ts';
import type { CreateIterator } from './statement-iterator.ts';
import { isBytes } from './values.ts';

interface Statements {
  readonly StatementSync: NativeClass;
  create(
    connection: Connection,
    prepared: Prepared,
    options: Readonly<StatementOptions>,
    owner: object,
  ): object;
}

export function createStatements(iterate: CreateIterator): Statements {
  const executions = new InternalField<StatementExecution>();
  /** A statement that the program has lost is finalized. */
  const lost = new FinalizationRegistry<{ readonly connection: Connection; readonly prepared: Prepared }>(
    ({ connection, prepared }) => connection.finalize(prepared),
  );
  const { Class, create } = createHiddenClass('StatementSync');

  const alive = (object: unknown): StatementExecution => {
    const execution = executions.of(object);
    execution.requireAlive();
    return execution;
  };
  /** Starts the statement with a method's arguments: a first object names parameters, the others come in their order. */
  const started = (object: unknown, args: readonly unknown[]): StatementExecution => {
    const execution = alive(object);
    const [first, ...others] = args;
    if (isObject(first) && !isBytes(first)) execution.start(others, first as OptionBag);
    else execution.start(args);
    return execution;
  };
  const setOption = (object: unknown, option: keyof StatementOptions, value: unknown, argument: string) => {
    alive(object).options[option] = requireBoolean(value, argument);
  };

  defineMethods(Class.prototype, {
    iterate(...args) {
      return iterate(started(this, args));
    },
    all(...args) {
      return started(this, args).rest();
    },
    get(...args) {
      return started(this, args).first();
    },
    run(...args) {
      return started(this, args).finish();
    },
    columns() {
      return describeColumns(alive(this));
    },
    setAllowBareNamedParameters(...[value]) {
      setOption(this, 'allowBareNamedParameters', value, 'allowBareNamedParameters');
    },
    setAllowUnknownNamedParameters(...[value]) {
      setOption(this, 'allowUnknownNamedParameters', value, 'enabled');
    },
    setReadBigInts(...[value]) {
      setOption(this, 'readBigInts', value, 'readBigInts');
    },
    setReturnArrays(...[value]) {
      setOption(this, 'returnArrays', value, 'returnArrays');
    },
  });

  return {
    StatementSync: Class,
    create(connection, prepared, options, owner) {
      const statement = create();
      const execution = new StatementExecution(connection, prepared, options, owner);
      executions.set(statement, execution);
      lost.register(statement, { connection, prepared });
      defineGetter(statement, 'sourceSQL', () => sourceSql(execution));
      defineGetter(statement, 'expandedSQL', () => expandedSql(execution));
      return statement;
    },
  };
}

function sourceSql(execution: StatementExecution): string {
  execution.requireAlive();
  const { exports, memory } = execution.connection.sqlite;
  return memory.string(exports.sqlite3_sql(execution.prepared.pointer)) ?? '';
}

/** With the values that are bound in the place of the parameters. */
function expandedSql(execution: StatementExecution): string {
  execution.requireAlive();
  const { exports, memory } = execution.connection.sqlite;
  const pointer = exports.sqlite3_expanded_sql(execution.prepared.pointer);
  const text = memory.string(pointer);
  if (text === null) throw sqliteMessage('Expanded SQL text would exceed configured limits');
  exports.sqlite3_free(pointer);
  return text;
}

/** Where each column of the result comes from; null where it is computed. */
function describeColumns({ connection, prepared }: StatementExecution): object[] {
  const { exports, memory } = connection.sqlite;
  const { pointer } = prepared;
  return Array.from({ length: exports.sqlite3_column_count(pointer) }, (_, column) =>
    Object.assign(Object.create(null) as object, {
      column: memory.string(exports.sqlite3_column_origin_name(pointer, column)),
      database: memory.string(exports.sqlite3_column_database_name(pointer, column)),
      name: memory.string(exports.sqlite3_column_name(pointer, column)),
      table: memory.string(exports.sqlite3_column_table_name(pointer, column)),
      type: memory.string(exports.sqlite3_column_decltype(pointer, column)),
    }),
  );
}
