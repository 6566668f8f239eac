process.on('uncaughtException', (e, origin) => console.log('caught', e.message, origin));
process.nextTick(() => { throw new Error('from tick'); });
process.nextTick(() => console.log('next tick runs'));
setTimeout(() => { throw new Error('from timer'); }, 1);
setTimeout(() => { console.log('other timer'); setImmediate(() => console.log('still alive')); }, 1);
Promise.reject(new Error('rejected'));
// The timers are due before the loop begins, however fast the machine.
for (const due = performance.now() + 3; performance.now() < due;);
throw new Error('from main');
