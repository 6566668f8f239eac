// A terminated thread takes the ends of channels with it that it was sent, by whatever way: the other ends close, and a process
// that only they keep alive ends (Angular's compiler leaves it at that). An end that has gone on to another thread stays.
const { Worker, MessageChannel } = require('node:worker_threads');
const { once } = require('node:events');

const code = `
  const { parentPort } = require('node:worker_threads');
  const take = ({ port, through, pass }) => {
    through?.on('message', take);
    port?.on('message', (text) => port.postMessage(text + ' answered'));
    port?.postMessage('taken');
    if (pass) parentPort.postMessage({ pass }, [pass]);
  };
  parentPort.on('message', take);
`;

(async () => {
  const first = new Worker(code, { eval: true });
  const second = new Worker(code, { eval: true });
  const [through, direct, nested, passed] = Array.from({ length: 4 }, () => new MessageChannel());

  first.postMessage({ through: through.port2, port: direct.port2 }, [through.port2, direct.port2]);
  through.port1.postMessage({ port: nested.port2 }, [nested.port2]);
  first.postMessage({ pass: passed.port2 }, [passed.port2]);
  const taken = [direct, nested].map(({ port1 }) => once(port1, 'message'));
  const [{ pass }] = await once(first, 'message');
  second.postMessage({ port: pass }, [pass]);
  taken.push(once(passed.port1, 'message'));
  console.log(await Promise.all(taken));
  for (const { port1 } of [direct, nested, passed]) port1.on('message', (text) => console.log(text));
  console.log(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length);

  const closed = [direct, nested].map(({ port1 }) => once(port1, 'close'));
  passed.port1.once('close', () => console.log('the port that was passed on has closed'));
  console.log('first ended with', await first.terminate());
  await Promise.all(closed);
  console.log('its ports have closed');

  const answer = once(passed.port1, 'message');
  passed.port1.postMessage('a question');
  await answer;
  passed.port1.removeAllListeners('close').close();
  console.log('second ended with', await second.terminate());
})();
