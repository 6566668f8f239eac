const p = Promise.reject(new Error('quiet'));
process.nextTick(() => p.catch((e) => console.log('caught', e.message)));
