// node:sqlite: closing and disposing.
const { DatabaseSync } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const fs = require('node:fs');
const db = new DatabaseSync('d.db');
db.exec('create table t (a)');
const statement = db.prepare('select 1 a');
const rows = statement.iterate();
const session = db.createSession();
const sql = db.createTagStore();
const limits = db.limits;
sql.get`select 1`;
show('close', () => db.close());
show('closed', () => [db.isOpen, db]);
show('close again', () => db.close());
show('dispose', () => db[Symbol.dispose]());
for (const name of ['all', 'get', 'run', 'iterate', 'columns', 'setReadBigInts']) show(`statement.${name}`, () => statement[name](true));
show('sourceSQL', () => statement.sourceSQL);
show('expandedSQL', () => statement.expandedSQL);
show('rows', () => rows.next());
show('session', () => session.changeset());
show('session', () => session.close());
show('session', () => session[Symbol.dispose]());
show('tag store', () => [sql.size, sql.db === db]);
show('limits', () => limits.attach);
show('limits', () => { limits.attach = 1; });
show('open', () => [db.open(), db.isOpen, db.prepare('select * from t').all()]);
show('the statement stays closed', () => statement.get());
show('limits work again', () => limits.attach);
show('the tag store works again', () => sql.get`select 1 a`);
show('using', () => {
  const other = new DatabaseSync('d.db');
  other[Symbol.dispose]();
  return other.isOpen;
});
show('unfinished', () => {
  const other = new DatabaseSync('d.db');
  other.exec('begin; insert into t values (1)');
  other.close();
  return [db.prepare('select * from t').all(), fs.readdirSync('.')];
});
show('not open', () => {
  const later = new DatabaseSync('later.db', { open: false });
  const before = fs.existsSync('later.db');
  later.open();
  return [before, later.isOpen, fs.existsSync('later.db')];
});
show('in memory it is gone', () => {
  const memory = new DatabaseSync(':memory:');
  memory.exec('create table t (a)');
  memory.close();
  memory.open();
  return memory.prepare('select * from sqlite_schema').all();
});
show('many statements', () => {
  for (let index = 0; index < 5000; index++) db.prepare(`select ${index} a`).get();
  return db.prepare('select 1 a').get();
});
process.on('exit', () => console.log(db.prepare('select count(*) n from t').get()));
