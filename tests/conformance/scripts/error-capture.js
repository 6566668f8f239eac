function make() { const o = {}; Error.captureStackTrace(o, make); return o.stack.split('\n').slice(0, 2).join('|').replaceAll(__dirname, ''); }
console.log(make());
Error.stackTraceLimit = 0; console.log(new Error('none').stack);
