// Arguments that are no strings, and signals of a child that has hardly begun.
const { execFile, spawn, spawnSync } = require('child_process');

const child = spawn('echo', [1, true, 1.5, null, undefined]);
console.log(process.kill(child.pid, 0), child.spawnargs);
child.stdout.on('data', (data) => console.log('said', String(data)));
child.on('close', (code) => {
  console.log(code, String(spawnSync('echo', [2, {}]).stdout));
  const controller = new AbortController();
  const { signal } = controller;
  const waiting = execFile(process.execPath, ['-e', 'process.stdin.resume()', 8], { signal }, (error) =>
    console.log(error.name, error.code),
  );
  waiting.on('close', (...args) => console.log('close', args));
  controller.abort();
});
console.log(process instanceof process.constructor);
process.env[''] = 'x';
console.log(process.env[''], '' in process.env);
for (const name of ['setuid', 'setgid', 'seteuid', 'setegid'])
  try {
    process[name]('nobody-of-that-name');
  } catch (error) {
    console.log(name, error.code, error.message);
  }
