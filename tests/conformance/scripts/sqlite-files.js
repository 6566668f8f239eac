// node:sqlite: files, and a second connection in the same process.
const { DatabaseSync } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const fs = require('node:fs');
const { pathToFileURL } = require('node:url');
const db = new DatabaseSync('a.db');
show('empty at first', () => [fs.readdirSync('.').sort(), fs.statSync('a.db').size]);
db.exec('create table t (a integer primary key, b)');
show('size', () => [fs.statSync('a.db').size, fs.readFileSync('a.db').toString('latin1', 0, 15), (fs.statSync('a.db').mode & 0o777).toString(8)]);
show('location', () => db.location());
show('a journal while it writes', () => {
  db.exec("begin; insert into t (b) values ('x')");
  db.exec('insert into t (b) values (randomblob(100000))');
  const names = fs.readdirSync('.').sort();
  db.exec('rollback');
  return [names, fs.readdirSync('.').sort()];
});
const other = new DatabaseSync('./a.db');
db.exec("insert into t (b) values ('first')");
show('seen by the other', () => other.prepare('select * from t').all());
db.exec("begin; insert into t (b) values ('second')");
show('not yet seen', () => other.prepare('select count(*) n from t').get());
show('the other cannot write', () => other.exec("insert into t (b) values ('third')"));
db.exec('commit');
show('now it can', () => other.prepare("insert into t (b) values ('third')").run());
show('seen here', () => db.prepare('select b from t').all().map(({ b }) => b));
show('a reader keeps a writer from its commit', () => {
  const rows = other.prepare('select * from t').iterate();
  rows.next();
  try {
    db.exec("insert into t (b) values ('fourth')");
  } finally {
    rows.return();
  }
});
show('without it', () => db.prepare("insert into t (b) values ('fourth')").run());
show('exclusive', () => {
  db.exec('begin exclusive');
  try {
    other.prepare('select * from t').all();
  } finally {
    db.exec('commit');
  }
});
show('a timeout', () => {
  const waiting = new DatabaseSync('a.db', { timeout: 300 });
  db.exec('begin immediate');
  const start = Date.now();
  try {
    waiting.exec('begin immediate');
  } catch (error) {
    console.log(error.message, error.errcode);
  }
  const waited = Date.now() - start;
  db.exec('commit');
  waiting.close();
  return waited >= 250 && waited < 2000;
});
show('pragmas', () => [db.prepare('pragma journal_mode').get(), db.prepare('pragma page_size').get(), db.prepare('pragma integrity_check').get()]);
other.close();
db.close();
show('again', () => {
  const again = new DatabaseSync(new URL('a.db', pathToFileURL(`${process.cwd()}/`)));
  return [again.location().endsWith('/a.db'), again.prepare('select count(*) n from t').get()];
});
show('a buffer', () => new DatabaseSync(Buffer.from('a.db')).location().endsWith('/a.db'));
show('a uri', () => new DatabaseSync('file:a.db?mode=ro').exec('create table x (a)'));
show('a link', () => {
  fs.symlinkSync('a.db', 'link.db');
  const linked = new DatabaseSync('link.db');
  linked.exec('begin; create table linked (a)');
  const names = fs.readdirSync('.').sort();
  linked.exec('commit');
  return [linked.location(), names];
});
show('another folder', () => {
  fs.mkdirSync('sub');
  process.chdir('sub');
  const moved = new DatabaseSync('../b.db');
  process.chdir('..');
  moved.exec('create table t (a)');
  return [moved.location(), fs.readdirSync('.').sort()];
});
show('attached', () => {
  const main = new DatabaseSync('c.db');
  main.exec("attach 'b.db' as b; create table c (a); insert into c values (1); insert into b.t select a from c");
  return [main.location('b'), main.prepare('select * from b.t').all(), main.prepare('pragma database_list').all()];
});
show('vacuum', () => {
  const large = new DatabaseSync('large.db');
  large.exec('create table t (a); with recursive c(n) as (select 1 union all select n + 1 from c where n < 500) insert into t select randomblob(1000) from c');
  const before = fs.statSync('large.db').size;
  large.exec('delete from t where rowid > 10; vacuum');
  return [before, fs.statSync('large.db').size, large.prepare('pragma integrity_check').get()];
});
show('a hot journal', () => {
  const writer = new DatabaseSync('hot.db');
  writer.exec('create table t (a); insert into t values (1); pragma cache_size = 1');
  writer.exec('begin; update t set a = 2; create table filler (a); with recursive c(n) as (select 1 union all select n + 1 from c where n < 200) insert into filler select randomblob(1000) from c');
  fs.copyFileSync('hot.db', 'copy.db');
  fs.copyFileSync('hot.db-journal', 'copy.db-journal');
  const copy = new DatabaseSync('copy.db');
  const rows = copy.prepare('select * from t').all();
  writer.exec('rollback');
  return [rows, fs.existsSync('copy.db-journal'), copy.prepare('pragma integrity_check').get()];
});
show('no database', () => {
  fs.writeFileSync('text.db', 'this is a text that is no database at all, and long enough to have a header of a hundred bytes, really.');
  return new DatabaseSync('text.db').prepare('select * from sqlite_schema').all();
});
show('removed while open', () => {
  const gone = new DatabaseSync('gone.db');
  gone.exec('create table t (a)');
  fs.unlinkSync('gone.db');
  return gone.prepare('select * from t').all();
});
