// node:sqlite: values in and out.
const { DatabaseSync } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const db = new DatabaseSync(':memory:');
const echo = (...values) => db.prepare(`select ${values.map(() => '?').join(', ')}`).get(...values);
const typed = (value) => db.prepare('select ? as value, typeof(?1) as type').get(value);
for (const value of [null, 0, -0, 1.5, 1e300, NaN, Infinity, -Infinity, 2 ** 53, 7n, -7n, true, false, '', 'é\0😀', '\ud800'])
  show(`bind ${String(value)}`, () => typed(value));
for (const value of [new Uint8Array([1, 2]), Buffer.from('ab'), new Uint8Array(0), new DataView(new ArrayBuffer(2)), new Uint16Array([1, 258]), new ArrayBuffer(3)])
  show(`bind ${value.constructor.name}`, () => typed(value));
for (const value of [undefined, Symbol('x'), 2n ** 63n, -(2n ** 63n) - 1n]) show(`bind ${String(value)}`, () => typed(value));
show('the largest bigint', () => {
  const statement = db.prepare('select ? a, ? b');
  statement.setReadBigInts(true);
  return statement.get(2n ** 63n - 1n, -(2n ** 63n));
});
for (const value of ['9007199254740991', '9007199254740992', '-9007199254740991', '-9007199254740992', '9223372036854775807'])
  show(`read ${value}`, () => db.prepare(`select ${value} as n`).get());
show('objects after the first', () => echo(1, {}));
show('a function first', () => db.prepare('select ?, ?').get(() => 1, 2));
show('a date first', () => db.prepare('select ?').get(new Date(0)));
show('an array first', () => db.prepare('select ?').get([1]));
show('too many', () => db.prepare('select ?').get(1, 2));
show('too few', () => db.prepare('select ? a, ? b').get(1));
show('old values are gone', () => {
  const statement = db.prepare('select ? a, ? b');
  statement.get(1, 2);
  return statement.get(3);
});
show('numbered', () => db.prepare('select ?2 a, ?1 b').get('x', 'y'));
show('null prototype', () => Object.getPrototypeOf(db.prepare('select 1 a').get()));
show('names twice', () => db.prepare('select 1 a, 2 a, 3').get());
show('strange names', () => db.prepare('select 1 as "__proto__", 2 as "1", 3 as "0", 4 as ""').get());
show('arrays', () => {
  const statement = db.prepare('select 1 a, 2 a');
  statement.setReturnArrays(true);
  return [statement.get(), statement.all(), [...statement.iterate()]];
});
db.exec('create table t (a integer primary key, b)');
show('run', () => [db.prepare('insert into t (b) values (?)').run('x'), db.prepare('update t set b = 1').run()]);
show('run of a select', () => Object.getPrototypeOf(db.prepare('select 1').run()) === Object.prototype);
show('run with bigints', () => {
  const statement = db.prepare('insert into t values (?, ?)');
  statement.setReadBigInts(true);
  return statement.run(2n ** 60n, 5);
});
show('rowid too large', () => db.prepare('insert into t values (?, ?)').run(2n ** 61n, 5));
show('returning', () => db.prepare('insert into t (b) values (?) returning b').get('r'));
show('get without a row', () => db.prepare('select 1 where 0').get());
show('get without columns', () => db.prepare('insert into t (b) values (1)').get());
show('all without columns', () => db.prepare('insert into t (b) values (1)').all());
show('database options', () => {
  const other = new DatabaseSync(':memory:', { readBigInts: true, returnArrays: true, allowBareNamedParameters: false, allowUnknownNamedParameters: true });
  return [other.prepare('select 1 a').get(), other.prepare('select $a a').get({ a: 1 }), other.prepare('select $a a').get({ $a: 1 }), other.prepare('select 1').run(), other.prepare('select 1 a', { readBigInts: false, returnArrays: false }).get()];
});
show('date and time', () => db.prepare("select datetime(0, 'unixepoch') a, datetime(86400, 'unixepoch', 'localtime') b, strftime('%s', 0, 'unixepoch') c, date('now') > '2020' d").get());
show('functions', () => db.prepare("select abs(-1), upper('x'), round(1.26, 1), json_extract('{\"a\":[1,2]}', '$.a[1]'), printf('%05d', 42), hex(zeroblob(2)), sqrt(16), iif(1, 2, 3), concat('a', 'b'), unixepoch('2024-01-01'), string_agg('x', ',')").get());
show('full text', () => {
  db.exec("create virtual table docs using fts5(title, body); insert into docs values ('one', 'the quick fox'), ('two', 'a slow dog')");
  return db.prepare("select title, highlight(docs, 1, '[', ']') h from docs where docs match 'quick or fox'").all();
});
show('r-tree', () => {
  db.exec('create virtual table boxes using rtree(id, x0, x1); insert into boxes values (1, 0, 2), (2, 5, 6)');
  return db.prepare('select id from boxes where x1 > 4').all();
});
