// Memory that threads share: a blocked main thread, values that cross by reference, files that are seen as soon as they are told of.
const fs = require('node:fs');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

if (isMainThread) {
  const cells = new Int32Array(new SharedArrayBuffer(16));
  const worker = new Worker(__filename, { workerData: { cells } });
  // The thread runs although this one never returns to its event loop.
  console.log(Atomics.wait(cells, 0, 0), cells[1]);
  console.log(fs.readFileSync('told.txt', 'utf8'), fs.readdirSync('made').join());
  fs.writeFileSync('answer.txt', 'from main');
  Atomics.store(cells, 2, 1);
  Atomics.notify(cells, 2);
  Atomics.wait(cells, 3, 0);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
  const bytes = new Uint8Array(memory.buffer);
  worker.on('message', ({ text, same }) => {
    console.log(text, same, bytes[7]);
    worker.postMessage('end');
  });
  worker.on('exit', (code) => console.log('exit', code));
  worker.postMessage({ memory, module: new WebAssembly.Module(empty) });
} else {
  const { cells } = workerData;
  fs.writeFileSync('told.txt', 'by the thread');
  fs.mkdirSync('made');
  fs.writeFileSync('made/file', '');
  cells[1] = 7;
  Atomics.store(cells, 0, 1);
  Atomics.notify(cells, 0);
  Atomics.wait(cells, 2, 0);
  const text = fs.readFileSync('answer.txt', 'utf8');
  Atomics.store(cells, 3, 1);
  Atomics.notify(cells, 3);
  parentPort.on('message', (message) => {
    if (message === 'end') {
      parentPort.close();
      return;
    }
    new Uint8Array(message.memory.buffer)[7] = 42;
    parentPort.postMessage({ text, same: message.module instanceof WebAssembly.Module });
  });
}
