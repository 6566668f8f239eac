const { Worker, MessageChannel, setEnvironmentData } = require('node:worker_threads');
const { once } = require('node:events');
const { text } = require('node:stream/consumers');
setEnvironmentData('shared', { x: 1 });
const code = `
  const { parentPort, workerData, receiveMessageOnPort, getEnvironmentData, MessageChannel } = require('worker_threads');
  console.log('environment data', getEnvironmentData('shared'));
  const { port } = workerData;
  console.log('received at once', receiveMessageOnPort(port), receiveMessageOnPort(port), receiveMessageOnPort(port));
  port.on('message', (message) => {
    if (message.port) {
      message.port.postMessage('through a nested port');
      message.port.close();
      return;
    }
    const buffer = message.buffer;
    new Uint8Array(buffer)[0] = 9;
    port.postMessage({ buffer }, [buffer]);
    console.log('detached here', buffer.byteLength);
  });
  parentPort.on('message', () => { port.close(); parentPort.close(); });
  const own = new MessageChannel();
  parentPort.postMessage({ own: own.port1 }, [own.port1]);
  own.port2.once('message', (said) => {
    console.log('over its own', said);
    own.port2.close();
  });
`;
(async () => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage('queued one');
  port1.postMessage('queued two');
  const worker = new Worker(code, { eval: true, workerData: { port: port2 }, transferList: [port2], stdout: true });
  const [{ own }] = await once(worker, 'message');
  own.postMessage('channel');
  const buffer = new Uint8Array([1, 2, 3]).buffer;
  port1.postMessage({ buffer }, [buffer]);
  console.log('detached', buffer.byteLength);
  const [back] = await once(port1, 'message');
  console.log('back', new Uint8Array(back.buffer));
  const nested = new MessageChannel();
  port1.postMessage({ port: nested.port1 }, [nested.port1]);
  console.log(await once(nested.port2, 'message'));
  await once(nested.port2, 'close');
  try {
    worker.postMessage(() => {});
  } catch (error) {
    console.log(error.name, error.message, error.code);
  }
  try {
    worker.postMessage({ port: new MessageChannel().port1 });
  } catch (error) {
    console.log(error.name, error.message, error.code);
  }
  worker.postMessage('end');
  const printed = text(worker.stdout);
  await Promise.all([once(port1, 'close'), once(worker, 'exit')]);
  console.log((await printed).split('\n').sort());
})();
