setImmediate(() => { Promise.reject(new Error('from immediate')); process.nextTick(() => console.log('tick')); });
setImmediate(() => console.log('never'));
