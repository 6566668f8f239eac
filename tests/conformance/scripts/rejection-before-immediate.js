Promise.reject(new Error('first'));
setImmediate(() => console.log('never'));
setTimeout(() => console.log('never'), 0);
