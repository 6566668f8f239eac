// A context that is its own global object: the same from inside and outside, private fields and prototype included (jsdom 30).
const vm = require('node:vm');

const context = vm.createContext(vm.constants.DONT_CONTEXTIFY);
const run = (code) => vm.runInContext(code, context);

console.log(vm.isContext(context), run('this') === context, run('globalThis') === context, context.globalThis === context);
console.log(Object.keys(context), typeof context.Array, typeof context.process, typeof context.require);
console.log(Object.getOwnPropertyDescriptor(context, 'undefined'), 'Map' in context, run('new Map([[1, 2]]).size'));

class Given {
  constructor(object) {
    return object;
  }
}
class Branded extends Given {
  #brand = 'own';
  static brandOf(object) {
    return #brand in object ? object.#brand : undefined;
  }
}
new Branded(context);
console.log(Branded.brandOf(run('this')), Branded.brandOf(run('globalThis')));

context.given = 1;
console.log(run('var counted = given + 1; function twice() { return counted * 2; } twice()'), context.counted, typeof context.twice);
run('let hidden = 3; const alsoHidden = 4;');
console.log(run('hidden + alsoHidden'), 'hidden' in context);

Object.setPrototypeOf(context, { inherited: 'from a prototype' });
console.log(run('inherited'), run('typeof missing'), Object.keys(context).sort());
run('delete globalThis.given');
console.log('given' in context, run('typeof given'));
