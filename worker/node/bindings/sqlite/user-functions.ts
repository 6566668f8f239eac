// Functions and aggregates of JavaScript in SQL. What they throw ends the statement, and is thrown by the call that ran it.

import type { Connection } from './connection.ts';
import { invalidArgument } from './errors.ts';
import {
  booleanOption,
  functionOption,
  requireFunction,
  requireOptions,
  requireString,
  type OptionBag,
} from './option-readers.ts';
import { functionFlag } from './result-codes.ts';
import type { Sqlite } from './sqlite-engine.ts';
import { argumentValue, setError, setResult, type SqlValue } from './values.ts';

type AnyFunction = (...args: unknown[]) => unknown;

interface ScalarFunction {
  readonly call: AnyFunction;
  readonly bigints: boolean;
}

interface Aggregate {
  readonly start: unknown;
  readonly step: AnyFunction;
  readonly inverse: AnyFunction | undefined;
  readonly result: AnyFunction | undefined;
  readonly bigints: boolean;
}

/** One group's state while its rows come. */
interface Accumulator {
  value: unknown;
  /** Asked for its value before its end: of a window. */
  isWindow: boolean;
}

/** For functions that belong to no object. */
const none = null;

export class UserFunctions {
  readonly #sqlite: Sqlite;
  readonly #pointers: Readonly<Record<'call' | 'step' | 'inverse' | 'final' | 'value' | 'destroy', number>>;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    /** What is thrown stops the statement: SQLite is told of an error without a text. */
    const withContext = (run: (context: number, count: number, values: number) => void) =>
      sqlite.callback('v:iii', 0, (context: number, count: number, values: number) => {
        this.#attempt(context, () => run(context, count, values));
      });
    this.#pointers = {
      call: withContext((context, count, values) => this.#call(context, count, values)),
      step: withContext((context, count, values) => this.#step(context, count, values, 'step')),
      inverse: withContext((context, count, values) => this.#step(context, count, values, 'inverse')),
      final: sqlite.callback('v:i', 0, (context: number) => {
        this.#attempt(context, () => this.#value(context, true));
      }),
      value: sqlite.callback('v:i', 0, (context: number) => {
        this.#attempt(context, () => this.#value(context, false));
      }),
      destroy: sqlite.callback('v:i', 0, (id: number) => sqlite.userData.delete(id)),
    };
  }

  /** `db.function(name[, options], function)`. */
  defineFunction(connection: Connection, args: readonly unknown[]): void {
    const name = requireString(args[0], 'name');
    const options = args.length < 3 ? {} : requireOptions(args[1]);
    const bigints = booleanOption(options, 'useBigIntArguments', false);
    const varargs = booleanOption(options, 'varargs', false);
    const deterministic = booleanOption(options, 'deterministic', false);
    const directOnly = booleanOption(options, 'directOnly', false);
    const call = requireFunction(args[args.length < 3 ? 1 : 2], 'function');
    const count = varargs ? -1 : call.length;
    const flags =
      functionFlag.UTF8 |
      (deterministic ? functionFlag.DETERMINISTIC : 0) |
      (directOnly ? functionFlag.DIRECTONLY : 0);
    const { exports, memory, userData } = this.#sqlite;
    const data = userData.add({ call, bigints } satisfies ScalarFunction);
    const { destroy, call: pointer } = this.#pointers;
    const code = memory.withText(name, (text) =>
      exports.sqlite3_create_function_v2(connection.db, text, count, flags, data, pointer, 0, 0, destroy),
    );
    connection.check(code);
  }

  /** `db.aggregate(name, options)`; with `inverse` it can be used over a window. */
  defineAggregate(connection: Connection, args: readonly unknown[]): void {
    const name = String(args[0]);
    // Without an object this throws V8's own TypeError, as it does there.
    const options = args[1] as OptionBag;
    const start = options['start'];
    if (start === undefined)
      throw invalidArgument('The "options.start" argument must be a function or a primitive value.');
    const step = requireFunction(options['step'], 'options.step');
    const result = options['result'];
    const bigints = booleanOption(options, 'useBigIntArguments', false);
    const varargs = booleanOption(options, 'varargs', false);
    const directOnly = booleanOption(options, 'directOnly', false);
    const inverse = functionOption(options, 'inverse');
    // The first argument is the value so far.
    const count = varargs ? -1 : Math.max(step.length - 1, (inverse ?? step).length - 1, 0);
    const flags = functionFlag.UTF8 | (directOnly ? functionFlag.DIRECTONLY : 0);
    const { exports, memory, userData } = this.#sqlite;
    const data = userData.add({
      ...{ start, step, inverse, bigints },
      result: typeof result === 'function' ? (result as AnyFunction) : undefined,
    } satisfies Aggregate);
    const at = this.#pointers;
    const windowed = inverse === undefined ? { value: 0, inverse: 0 } : at;
    const code = memory.withText(name, (text) =>
      exports.sqlite3_create_window_function(
        ...([connection.db, text, count, flags, data, at.step, at.final] as const),
        ...([windowed.value, windowed.inverse, at.destroy] as const),
      ),
    );
    connection.check(code);
  }

  #attempt(context: number, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#sqlite.fail(error);
      setError(this.#sqlite, context, '');
    }
  }

  #arguments(count: number, values: number, bigints: boolean): SqlValue[] {
    const { memory } = this.#sqlite;
    return Array.from({ length: count }, (_, index) =>
      argumentValue(this.#sqlite, memory.getUint32(values + index * 4), bigints),
    );
  }

  #call(context: number, count: number, values: number): void {
    const { exports, userData } = this.#sqlite;
    const { call, bigints } = userData.get(exports.sqlite3_user_data(context)) as ScalarFunction;
    const args = this.#arguments(count, values, bigints);
    setResult(this.#sqlite, context, Reflect.apply(call, undefined, args));
  }

  #aggregate(context: number): Aggregate {
    const { exports, userData } = this.#sqlite;
    return userData.get(exports.sqlite3_user_data(context)) as Aggregate;
  }

  /** SQLite keeps four bytes for each group: the number of its accumulator, or zero before the first row. */
  #accumulator(context: number, { start }: Aggregate): { readonly at: number; readonly group: Accumulator } {
    const { exports, memory, userData } = this.#sqlite;
    const at = exports.sqlite3_aggregate_context(context, 4);
    const id = memory.getUint32(at);
    if (id !== 0) return { at, group: userData.get(id) as Accumulator };
    const value: unknown = typeof start === 'function' ? Reflect.apply(start, none, []) : start;
    const group = { value, isWindow: false };
    memory.setUint32(at, userData.add(group));
    return { at, group };
  }

  #step(context: number, count: number, values: number, direction: 'step' | 'inverse'): void {
    const aggregate = this.#aggregate(context);
    const { group } = this.#accumulator(context, aggregate);
    const args = this.#arguments(count, values, aggregate.bigints);
    group.value = Reflect.apply(aggregate[direction] ?? aggregate.step, undefined, [group.value, ...args]);
  }

  #value(context: number, isFinal: boolean): void {
    const aggregate = this.#aggregate(context);
    const { at, group } = this.#accumulator(context, aggregate);
    try {
      if (!isFinal) group.isWindow = true;
      // A window's last value was asked for already.
      else if (group.isWindow) return;
      const { result } = aggregate;
      const value: unknown = result === undefined ? group.value : Reflect.apply(result, none, [group.value]);
      setResult(this.#sqlite, context, value);
    } finally {
      if (isFinal) this.#sqlite.userData.delete(this.#sqlite.memory.getUint32(at));
    }
  }
}
