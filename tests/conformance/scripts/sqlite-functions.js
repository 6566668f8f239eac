// node:sqlite: functions and aggregates of JavaScript.
const { DatabaseSync } = require('node:sqlite');
const show = (name, run) => {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, 'throws', error instanceof Error ? [error.name, error.message, { ...error }] : error);
  }
};
const db = new DatabaseSync(':memory:');
const ask = (sql, ...values) => db.prepare(sql).get(...values);
show('arguments', () => {
  db.function('show', { varargs: true }, (...values) => JSON.stringify(values));
  return ask("select show(1, 2.5, null, 'x', x'0102') a, show() b");
});
show('this', () => {
  db.function('self', function () {
    'use strict';
    return String(this);
  });
  return ask('select self() a');
});
show('its length counts', () => {
  db.function('two', (a, b) => a + b);
  return ask('select two(1, 2) a');
});
show('wrong count', () => ask('select two(1)'));
show('results', () => {
  const results = { undefined, null: null, number: 1.5, int: 3, bigint: 2n ** 62n, string: 'é', bytes: new Uint8Array([1, 2]), view: new DataView(new ArrayBuffer(1)) };
  db.function('result', (name) => results[name]);
  const statement = db.prepare('select result(?) a, typeof(result(?1)) b', { readBigInts: true });
  return Object.keys(results).map((name) => statement.get(name));
});
for (const [name, value] of Object.entries({ boolean: true, object: {}, array: [], symbol: Symbol('x'), function: () => {}, large: 2n ** 64n, promise: Promise.resolve(1), buffer: new ArrayBuffer(2) }))
  show(`result ${name}`, () => {
    db.function(`result_${name}`, () => value);
    return ask(`select result_${name}() a`);
  });
show('throws', () => {
  db.function('fails', () => {
    throw new TypeError('mine');
  });
  return ask('select fails()');
});
show('throws in exec', () => db.exec('select fails()'));
show('throws in run', () => db.prepare('select fails()').run());
show('throws in all', () => db.prepare('select fails()').all());
show('throws in iterate', () => [...db.prepare('select fails()').iterate()]);
show('works after that', () => ask('select two(1, 2) a'));
show('throws nothing', () => {
  db.function('nothing', () => {
    throw undefined;
  });
  return ask('select nothing()');
});
show('large integers', () => {
  db.function('same', (value) => value);
  return ask('select same(9007199254740993) a');
});
show('bigints', () => {
  db.function('big', { useBigIntArguments: true }, (value) => String(value) + typeof value);
  return ask('select big(9007199254740993) a, big(1.5) b');
});
show('deterministic', () => {
  db.function('fixed', { deterministic: true }, (x) => x * 2);
  db.exec('create table t (a, b as (fixed(a)) stored); insert into t (a) values (4)');
  return ask('select * from t');
});
show('not deterministic', () => db.exec('create table u (a, b as (two(a, 1)) stored)'));
show('direct only', () => {
  db.function('direct', { directOnly: true }, () => 1);
  db.exec('create view v as select direct() a');
  return ask('select * from v');
});
show('calls the database', () => {
  db.function('inner', (x) => ask('select ? + 1 a', x).a);
  return ask('select inner(inner(1)) a');
});
show('replaced', () => {
  db.function('same', () => 'other');
  return ask('select same(1) a');
});
for (const args of [[], ['f'], [1, () => {}], ['f', {}, 1], ['f', null, () => {}], ['f', { varargs: 1 }, () => {}], ['f', { useBigIntArguments: 1 }, () => {}], ['f', { deterministic: 1 }, () => {}], ['f', { directOnly: 1 }, () => {}]]) show('function', () => db.function(...args));
show('sum', () => {
  db.aggregate('total_of', { start: 0, step: (sum, x) => sum + x, result: (sum) => sum * 10 });
  return [ask('select total_of(value) a from json_each(?)', '[1, 2, 3]'), ask('select total_of(value) a from json_each(?)', '[]')];
});
show('groups', () => {
  db.aggregate('joined', { start: () => [], step: (list, a, b) => [...list, a + b], result: (list) => list.join() });
  return db.prepare('select value % 2 k, joined(value, 1) a from json_each(?) group by k').all('[1, 2, 3, 4]');
});
show('window', () => {
  db.aggregate('moving', { start: 0, step: (sum, x) => sum + x, inverse: (sum, x) => sum - x });
  return db.prepare('select moving(value) over (order by value rows between 1 preceding and current row) a from json_each(?)').all('[1, 2, 4, 8]');
});
show('no window without inverse', () => db.prepare('select total_of(value) over (order by value) a from json_each(?)').all('[1]'));
for (const part of ['start', 'result', 'inverse'])
  show(`${part} throws`, () => {
    const parts = { start: () => 0, step: (a, x) => a + x, result: (a) => a, inverse: (a, x) => a - x };
    parts[part] = () => {
      throw new RangeError(part);
    };
    db.aggregate(`bad_${part}`, parts);
    return db.prepare(`select bad_${part}(value) over (order by value rows between 1 preceding and current row) a from json_each(?)`).all('[1, 2, 3]');
  });
show('works after that', () => ask('select total_of(1) a'));
show('step throws', () => {
  db.aggregate('bad_step', {
    start: 0,
    step() {
      throw new RangeError('step');
    },
  });
  return ask('select bad_step(1) a');
});
show('varargs and bigints', () => {
  db.aggregate('kinds', { start: '', step: (text, ...values) => text + values.map((value) => typeof value), varargs: true, useBigIntArguments: true });
  return ask("select kinds(1, 'x', 2.5) a");
});
for (const args of [['a'], ['a', {}], ['a', { start: 0 }], ['a', { start: 0, step: 1 }], ['a', { start: 0, step() {}, inverse: 1 }], ['a', { start: 0, step() {}, varargs: 1 }], ['a', { start: 0, step() {}, useBigIntArguments: 1 }], ['a', { start: 0, step() {}, directOnly: 1 }], ['a', { start: null, step() {}, result: 1 }]]) show('aggregate', () => db.aggregate(...args));
