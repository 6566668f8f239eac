// A global object names itself among its own properties: Vitest copies into a context whatever it has not.
const vm = require('vm');
const context = vm.createContext();
const global = vm.runInContext('this', context);
console.log(Object.getOwnPropertyNames(global).sort().join(), Object.keys(global), Object.getOwnPropertyNames(context));
console.log(Object.hasOwn(global, 'globalThis'), global.globalThis === global, global === context);
Object.defineProperty(global, 'hidden', { value: 1, configurable: true, writable: true, enumerable: false });
console.log(vm.runInContext('[globalThis.hidden, typeof hidden, globalThis === this]', context), context.hidden);
