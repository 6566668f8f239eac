const vm = require('vm');
const context = vm.createContext({});
const run = (code) => {
  try {
    console.log(code, '->', vm.runInContext(code, context));
  } catch (error) {
    console.log(code, '->', error.name, error.message);
  }
};
run('const a = 1; let b = 2, c; class D { m() { return a } } var e = 5; function f() { return b }');
console.log(Object.keys(context));
run('[a, b, c, typeof D, new D().m(), e, f()]');
run('a = 2');
run('b = 3; f()');
run('let b');
run('var a');
run('early; let early = 1');
run('const { x, ...rest } = { x: 1, y: 2 }; [x, rest]');
run('globalThis.b + globalThis.e');
run('for (const i of [1]) { let inner = i } typeof inner');
console.log(Object.keys(context), context.e);
