// node:sqlite: sessions, serialization, authorizers.
const { DatabaseSync, constants } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const create = () => {
  const db = new DatabaseSync(':memory:');
  db.exec('create table t (a integer primary key, b); create table u (c integer primary key)');
  return db;
};
const db = create();
const changes = (sql) => {
  const session = db.createSession();
  db.exec(sql);
  const changeset = session.changeset();
  session.close();
  return changeset;
};
show('changeset and patchset', () => {
  const session = db.createSession();
  db.exec("insert into t values (1, 'x'); insert into u values (5)");
  return [session, session.changeset(), session.patchset()];
});
show('of one table', () => {
  const session = db.createSession({ table: 'u' });
  db.exec("insert into t values (2, 'x'); insert into u values (6)");
  return session.changeset();
});
show('of no database', () => db.createSession({ db: 'nothing' }).changeset());
show('closed', () => {
  const session = db.createSession();
  session.close();
  session[Symbol.dispose]();
  return session.changeset();
});
show('closed twice', () => {
  const session = db.createSession();
  session.close();
  session.close();
});
show('apply', () => {
  const other = create();
  const changeset = changes("insert into t values (3, 'y'); insert into u values (7)");
  const first = other.applyChangeset(changeset);
  return [first, other.prepare('select * from t').all(), other.applyChangeset(changeset), other.prepare('select * from u').all()];
});
show('conflicts', () => {
  const changeset = changes("insert into t values (4, 'new')");
  return [constants.SQLITE_CHANGESET_OMIT, constants.SQLITE_CHANGESET_REPLACE, constants.SQLITE_CHANGESET_ABORT, 'x', 99, undefined].map((answer) => {
    const other = create();
    other.exec("insert into t values (4, 'old')");
    try {
      const kinds = [];
      const applied = other.applyChangeset(changeset, { onConflict: (...args) => (kinds.push(args), answer) });
      return [applied, kinds, other.prepare('select b from t').get().b];
    } catch (error) {
      return [error.message, { ...error }];
    }
  });
});
show('a conflict that throws', () => {
  const other = create();
  other.exec("insert into t values (5, 'old')");
  return other.applyChangeset(changes("insert into t values (5, 'new')"), {
    onConflict() {
      throw new TypeError('mine');
    },
  });
});
show('a filter', () => {
  const other = create();
  const asked = [];
  const applied = other.applyChangeset(changes("insert into t values (6, 'y'); insert into u values (8)"), { filter: (table) => (asked.push(table), table === 'u') });
  return [applied, asked.sort(), other.prepare('select count(*) n from t').get(), other.prepare('select c from u').all()];
});
show('an update and a deletion', () => {
  const other = create();
  other.applyChangeset(changes("insert into t values (20, 'a'), (21, 'b')"));
  const applied = other.applyChangeset(changes("update t set b = 'c' where a = 20; delete from t where a = 21"));
  return [applied, other.prepare('select * from t').all()];
});
for (const args of [[], [1], [new Uint8Array(3)], [new Uint8Array(0)], [new Uint8Array(3), 1], [new Uint8Array(3), { onConflict: 1 }], [new Uint8Array(3), { filter: 1 }], [new Uint8Array(0), { filter: undefined }]]) show('applyChangeset', () => db.applyChangeset(...args));
for (const args of [[1], [null], [undefined], [{ table: 1 }], [{ table: undefined }], [{ db: 1 }]]) show('createSession', () => db.createSession(...args));
show('serialize', () => {
  const bytes = db.serialize();
  const other = new DatabaseSync(':memory:');
  const statement = other.prepare('select 1');
  other.deserialize(bytes);
  other.exec('insert into u values (100)');
  try {
    statement.all();
  } catch (error) {
    console.log(error.message);
  }
  return [bytes.length, bytes.constructor.name, other.prepare('select count(*) n, max(c) m from u').get()];
});
show('serialize an empty one', () => new DatabaseSync(':memory:').serialize().length);
show('deserialize into another', () => new DatabaseSync(':memory:').deserialize(db.serialize(), { dbName: 'nothing' }));
show('deserialize what is none', () => {
  const other = new DatabaseSync(':memory:');
  other.deserialize(new Uint8Array(100));
  return other.prepare('select * from t').all();
});
show('authorizer', () => {
  const asked = [];
  db.setAuthorizer((...args) => (asked.push(args), constants.SQLITE_OK));
  db.prepare('select a, upper(b) from t').all();
  db.exec('create table w (x)');
  db.setAuthorizer(null);
  return asked;
});
for (const answer of [constants.SQLITE_DENY, constants.SQLITE_IGNORE, 7, 'x', undefined])
  show(`authorizer ${answer}`, () => {
    db.setAuthorizer(() => answer);
    try {
      return db.prepare('select c from u').all().length;
    } finally {
      db.setAuthorizer(null);
    }
  });
show('authorizer that throws', () => {
  db.setAuthorizer(() => {
    throw new RangeError('mine');
  });
  try {
    db.exec('select 1');
  } finally {
    db.setAuthorizer(null);
  }
});
for (const callback of [undefined, 1, {}]) show('setAuthorizer', () => db.setAuthorizer(callback));
