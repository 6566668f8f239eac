const { builtinModules, isBuiltin } = require('module');
console.log(builtinModules.length > 60, isBuiltin('fs'), isBuiltin('node:test'), isBuiltin('test'), isBuiltin('nope'));
try { require('node:nope'); } catch (e) { console.log(e.code, e.message); }
console.log(require('fs') === require('node:fs'), process.getBuiltinModule('path') === require('path'));
