const util = require('util');
const strip = (s) => s.replace(/\n\s+at .*/g, '');
class MyErr extends Error { constructor(m) { super(m); this.name = 'MyErr'; this.extra = 1; } }
console.log(strip(util.inspect(new MyErr('m'))), strip(util.inspect(new AggregateError([new Error('a'), new TypeError('b')], 'agg'))), strip(util.inspect(Object.assign(new Error('multi\nline'), { code: 'X' }))), strip(util.inspect({ e: new RangeError('nested') })));
const e = new Error('no stack'); e.stack = undefined; console.log(util.inspect(e)); const f = new Error('msg'); f.message = 'changed'; console.log(strip(util.inspect(f)));
