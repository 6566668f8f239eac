// node:sqlite: databases that are only read.
const { DatabaseSync } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const fs = require('node:fs');
const writer = new DatabaseSync('r.db');
writer.exec('create table t (a); insert into t values (1)');
const reader = new DatabaseSync('r.db', { readOnly: true });
show('reads', () => reader.prepare('select * from t').all());
for (const sql of ['insert into t values (2)', 'create table u (a)', 'delete from t', 'drop table t', 'vacuum', 'pragma user_version = 3']) show(sql, () => reader.exec(sql));
show('begin immediate', () => reader.exec('begin immediate'));
show('a temporary table', () => [reader.exec('create temp table x (a); insert into x values (5)'), reader.prepare('select * from x').all()]);
show('sees what is written', () => [writer.exec('insert into t values (2)'), reader.prepare('select * from t').all()]);
show('functions', () => {
  reader.function('twice', (x) => x * 2);
  return reader.prepare('select twice(a) b from t').all();
});
show('query_only', () => {
  writer.exec('pragma query_only = on');
  writer.exec('insert into t values (3)');
});
show('a uri', () => new DatabaseSync('file:r.db?mode=ro&cache=private').exec('insert into t values (4)'));
show('immutable', () => new DatabaseSync('file:r.db?immutable=1').prepare('select count(*) n from t').get());
show('in memory', () => new DatabaseSync(':memory:', { readOnly: true }).exec('create table t (a)'));
show('not there', () => new DatabaseSync('no.db', { readOnly: true }));
show('nothing was made', () => fs.readdirSync('.'));
