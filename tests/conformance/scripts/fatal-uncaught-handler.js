process.on('uncaughtException', (e, origin) => console.log('caught', e.message, origin));
setTimeout(() => console.log('still alive'), 5);
process.nextTick(() => { throw new Error('from tick'); });
process.nextTick(() => console.log('next tick runs'));
setTimeout(() => { throw new Error('from timer'); }, 1);
setTimeout(() => console.log('other timer'), 1);
Promise.reject(new Error('rejected'));
throw new Error('from main');
