// SQLTagStore: statements as template literals, whose values are bound and never part of the text. The statements last used are kept.

import type { Connection, Prepared } from './connection.ts';
import type { StatementOptions } from './database-options.ts';
import { databaseNotOpen, invalidArgument, invalidValue, outOfRange } from './errors.ts';
import { InternalField, createHiddenClass, defineGetter, defineMethods } from './native-class.ts';
import { StatementExecution } from './statement-execution.ts';
import type { CreateIterator } from './statement-iterator.ts';

const defaultCapacity = 1000;

interface Store {
  readonly open: () => Connection | null;
  readonly options: () => Readonly<StatementOptions>;
  readonly capacity: number;
  /** By their text; the one last used comes last. */
  readonly statements: Map<string, StatementExecution>;
}

/** Throws ERR_INVALID_ARG_VALUE where there is only a comment, or nothing. */
export function prepareStatement(connection: Connection, sql: string): Prepared {
  const prepared = connection.prepare(sql);
  if (prepared.pointer === 0) throw invalidValue('The SQL query contains no statements.');
  return prepared;
}

function readCapacity(args: readonly unknown[]): number {
  const [value] = args;
  if (args.length === 0 || value === undefined) return defaultCapacity;
  if (typeof value !== 'number') throw invalidArgument('The "maxSize" argument must be a positive integer.');
  if (!Number.isInteger(value) || value <= 0)
    throw outOfRange('The "maxSize" argument must be a positive integer.');
  return value;
}

export function createTagStores(iterate: CreateIterator) {
  const stores = new InternalField<Store>();
  const { Class, create } = createHiddenClass('SQLTagStore');

  /** The statement of this text, started with these values. */
  const statement = (object: unknown, [parts, ...values]: readonly unknown[]): StatementExecution => {
    const store = stores.of(object);
    const connection = store.open();
    if (connection === null) throw databaseNotOpen();
    if (!Array.isArray(parts))
      throw invalidArgument('First argument must be an array of strings (template literal).');
    const texts = parts as readonly unknown[];
    if (!texts.every((text) => typeof text === 'string'))
      throw invalidArgument('Template literal parts must be strings.');
    const sql = texts.map((text, index) => (index < values.length ? `${text}?` : text)).join('');
    let execution = store.statements.get(sql);
    if (execution?.finalized !== false)
      execution = new StatementExecution(connection, prepareStatement(connection, sql), store.options());
    store.statements.delete(sql);
    store.statements.set(sql, execution);
    if (store.statements.size > store.capacity) evict(store);
    if (parameterCount(execution) !== values.length)
      throw invalidValue('SQLite parameters must be bound using template literal placeholders.');
    // No value names parameters: an object is refused as any other value that cannot be bound.
    execution.start(values);
    return execution;
  };

  defineMethods(Class.prototype, {
    get(...args) {
      return statement(this, args).first();
    },
    all(...args) {
      return statement(this, args).rest();
    },
    iterate(...args) {
      return iterate(statement(this, args));
    },
    run(...args) {
      return statement(this, args).finish();
    },
    clear() {
      stores.of(this).statements.clear();
    },
  });

  /** `db.createTagStore(maxSize)`. */
  return function createTagStore(
    database: object,
    open: () => Connection | null,
    options: () => Readonly<StatementOptions>,
    args: readonly unknown[],
  ): object {
    if (open() === null) throw databaseNotOpen();
    const store: Store = { open, options, capacity: readCapacity(args), statements: new Map() };
    const object = create();
    stores.set(object, store);
    defineGetter(object, 'capacity', () => store.capacity);
    defineGetter(object, 'db', () => database);
    defineGetter(object, 'size', () => store.statements.size);
    return object;
  };
}

function parameterCount({ connection, prepared }: StatementExecution): number {
  return connection.sqlite.exports.sqlite3_bind_parameter_count(prepared.pointer);
}

function evict({ statements }: Store): void {
  const [oldest] = statements.keys();
  if (oldest !== undefined) statements.delete(oldest);
}
