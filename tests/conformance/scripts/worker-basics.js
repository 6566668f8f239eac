const { Worker, isMainThread, threadId, workerData, parentPort, threadName } = require('node:worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename, { workerData: { list: [1, new Map([['a', 1]])] }, argv: ['x', 5], name: 'named' });
  console.log('main', threadId, worker.threadId, workerData, parentPort);
  worker.on('online', () => console.log('online'));
  worker.on('message', (message) => {
    console.log('main got', message);
    if (message === 'ready') worker.postMessage({ hello: new Date(0), bytes: Buffer.from('abc') });
  });
  worker.on('error', (error) => console.log('error', error));
  worker.on('exit', (code) => console.log('exit', code, worker.threadId));
} else {
  console.log('thread', threadId, threadName, workerData, process.argv.slice(2), require('node:path').basename(process.argv[1]));
  parentPort.once('message', (message) => {
    console.log('thread got', message);
    parentPort.postMessage([message.bytes.constructor.name, process.pid > 0, process.cwd() === __dirname]);
    parentPort.postMessage(new RangeError('an error as data', { cause: 'why' }).message);
  });
  parentPort.postMessage('ready');
}
