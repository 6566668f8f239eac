// node:sqlite: iterators over rows.
const { DatabaseSync, StatementSync } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const db = new DatabaseSync(':memory:');
const statement = db.prepare('select 1 x union select 2');
const rows = statement.iterate();
show('the iterator', () => [rows, Object.prototype.toString.call(rows), Reflect.ownKeys(Object.getPrototypeOf(rows)), Object.getPrototypeOf(Object.getPrototypeOf(rows)) === Iterator.prototype, rows[Symbol.iterator]() === rows]);
console.dir([rows.next(), rows.next(), rows.next(), rows.next()], { depth: 5 });
show('to the end', () => [...statement.iterate()]);
show('helpers', () => statement.iterate().map(({ x }) => x * 2).toArray());
show('break', () => {
  for (const row of statement.iterate()) return row;
});
show('return', () => {
  const iterator = statement.iterate();
  return [iterator.next().value, iterator.return(), iterator.next()];
});
for (const name of ['all', 'get', 'run', 'iterate'])
  show(`invalid after ${name}`, () => {
    const iterator = statement.iterate();
    iterator.next();
    statement[name]();
    return iterator.next();
  });
show('return after another run', () => {
  const iterator = statement.iterate();
  iterator.next();
  statement.get();
  return iterator.return();
});
show('ended before another run', () => {
  const iterator = statement.iterate();
  [...iterator];
  statement.all();
  return iterator.next();
});
show('parameters', () => [...db.prepare('select value from json_each(?)').iterate('[1, "a", null]')]);
show('bad parameters', () => db.prepare('select ?').iterate(undefined));
show('an error on the way', () => {
  const iterator = db.prepare('select abs(value) v from json_each(?)').iterate('[1, -9223372036854775808, 3]');
  return [iterator.next().value, iterator.next().value];
});
show('a number too large on the way', () => {
  const iterator = db.prepare('select value v from json_each(?)').iterate('[1, 9007199254740993, 3]');
  const seen = [iterator.next().value];
  try {
    iterator.next();
  } catch (error) {
    seen.push(error.message);
  }
  seen.push(iterator.next().value);
  return seen;
});
show('next of something else', () => Object.getPrototypeOf(rows).next.call({}));
show('finalized', () => {
  const other = new DatabaseSync(':memory:');
  const iterator = other.prepare('select 1').iterate();
  other.close();
  try {
    iterator.next();
  } catch (error) {
    console.log(error.message);
  }
  return iterator.return();
});
show('a statement', () => [statement, statement instanceof StatementSync, Reflect.ownKeys(statement)]);
