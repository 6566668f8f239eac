async function f() { console.log('f1'); await null; console.log('f2'); await null; console.log('f3'); }
async function g() { console.log('g1'); await f(); console.log('g2'); }
g().then(() => console.log('then'));
process.nextTick(() => console.log('tick'));
console.log('main');
