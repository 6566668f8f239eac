const vm = require('vm');
const script = new vm.Script('1 + 1', { produceCachedData: true });
console.log(script.cachedDataProduced, Buffer.isBuffer(script.cachedData), script.runInThisContext());
console.log(Buffer.isBuffer(script.createCachedData()), script.cachedDataRejected);
const other = new vm.Script('2 + 2', { cachedData: Buffer.from('not made by V8') });
console.log(other.cachedDataRejected, other.runInThisContext());
