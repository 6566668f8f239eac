// `db.setAuthorizer`: a function that is asked, as a statement is compiled, for each thing that it would do.

import type { Connection } from './connection.ts';
import { isInt32 } from './option-readers.ts';
import { invalidArgument } from './errors.ts';
import { authorization } from './result-codes.ts';
import type { Sqlite } from './sqlite-engine.ts';

type AnyFunction = (...args: unknown[]) => unknown;

export class Authorizers {
  readonly #callback: number;

  constructor(private readonly sqlite: Sqlite) {
    const { memory, userData } = sqlite;
    this.#callback = sqlite.callback(
      'i:iiiiii',
      authorization.DENY,
      (id: number, action: number, ...texts: number[]) => {
        const ask = userData.get(id) as AnyFunction;
        const answer = ask(action, ...texts.map((text) => memory.string(text)));
        if (!isInt32(answer))
          throw new TypeError('Authorizer callback must return an integer authorization code');
        if (answer < authorization.OK || answer > authorization.IGNORE)
          throw new RangeError('Authorizer callback returned a invalid authorization code');
        return answer;
      },
    );
  }

  /** Null takes it away again. */
  set(connection: Connection, ask: unknown): void {
    if (ask === null) {
      connection.setAuthorizer(0, 0);
      return;
    }
    if (typeof ask !== 'function')
      throw invalidArgument('The "callback" argument must be a function or null.');
    connection.setAuthorizer(this.#callback, this.sqlite.userData.add(ask));
  }
}
