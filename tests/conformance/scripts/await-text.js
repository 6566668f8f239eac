// What a program can see of its own code: toString, columns of errors, the order of microtasks.
async function f(x) { try { return await x + await  /* gap */ x } catch (e) { throw e } finally { x } }
console.log(f.toString());
console.log(String(async (a) => { for await (const b of a) await b; }));
console.log(String((x) => import(x)));
console.log(Function.prototype.toString.toString(), Function.prototype.toString.name, Function.prototype.toString.length);
console.log(String(new (async () => {}).constructor('a', 'return await a')), Function.prototype.toString.call(class A { async m() { await 1 } }));
async function thrower() { await 1; await Promise.all([1]), null.x; }
async function caller() { await thrower(); }
caller().catch((error) => console.log(error.stack));
const order = [];
(async () => { await 1; order.push('a1'); await Promise.resolve(); order.push('a2'); await { then: (r) => r() }; order.push('a3'); })();
Promise.resolve().then(() => order.push('t1')).then(() => order.push('t2')).then(() => order.push('t3')).then(() => order.push('t4')).then(() => order.push('t5'));
setTimeout(() => console.log(order.join(' ')), 5);
try { Function.prototype.toString.call({}); } catch (error) { console.log(error.message); }
console.log(Object.getOwnPropertyNames(globalThis).filter((name) => /holdfast/.test(name)));
