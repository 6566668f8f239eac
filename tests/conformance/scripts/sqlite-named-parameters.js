// node:sqlite: named parameters.
const { DatabaseSync } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const db = new DatabaseSync(':memory:');
show('bare', () => db.prepare('select $a a, :b b, @c c').get({ a: 1, b: 2, c: 3 }));
show('with prefix', () => db.prepare('select $a a, :b b, @c c').get({ $a: 1, ':b': 2, '@c': 3 }));
show('mixed with others', () => db.prepare('select ? a, $n b, ? c').get({ n: 2 }, 1, 3));
show('one name twice', () => db.prepare('select $a a, $a b').get({ a: 1 }));
show('conflict', () => db.prepare('select $a, :a').get({ a: 1 }));
show('conflict, none bare', () => db.prepare('select $a x, :a y').get({ $a: 1 }));
show('conflict, bare off', () => {
  const statement = db.prepare('select $a x, :a y');
  statement.setAllowBareNamedParameters(false);
  return statement.get({ $a: 1, ':a': 2 });
});
show('unknown', () => db.prepare('select $a').get({ b: 1 }));
show('unknown allowed', () => {
  const statement = db.prepare('select $a a');
  statement.setAllowUnknownNamedParameters(true);
  const first = statement.get({ b: 1, a: 2 });
  statement.setAllowUnknownNamedParameters(false);
  return [first, statement.get({ a: 1 })];
});
show('bare off', () => {
  const statement = db.prepare('select $a');
  statement.setAllowBareNamedParameters(false);
  return statement.get({ a: 1 });
});
show('symbols', () => db.prepare('select $a a').get({ a: 1, [Symbol('x')]: 3 }));
show('getters', () => db.prepare('select $a a').get({ get a() { return 'got'; } }));
show('a getter that throws', () => db.prepare('select $a a').get({ get a() { throw new TypeError('mine'); } }));
show('inherited', () => db.prepare('select $a a').get(Object.create({ a: 1 })));
show('a value that cannot be', () => db.prepare('select ?, $a').get({ a: {} }, 1));
show('an object for a positional one', () => db.prepare('select ?').get({}));
for (const value of [undefined, 1, 'true', null]) {
  show(`setAllowBareNamedParameters ${value}`, () => db.prepare('select 1').setAllowBareNamedParameters(value));
  show(`setAllowUnknownNamedParameters ${value}`, () => db.prepare('select 1').setAllowUnknownNamedParameters(value));
  show(`setReadBigInts ${value}`, () => db.prepare('select 1').setReadBigInts(value));
  show(`setReturnArrays ${value}`, () => db.prepare('select 1').setReturnArrays(value));
}
show('sql', () => {
  const statement = db.prepare('select $a, ?');
  const before = statement.expandedSQL;
  statement.get({ a: "it's" }, 5);
  return [statement.sourceSQL, before, statement.expandedSQL];
});
show('numbered by name', () => db.prepare('select ?1 a, ?2 b').get({ '?1': 'x', '?2': 'y' }));
show('numbered by number', () => db.prepare('select ?1 a, ?2 b').get({ 1: 'x', 2: 'y' }));
show('numbered and named', () => db.prepare('select ?3 a, $n b, ? c').get({ n: 1 }, 2, 3, 4));
