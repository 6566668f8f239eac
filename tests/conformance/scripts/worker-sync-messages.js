// What synckit does for ESLint's plugins, and Angular's compiler: a thread blocks until another has answered.
const { Worker, MessageChannel, receiveMessageOnPort } = require('worker_threads');
const shared = new SharedArrayBuffer(4);
const signal = new Int32Array(shared);
const { port1, port2 } = new MessageChannel();
const code = `
  const { parentPort, workerData, receiveMessageOnPort, MessageChannel } = require('worker_threads');
  const signal = new Int32Array(workerData.shared);
  const answer = (message) => {
    workerData.port.postMessage(message);
    Atomics.add(signal, 0, 1);
    Atomics.notify(signal, 0);
  };
  parentPort.on('message', ({ id, text, fail, big, twice, bytes }) => {
    if (fail) answer({ id, error: new RangeError(fail) });
    else if (big) answer({ id, text: text.repeat(big) });
    else if (twice) {
      workerData.port.postMessage({ id, part: 1 });
      answer({ id, part: 2 });
    } else if (bytes) answer({ id, bytes: bytes.map((byte) => byte * 2), map: new Map([[1, new Date(0)]]) });
    else answer({ id, text: text.toUpperCase() });
  });
`;
const worker = new Worker(code, { eval: true, workerData: { shared, port: port2 }, transferList: [port2] });
let id = 0;
function ask(question) {
  const before = Atomics.load(signal, 0);
  worker.postMessage({ ...question, id: ++id });
  if (Atomics.wait(signal, 0, before, 20000) === 'timed-out') throw new Error('no answer');
  return receiveMessageOnPort(port1)?.message;
}
const answers = [
  ask({ text: 'first' }),
  ask({ text: 'second' }),
  ask({ fail: 'too much' }),
  ask({ bytes: Uint8Array.of(1, 2, 3) }),
  ask({ twice: true }),
  receiveMessageOnPort(port1)?.message,
  receiveMessageOnPort(port1),
];
const { text } = ask({ text: 'long ', big: 100_000 });
answers.push(text.length);
for (let round = 0; round < 200; round++) answers[8] = ask({ text: 'x'.repeat(round * 100) }).text.length;
// What was taken is not told again; what comes later is told by an event.
port1.on('message', (message) => {
  console.log('event', message);
  port1.close();
  void worker.terminate();
});
setTimeout(() => {
  worker.postMessage({ id: ++id, text: 'last' });
}, 50);
setTimeout(() => console.log(answers), 20);
