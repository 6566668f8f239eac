// node:sqlite: two processes with one database.
const { DatabaseSync } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const child = (script, ...args) => ['--no-warnings', '-e', `const { DatabaseSync } = require('node:sqlite'); ${script}`, ...args];
const run = (script) => execFileSync(process.execPath, child(script), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
const db = new DatabaseSync('p.db');
db.exec('create table t (a integer primary key, who)');
db.exec("insert into t (who) values ('parent')");
show('a child reads', () => run("console.log(new DatabaseSync('p.db').prepare('select who from t').all())"));
show('a child writes', () => run("console.log(new DatabaseSync('p.db').prepare(`insert into t (who) values ('child')`).run())"));
show('the parent sees it', () => db.prepare('select who from t').all());
db.exec("begin immediate; insert into t (who) values ('open')");
show('a child finds it locked', () => run("try { new DatabaseSync('p.db').exec(`insert into t (who) values ('x')`) } catch (error) { console.log(error.message, error.errcode) }"));
show('but reads what was', () => run("console.log(new DatabaseSync('p.db').prepare('select count(*) n from t').get())"));
db.exec('commit');
db.exec('begin exclusive');
show('a child cannot even read', () => run("try { new DatabaseSync('p.db').prepare('select * from t').all() } catch (error) { console.log(error.message, error.errcode) }"));
db.exec('rollback');

async function main() {
  const worker = (name) =>
    spawn(
      process.execPath,
      child(
        `const db = new DatabaseSync('p.db', { timeout: 60000 });
        const add = db.prepare('insert into t (who) values (?)');
        for (let index = 0; index < 15; index++) { db.exec('begin immediate'); add.run('${name}'); db.exec('update total set n = n + 1; commit'); }`,
      ),
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
  db.exec('create table total (n); insert into total values (0)');
  const codes = await Promise.all(['one', 'two'].map(async (name) => (await once(worker(name), 'exit'))[0]));
  show('both have written', () => [codes, db.prepare("select who, count(*) n from t where who in ('one', 'two') group by who").all(), db.prepare('select n from total').get(), db.prepare('pragma integrity_check').get()]);

  const holder = spawn(process.execPath, child("const db = new DatabaseSync('p.db'); db.exec(`begin immediate; insert into t (who) values ('killed')`); console.log('held'); setInterval(() => {}, 1000)"), { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  show('held by the child', () => db.exec("insert into t (who) values ('y')"));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  show('free when it was killed', () => [db.prepare("insert into t (who) values ('after')").run().changes, db.prepare("select count(*) n from t where who = 'killed'").get(), db.prepare('pragma integrity_check').get()]);
}
main();
