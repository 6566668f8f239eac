// node:sqlite: errors, word for word.
const { DatabaseSync, StatementSync, Session, backup } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
show('without new', () => DatabaseSync(':memory:'));
for (const path of [undefined, null, 1, {}, 'a\0b', new Uint8Array([97, 0]), new URL('http://x/')]) show(`path ${path}`, () => new DatabaseSync(path));
for (const options of [undefined, null, 1, 'x']) show(`options ${options}`, () => new DatabaseSync(':memory:', options));
for (const name of ['open', 'readOnly', 'enableForeignKeyConstraints', 'enableDoubleQuotedStringLiterals', 'allowExtension', 'timeout', 'readBigInts', 'returnArrays', 'allowBareNamedParameters', 'allowUnknownNamedParameters', 'defensive', 'limits']) {
  show(`${name} null`, () => new DatabaseSync(':memory:', { [name]: null }));
  show(`${name} undefined`, () => new DatabaseSync(':memory:', { [name]: undefined }).isOpen);
}
show('timeout', () => new DatabaseSync(':memory:', { timeout: 1.5 }));
show('a folder', () => new DatabaseSync('.'));
show('in no folder', () => new DatabaseSync('/nonexistent/x.db'));
show('read only and not there', () => new DatabaseSync('nothing.db', { readOnly: true }));
show('another vfs', () => new DatabaseSync('file:foo?vfs=nope'));
show('StatementSync', () => new StatementSync());
show('Session', () => new Session());
show('open of something else', () => DatabaseSync.prototype.open.call({}));
show('all of something else', () => StatementSync.prototype.all.call(undefined));
const db = new DatabaseSync(':memory:');
for (const sql of ['', '-- x', ' ; ', undefined, 1, 'select', 'selec 1', 'select * from nothing', 'select "']) {
  show(`prepare ${sql}`, () => db.prepare(sql));
  show(`exec ${sql}`, () => db.exec(sql));
}
for (const options of [null, 1, { returnArrays: 1 }, { readBigInts: null }, { allowBareNamedParameters: 1 }, { allowUnknownNamedParameters: '' }]) show('prepare with options', () => db.prepare('select 1', options));
db.exec('create table t (a integer primary key, b text not null unique check (b <> \'no\')); create table u (t references t); insert into t values (1, \'x\')');
for (const sql of ["insert into t values (1, 'y')", "insert into t values (2, 'x')", 'insert into t values (3, null)', "insert into t values (4, 'no')", 'insert into u values (9)', 'insert into t values (1)', 'commit', 'attach', "attach '/nonexistent/y.db' as y", 'create table t (a)', 'drop table nothing', 'select 1 = ', "select json('{')", 'select abs(-9223372036854775808)'])
  show(sql, () => db.exec(sql));
show('by run', () => db.prepare('insert into t values (1, 2)').run());
show('by all', () => db.prepare("insert into t values (1, 2) returning a").all());
show('double quotes', () => db.prepare('select "abc"').get());
show('double quotes allowed', () => new DatabaseSync(':memory:', { enableDoubleQuotedStringLiterals: true }).prepare('select "abc" as x').get());
show('foreign keys', () => [db.prepare('pragma foreign_keys').get(), new DatabaseSync(':memory:', { enableForeignKeyConstraints: false }).prepare('pragma foreign_keys').get()]);
show('open again', () => db.open());
show('extensions', () => db.enableLoadExtension(true));
show('extensions', () => db.enableLoadExtension(1));
show('extensions', () => db.enableLoadExtension(false));
show('extensions', () => db.loadExtension('x'));
show('enableDefensive', () => db.enableDefensive(1));
show('schema', () => db.exec("pragma writable_schema = on; update sqlite_schema set sql = 'x'"));
show('location', () => [db.location(), db.location('main'), db.location('temp'), db.location('nothing')]);
show('location', () => db.location(1));
show('serialize', () => db.serialize(1));
show('serialize', () => db.serialize('nothing'));
for (const bytes of [undefined, 'x', new Uint8Array(0)]) show('deserialize', () => db.deserialize(bytes));
show('deserialize', () => db.deserialize(new Uint8Array(1), 1));
show('deserialize', () => db.deserialize(new Uint8Array(1), { dbName: 1 }));
for (const limits of [{ length: 'x' }, { length: -1 }, { attach: 1.5 }, { attach: Infinity }]) show('limits', () => new DatabaseSync(':memory:', { limits }));
for (const value of ['x', -1, 1.5, null]) show(`limit ${value}`, () => { db.limits.attach = value; });
show('the limit holds', () => { db.limits.sqlLength = 10; return db.prepare('select 1234567890'); });
const closed = new DatabaseSync(':memory:', { open: false });
for (const name of ['close', 'prepare', 'exec', 'function', 'aggregate', 'location', 'createSession', 'applyChangeset', 'enableLoadExtension', 'enableDefensive', 'loadExtension', 'serialize', 'deserialize', 'setAuthorizer', 'createTagStore']) show(`${name} of a closed one`, () => closed[name]());
show('isTransaction', () => closed.isTransaction);
show('limits', () => closed.limits);
show('isOpen', () => closed.isOpen);
show('assigning', () => { 'use strict'; closed.isOpen = true; });
show('deleting', () => { 'use strict'; return delete closed.isOpen; });
for (const args of [[], [{}], [db], [db, 'x.db', 1], [db, 'x.db', { rate: 'x' }], [db, 'x.db', { rate: 0 }], [db, 'x.db', { source: 1 }], [db, 'x.db', { target: 1 }], [db, 'x.db', { progress: 1 }], [closed, 'x.db']]) show('backup', () => backup(...args));
