const { Worker } = require('worker_threads');
process.env.CLONED = 'yes';
console.log(structuredClone(process.env).CLONED, structuredClone({ deep: [process.env] }).deep[0].CLONED);
console.log(require('util').types.isProxy(process.env));
for (const descriptor of [{ value: 1 }, { get: () => 1 }]) {
  try {
    Object.defineProperty(process.env, 'X', descriptor);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
const code = 'require("worker_threads").parentPort.postMessage(process.env)';
new Worker(code, { eval: true, env: { A: '1' }, workerData: process.env }).on('message', (env) => console.log(env));
