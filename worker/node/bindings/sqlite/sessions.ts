// Sessions: what changed in a database since they were opened, as a changeset or patchset that another database can take over
// (https://sqlite.org/sessionintro.html).

import type { Connection, OpenSession } from './connection.ts';
import { databaseNotOpen, invalidArgument, invalidState, sqliteCodeError } from './errors.ts';
import { InternalField, createHiddenClass, defineMethods, type NativeClass } from './native-class.ts';
import {
  functionOption,
  isInt32,
  requireFunction,
  requireOptions,
  requireString,
  type OptionBag,
} from './option-readers.ts';
import { changesetAbort, result } from './result-codes.ts';
import type { Sqlite } from './sqlite-engine.ts';

interface SessionState {
  readonly connection: Connection;
  readonly session: OpenSession;
}

/** Options that count where the object itself has them, undefined or not. */
function ownString(options: OptionBag, name: string, otherwise: string): string {
  return Object.hasOwn(options, name) ? requireString(options[name], `options.${name}`) : otherwise;
}

interface Sessions {
  readonly Session: NativeClass;
  /** `db.createSession(options)`; `open` throws where the database is closed. */
  create(open: () => Connection, args: readonly unknown[]): object;
}

export function createSessions(): Sessions {
  const states = new InternalField<SessionState>();
  const lost = new FinalizationRegistry<SessionState>(({ connection, session }) =>
    connection.deleteSession(session),
  );
  const { Class, create } = createHiddenClass('Session');

  const alive = (object: unknown): SessionState => {
    const state = states.of(object);
    if (state.connection.closed) throw databaseNotOpen();
    if (state.session.pointer === 0) throw invalidState('session is not open');
    return state;
  };
  const changes = (
    { connection, session }: SessionState,
    generate: 'sqlite3session_changeset' | 'sqlite3session_patchset',
  ): Uint8Array => {
    const { exports, memory } = connection.sqlite;
    return memory.withRoom(8, (target) => {
      connection.check(exports[generate](session.pointer, target, target + 4));
      const data = memory.getUint32(target + 4);
      const bytes = memory.copy(data, memory.getUint32(target));
      exports.sqlite3_free(data);
      return bytes;
    });
  };

  defineMethods(Class.prototype, {
    changeset() {
      return changes(alive(this), 'sqlite3session_changeset');
    },
    patchset() {
      return changes(alive(this), 'sqlite3session_patchset');
    },
    close() {
      const { connection, session } = alive(this);
      connection.deleteSession(session);
    },
    [Symbol.dispose]() {
      const { connection, session } = states.of(this);
      connection.deleteSession(session);
    },
  });

  return {
    Session: Class,
    create(open, args) {
      const options = args.length === 0 ? {} : requireOptions(args[0]);
      const table = ownString(options, 'table', '');
      const name = ownString(options, 'db', 'main');
      const connection = open();
      const { exports, memory } = connection.sqlite;
      const [code, pointer] = memory.withText(name, (text) =>
        memory.withRoom(4, (target) => [
          exports.sqlite3session_create(connection.db, text, target),
          memory.getUint32(target),
        ]),
      );
      connection.check(code);
      const session = connection.addSession(pointer);
      connection.check(
        table === ''
          ? exports.sqlite3session_attach(pointer, 0)
          : memory.withText(table, (text) => exports.sqlite3session_attach(pointer, text)),
      );
      const object = create();
      const state = { connection, session };
      states.set(object, state);
      lost.register(object, state);
      return object;
    },
  };
}

type AnyFunction = (...args: unknown[]) => unknown;
interface ChangesetHandlers {
  readonly onConflict: AnyFunction | undefined;
  readonly filter: AnyFunction | undefined;
}

/** What is no integer is refused by SQLite itself. */
const noAnswer = -1;

export class Changesets {
  readonly #sqlite: Sqlite;
  readonly #filter: number;
  readonly #conflict: number;

  constructor(sqlite: Sqlite) {
    this.#sqlite = sqlite;
    const handlers = (id: number) => sqlite.userData.get(id) as ChangesetHandlers;
    this.#filter = sqlite.callback('i:ii', 0, (id: number, table: number) => {
      const { filter } = handlers(id);
      if (filter === undefined) return 1;
      return Reflect.apply(filter, null, [sqlite.memory.string(table)]) ? 1 : 0;
    });
    this.#conflict = sqlite.callback('i:iii', changesetAbort, (id: number, kind: number) => {
      const { onConflict } = handlers(id);
      if (onConflict === undefined) return changesetAbort;
      const answer: unknown = Reflect.apply(onConflict, null, [kind]);
      return isInt32(answer) ? answer : noAnswer;
    });
  }

  /** `db.applyChangeset(changeset[, options])`: false where a conflict has ended it, which undoes all of it. */
  apply({ db }: Connection, args: readonly unknown[]): boolean {
    const [changeset, given] = args;
    if (!(changeset instanceof Uint8Array))
      throw invalidArgument('The "changeset" argument must be a Uint8Array.');
    const options = given === undefined ? {} : requireOptions(given);
    const onConflict = functionOption(options, 'onConflict');
    const filter = Object.hasOwn(options, 'filter')
      ? requireFunction(options['filter'], 'options.filter')
      : undefined;
    const { exports, memory, userData } = this.#sqlite;
    const id = userData.add({ onConflict, filter } satisfies ChangesetHandlers);
    try {
      const code = memory.withBytes(changeset, (data, size) =>
        exports.sqlite3changeset_apply(db, size, data, this.#filter, this.#conflict, id),
      );
      this.#sqlite.rethrow();
      if (code !== result.OK && code !== result.ABORT) throw sqliteCodeError(this.#sqlite, code);
      return code === result.OK;
    } finally {
      userData.delete(id);
    }
  }
}
