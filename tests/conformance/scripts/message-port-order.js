// What waits at one port is told before what waits at the next, with the ticks and microtasks of each message in between.
const { MessageChannel } = require('node:worker_threads');

const [a, b] = [new MessageChannel(), new MessageChannel()];
for (const [name, { port2 }] of Object.entries({ a, b }))
  port2.on('message', (message) => {
    console.log(name, message);
    process.nextTick(() => console.log('tick of', message));
    Promise.resolve().then(() => console.log('microtask of', message));
    if (message === 1) b.port1.postMessage('from 1');
    if (message === 'last') for (const { port1 } of [a, b]) port1.close();
  });
for (let i = 1; i <= 2; i++) a.port1.postMessage(i);
b.port1.postMessage('first of b');
a.port1.postMessage(3);
b.port1.postMessage('second of b');
setImmediate(() => console.log('immediate'));
setTimeout(() => a.port1.postMessage('last'), 50);
