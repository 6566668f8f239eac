setTimeout(() => console.log('timeout 0'), 0);
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('microtask'));
queueMicrotask(() => console.log('queueMicrotask'));
console.log('main');
setTimeout(() => {}, 5);
