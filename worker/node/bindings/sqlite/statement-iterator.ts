// What `iterate` returns: an iterator over the rows, valid until its statement is run again.

import { invalidState } from './errors.ts';
import { InternalField, createHiddenClass, defineMethods } from './native-class.ts';
import type { Row, StatementExecution } from './statement-execution.ts';

interface Iteration {
  readonly statement: StatementExecution;
  readonly generation: number;
  done: boolean;
}

/** Without a prototype, and with null where JavaScript's own iterators have undefined. */
function iteratorResult(value: Row | null): object {
  return Object.assign(Object.create(null) as object, { done: value === null, value });
}

/** The statement must have been started. */
export type CreateIterator = (statement: StatementExecution) => object;

export function createStatementIterators(): CreateIterator {
  const iterations = new InternalField<Iteration>();
  const { Class, create } = createHiddenClass('StatementSyncIterator');
  Object.setPrototypeOf(Class.prototype, Iterator.prototype);
  defineMethods(Class.prototype, {
    next() {
      const iteration = iterations.of(this);
      const { statement } = iteration;
      statement.requireAlive();
      if (iteration.done) return iteratorResult(null);
      if (statement.generation !== iteration.generation) throw invalidState('iterator was invalidated');
      const row = statement.step();
      if (row === null) {
        statement.reset();
        iteration.done = true;
      }
      return iteratorResult(row);
    },
    return() {
      const iteration = iterations.of(this);
      iteration.statement.requireAlive();
      iteration.statement.reset();
      iteration.done = true;
      return iteratorResult(null);
    },
  });
  return (statement) => {
    const iterator = create();
    iterations.set(iterator, { statement, generation: statement.generation, done: false });
    return iterator;
  };
}
