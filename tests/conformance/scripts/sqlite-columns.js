// node:sqlite: columns, constants and what the classes look like.
const { DatabaseSync, StatementSync, Session, backup, constants } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const db = new DatabaseSync(':memory:');
db.exec("create table t (a integer primary key, b text, c); attach ':memory:' as other; create table other.u (d real)");
show('columns', () => db.prepare('select a, b as x, c, a + 1, count(*), d, u.rowid from t, u').columns());
show('of no rows', () => db.prepare('insert into t values (1, 2, 3)').columns());
show('returning', () => db.prepare('insert into t values (1, 2, 3) returning a, b').columns());
show('after a change', () => {
  const statement = db.prepare('select * from t');
  statement.all();
  db.exec('alter table t add column e');
  return [statement.columns().length, Object.keys(statement.all()[0] ?? {}), statement.columns().length];
});
show('after another change', () => {
  db.exec("insert into t values (1, 'x', 3, 4)");
  const statement = db.prepare('select * from t');
  const before = statement.get();
  db.exec('alter table t rename column e to f');
  return [before, statement.get()];
});
show('constants', () => [constants, Object.getOwnPropertyDescriptor(constants, 'SQLITE_OK')]);
show('module', () => [Object.keys(require('node:sqlite')), require('node:module').builtinModules.includes('sqlite')]);
show('database', () => [db, Reflect.ownKeys(db).map(String), db.limits, db.limits === db.limits]);
show('set a limit', () => {
  db.limits.attach = 3;
  db.limits.column = Infinity;
  return [db.limits.attach, db.limits.column, new DatabaseSync(':memory:', { limits: { variableNumber: 7, sqlLength: 100 } }).limits.variableNumber];
});
for (const Class of [DatabaseSync, StatementSync, Session])
  show(Class.name, () => [Class.length, Object.entries(Object.getOwnPropertyDescriptors(Class.prototype)).map(([name, { value, enumerable }]) => [name, value.name, enumerable])]);
show('backup', () => [backup.name, String(db), `${db.prepare('select 1')}`]);
show('version', () => db.prepare('select sqlite_version() v').get());
show('the scheme is needed', () => require('sqlite'));
