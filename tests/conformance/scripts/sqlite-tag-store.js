// node:sqlite: statements as template literals.
const { DatabaseSync } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const db = new DatabaseSync(':memory:');
db.exec('create table t (a integer primary key, b)');
const sql = db.createTagStore(2);
show('store', () => [sql, sql.constructor.name, sql.db === db, sql.capacity, sql.size]);
show('run', () => sql.run`insert into t (b) values (${'x'}), (${2n})`);
show('get', () => sql.get`select ${1} a, ${null} b, ${new Uint8Array([1])} c`);
show('all', () => sql.all`select * from t where a > ${0}`);
show('iterate', () => [...sql.iterate`select b from t`]);
show('size', () => sql.size);
show('the same text, other values', () => [sql.get`select ${1} a`, sql.get`select ${'y'} a`, sql.size]);
show('nothing is text', () => sql.get`select ${"'; drop table t; --"} a`);
show('no row', () => sql.get`select 1 where ${0}`);
show('an object', () => sql.get`select ${{ a: 1 }}`);
show('an object second', () => sql.get`select ${1}, ${{ a: 1 }}`);
show('undefined', () => sql.get`select ${undefined}`);
show('a name', () => sql.get`select $name, ${1}`);
show('nothing', () => sql.get``);
show('a mistake', () => sql.get`selec ${1}`);
show('no template', () => sql.get('select 1'));
show('no strings', () => sql.get([1]));
show('nothing at all', () => sql.get());
show('invalidated', () => {
  const rows = sql.iterate`select b from t`;
  rows.next();
  sql.all`select b from t`;
  return rows.next();
});
show('clear', () => [sql.clear(), sql.size, sql.get`select 1 a`]);
for (const size of [0, -1, 1.5, 'x', null, undefined]) show(`capacity ${size}`, () => db.createTagStore(size).capacity);
show('default', () => db.createTagStore().capacity);
show('something else', () => sql.get.call({}, ['select 1']));
show('constructor', () => new sql.constructor());
db.close();
show('closed', () => sql.get`select 1`);
show('closed', () => [sql.size, sql.clear(), sql.size, sql.capacity]);
