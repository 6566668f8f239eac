// node:sqlite: backup.
const { DatabaseSync, backup } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const fs = require('node:fs');
const db = new DatabaseSync(':memory:');
db.exec('create table t (a); with recursive c(n) as (select 1 union all select n + 1 from c where n < 1000) insert into t select zeroblob(500) from c');
const attempt = async (name, run) => {
  try {
    console.log(name, await run());
  } catch (error) {
    console.log(name, 'rejects', [error.name, error.message, { ...error }]);
  }
};
const count = (path) => new DatabaseSync(path).prepare('select count(*) n from t').get().n;
async function main() {
  await attempt('all at once', () => backup(db, 'a.db', { rate: 1000, progress: () => console.log('progress') }));
  await attempt('the copy', () => [count('a.db'), fs.readdirSync('.'), new DatabaseSync('a.db').prepare('pragma integrity_check').get()]);
  await attempt('in steps', () => backup(db, 'b.db', { rate: 50, progress: (...args) => console.log(args) }));
  await attempt('by default', () => backup(db, 'c.db'));
  await attempt('to an older one', async () => {
    const older = new DatabaseSync('d.db');
    older.exec('create table other (a); with recursive c(n) as (select 1 union all select n + 1 from c where n < 3000) insert into other select zeroblob(500) from c');
    older.close();
    return [await backup(db, 'd.db'), count('d.db'), fs.statSync('d.db').size];
  });
  await attempt('to an open one', async () => {
    const open = new DatabaseSync('e.db');
    open.exec('create table other (a)');
    const pages = await backup(db, 'e.db');
    return [pages, open.prepare('select count(*) n from t').get()];
  });
  await attempt('a file', async () => [await backup(new DatabaseSync('a.db'), 'f.db'), count('f.db')]);
  await attempt('an attached one', async () => {
    db.exec("attach ':memory:' as other; create table other.t (a); insert into other.t values (1)");
    return [await backup(db, 'g.db', { source: 'other' }), count('g.db')];
  });
  await attempt('an empty one', async () => [await backup(new DatabaseSync(':memory:'), 'h.db'), fs.statSync('h.db').size]);
  await attempt('no folder', () => backup(db, '/nonexistent/x.db'));
  await attempt('no source', () => backup(db, 'i.db', { source: 'nothing' }));
  await attempt('no target', () => backup(db, 'i.db', { target: 'nothing' }));
  await attempt('progress throws', () =>
    backup(db, 'j.db', {
      rate: 10,
      progress() {
        throw new TypeError('mine');
      },
    }),
  );
  await attempt('a promise', () => [backup(db, 'k.db') instanceof Promise]);
}
main();
