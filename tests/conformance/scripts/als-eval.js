// Code of a direct `eval`, as webpack's modules in development are: its context, its imports, its place in stacks, its text.
const { AsyncLocalStorage } = require('node:async_hooks');
const store = new AsyncLocalStorage();
const name = 'world';

const text = `
exports.read = async function () {
  await null;
  const first = store.getStore();
  try { await Promise.reject(new Error('x')) } catch { return [first, store.getStore(), name] }
};
exports.load = async () => (await import('node:path')).basename('/a/b.txt');
exports.nested = async () => eval("(async () => { await 1; return store.getStore() })()");
exports.fail = async (a) => { await a; throw new Error('placed') };
//# sourceURL=webpack-internal:///./src/module.js`;

const exports_ = {};
(function (exports) {
  eval(text);
})(exports_);

(async () => {
  const other = store.run('b', () => exports_.read());
  console.log(await store.run('a', () => exports_.read()), await other);
  console.log(await exports_.load());
  console.log(await store.run('c', () => exports_.nested()));
  console.log(await exports_.fail().catch((error) => error.stack.split('\n').slice(0, 2).join('\n')));
  console.log(String(exports_.nested));
  console.log(
    String((x) => eval(x)),
    eval('1 + 1'),
    (0, eval)('typeof text'),
  );
  console.log(new Function('x', 'return eval(x)')('(async () => await 3)').toString());
  try {
    eval('async () => { await }');
  } catch (error) {
    console.log(error.name, error.message);
  }
})();
