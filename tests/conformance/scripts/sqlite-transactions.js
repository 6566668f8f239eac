// node:sqlite: transactions.
const { DatabaseSync } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const db = new DatabaseSync(':memory:');
db.exec('create table t (a integer primary key)');
const count = () => db.prepare('select count(*) n from t').get().n;
show('outside', () => db.isTransaction);
db.exec('begin');
show('inside', () => db.isTransaction);
db.exec('insert into t values (1), (2)');
show('before rollback', count);
db.exec('rollback');
show('after rollback', () => [db.isTransaction, count()]);
db.exec('begin; insert into t values (1); savepoint s; insert into t values (2); rollback to s; release s; commit');
show('savepoint', count);
show('a transaction in another', () => db.exec('begin; begin'));
show('still inside', () => db.isTransaction);
db.exec('rollback');
show('a failed statement ends nothing', () => {
  db.exec('begin; insert into t values (5)');
  try {
    db.exec('insert into t values (5)');
  } catch (error) {
    console.log(error.message, db.isTransaction);
  }
  db.exec('commit');
  return count();
});
show('or rollback does', () => {
  db.exec('begin; insert into t values (6)');
  try {
    db.exec('insert or rollback into t values (6)');
  } catch (error) {
    console.log(error.message, db.isTransaction);
  }
  return count();
});
show('commit while reading', () => {
  const rows = db.prepare('select a from t').iterate();
  rows.next();
  db.exec('begin; insert into t values (7); commit');
  return [...rows].length > 0;
});
show('triggers', () => {
  db.exec('create table log (a); create trigger on_insert after insert on t begin insert into log values (new.a); end');
  const { changes } = db.prepare('insert into t values (10), (11)').run();
  return [changes, db.prepare('select a from log').all()];
});
show('upsert', () => db.prepare('insert into t values (10) on conflict do nothing').run());
show('a large one', () => {
  const insert = db.prepare('insert into log values (?)');
  db.exec('begin');
  for (let index = 0; index < 2000; index++) insert.run(index);
  db.exec('commit');
  return db.prepare('select count(*) n, sum(a) s from log').get();
});
show('recursion', () => db.prepare('with recursive c(n) as (select 1 union all select n + 1 from c where n < 10) select group_concat(n) r from c').get());
