const vm = require('vm');
const context = vm.createContext({ name: 'context', seen: [] });
const compile = (code, params, more) => vm.compileFunction(code, params, { parsingContext: context, ...more });
console.log(compile('return name + a', ['a'])('!'));
console.log(compile('return [typeof process, typeof nowhere, typeof name, typeof Array, typeof globalThis]')());
try {
  compile('return nowhere')();
} catch (error) {
  console.log(error.message);
}
compile('seen.push(1); made = seen.length; "use strict"; var local = 1')();
console.log(context.made, context.local, typeof made);
console.log(compile('"use strict"; let name = "inner"; return (() => name)()')());
console.log(compile('return x + y', [], { contextExtensions: [{ x: 1, y: 1 }, { y: 2 }] })());
console.log(vm.compileFunction('return x + 1', [], { contextExtensions: [{ x: 1 }] })());
const global = vm.runInContext('this', context);
console.log(Object.getOwnPropertyNames(global).includes('Array'), Object.keys(global).sort());
global.Map = 'mine';
Object.defineProperty(global, 'Set', { value: 1 });
global.Map += '!';
global.Set = 2;
const { value, ...flags } = Object.getOwnPropertyDescriptor(global, 'Set');
console.log(global.Map, compile('return [Map, Set]')(), value, flags, context.Map);
console.log(vm.runInContext('typeof later === "undefined" ? "not yet" : later', context));
context.later = 'now';
console.log(vm.runInContext('later', context), vm.runInContext('var fresh; fresh', context));
vm.runInContext('this.byThis = new Function("return this")().name; found = Function("return typeof name")()', context);
console.log(context.byThis, context.found);
console.log(vm.runInContext('new Function("a", "b", "return a * b")(6, 7)', context));
try {
  vm.runInContext('new Function("return (")', context);
} catch (error) {
  console.log(error.name);
}
try {
  compile('throw new TypeError("at its place")', [], { filename: 'place.js', lineOffset: 0 })();
} catch (error) {
  console.log(error.name, error.stack.split('\n').find((line) => line.includes('place.js')).trim());
}
try {
  compile('return {', [], { filename: 'bad.js' });
} catch (error) {
  console.log(error.name, error.message);
}
