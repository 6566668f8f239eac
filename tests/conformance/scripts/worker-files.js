// What a thread has written to a file is there for the thread that its message reaches, in either direction.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

const rounds = 30;
const sizeOf = (file) => {
  try {
    return fs.statSync(file).size;
  } catch (error) {
    return error.code;
  }
};

if (isMainThread) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worker-files-'));
  const worker = new Worker(__filename, { workerData: folder });
  const seen = [];
  const next = (round) => {
    const file = path.join(folder, `main-${round}`);
    fs.writeFileSync(file, 'm'.repeat(round));
    worker.postMessage({ round, file });
  };
  worker.on('message', ({ round, file, size }) => {
    seen.push([size, sizeOf(file)]);
    if (round < rounds) next(round + 1);
    else worker.postMessage(null);
  });
  worker.on('exit', (code) => {
    console.log(code, seen.map((sizes) => sizes.join('/')).join(' '));
    fs.rmSync(folder, { recursive: true });
  });
  next(1);
} else {
  parentPort.on('message', (message) => {
    if (message === null) return parentPort.close();
    const { round, file } = message;
    const own = path.join(workerData, `thread-${round}`);
    fs.writeFileSync(own, 't'.repeat(2 * round));
    parentPort.postMessage({ round, file: own, size: sizeOf(file) });
  });
}
