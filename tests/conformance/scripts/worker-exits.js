const { Worker } = require('node:worker_threads');
const { once } = require('node:events');
const run = async (name, code, options) => {
  const worker = new Worker(code, { eval: true, ...options });
  const seen = [];
  worker.on('message', (message) => seen.push(message));
  worker.on('error', (error) => seen.push([error?.constructor.name, error?.name, error?.message ?? error, error?.code, error?.extra]));
  const exit = await new Promise((resolve) => worker.on('exit', resolve));
  console.log(name, exit, seen);
};
(async () => {
  await run('nothing', '0');
  await run('process.exit', 'process.exit(7)');
  await run('exitCode', 'process.exitCode = 4');
  await run('throws', 'throw Object.assign(new TypeError("thrown"), { code: "E_X", extra: 1 })');
  await run('rejects', 'Promise.reject(new Error("rejected"))');
  await run('throws a value', 'throw 5');
  await run('throws later', 'setTimeout(() => { throw new Error("later") }, 5)');
  await run('syntax', 'let a = ;');
  await run('handled', `process.on('uncaughtException', (e) => require('worker_threads').parentPort.postMessage(e.message)); throw new Error('caught')`);
  await run('messages before exit', `
    const { parentPort } = require('worker_threads');
    for (let i = 0; i < 5; i++) parentPort.postMessage(i);
    process.exit(2);
  `);
  await run('exit event', `process.on('exit', (code) => require('worker_threads').parentPort.postMessage(['exit', code]))`);
  await run('data', 'require("worker_threads").parentPort.postMessage(require("worker_threads").workerData)', { workerData: { a: [1] } });
  await run('module', 'import { parentPort } from "node:worker_threads"; parentPort.postMessage(import.meta.url.slice(0, 5))', { execArgv: ['--input-type=module'] });
  await run('env', 'require("worker_threads").parentPort.postMessage([process.env.A, process.env.PATH])', { env: { A: 1 } });
  await run('not there', './no-such-file.js', { eval: false });
  const forever = new Worker('setInterval(() => {}, 1000)', { eval: true });
  await once(forever, 'online');
  console.log('terminate', await forever.terminate(), forever.threadId);
  const loop = new Worker('for (;;);', { eval: true });
  await once(loop, 'online');
  console.log('terminate a loop', await loop.terminate());
  for (const [file, options] of [[5], ['relative.js'], ['x', { eval: true, env: 5 }], [new URL('http://x/')], ['x', { eval: true, argv: 1 }]])
    try {
      new Worker(file, options);
    } catch (error) {
      console.log(error.code, error.message);
    }
})();
