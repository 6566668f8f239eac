const { Worker, isMainThread, parentPort } = require('node:worker_threads');
if (isMainThread) {
  // The process ends, and its threads with it.
  const worker = new Worker(__filename);
  worker.on('message', (message) => {
    console.log(message);
    process.exit(3);
  });
  const quiet = new Worker(__filename);
  quiet.unref();
} else {
  setInterval(() => {}, 1000);
  const refused = ['chdir', 'abort', 'setuid'].map((method) => {
    try {
      process[method]('/');
    } catch (error) {
      return [error.code, error.message];
    }
  });
  parentPort.postMessage(refused);
}
