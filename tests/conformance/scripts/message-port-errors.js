// What may be posted and transferred, and what is said of the rest.
const {
  MessageChannel,
  MessagePort,
  Worker,
  markAsUncloneable,
  markAsUntransferable,
  moveMessagePortToContext,
  receiveMessageOnPort,
} = require('worker_threads');
const { inspect } = require('util');

const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
};
const { port1, port2 } = new MessageChannel();
const other = new MessageChannel().port1;
const buffer = new ArrayBuffer(3);
const endless = { [Symbol.iterator]: () => ({ next: 1 }) };

for (const list of [0, 'x', { transfer: null }, { transfer: {} }, { transfer: endless }, [{}], [1]])
  attempt(inspect(list), () => port1.postMessage(1, list));
attempt('nothing', () => port1.postMessage());
attempt('twice', () => port1.postMessage(1, [buffer, buffer]));
attempt('a port twice', () => port1.postMessage(1, [other, other]));
attempt('itself', () => port1.postMessage(1, [buffer, port1]));
attempt('from a generator', () =>
  port1.postMessage(
    1,
    (function* () {
      yield buffer;
    })(),
  ),
);
console.log(buffer.byteLength);

attempt('structuredClone', () => structuredClone());
for (const options of [1, { transfer: 1 }, { transfer: null }, { transfer: [1] }, null])
  attempt(inspect(options), () => structuredClone(1, options));

for (const value of [{ a: 1 }, new ArrayBuffer(2), [1], new Map(), new Date(0), [new (class K {})()]]) {
  markAsUncloneable(Array.isArray(value) && typeof value[0] === 'object' ? value[0] : value);
  attempt(inspect(value), () => structuredClone(value));
}
markAsUntransferable(other);
attempt('untransferable', () => port1.postMessage(1, [other]));
attempt('construct', () => new MessagePort());
for (const value of [null, {}]) {
  attempt('receive', () => receiveMessageOnPort(value));
  attempt('move', () => moveMessagePortToContext(value, {}));
}
for (const options of [
  { execArgv: ['--nope'] },
  { execArgv: ['--redirect-warnings'] },
  { env: { NODE_OPTIONS: '--nope' } },
])
  attempt(inspect(options), () => new Worker('', { eval: true, ...options }));

port1.close(() => {
  console.log(inspect(port1).split('\n')[1], port1.postMessage(1));
  attempt('move closed', () => moveMessagePortToContext(port1, {}));
  const { port1: a, port2: b } = new MessageChannel();
  a.on('message', (message) => {
    console.log('got', message);
    a.close(lost);
  });
  b.postMessage('foo');
  b.postMessage('bar');
});
attempt('closed', () => port2.postMessage(1, [port1]));

function lost() {
  const { port1: a, port2: b } = new MessageChannel();
  b.on('close', () => console.log('closed', b.hasRef()));
  b.on('message', () => {});
  console.log(b.postMessage(null, [a]), b.hasRef(), 'drain' in MessagePort.prototype);
}
