// More children in one turn than a machine may have set pids aside for; one is killed before it can have run.
const { exec, spawn } = require('child_process');
const children = Array.from({ length: 20 }, (_, index) => spawn('echo', [String(index)]));
const text = children.map(() => '');
console.log(new Set(children.map(({ pid }) => pid)).size, children.every(({ pid }) => pid > 0));
children.forEach((child, index) => child.stdout.on('data', (data) => (text[index] += data)));
Promise.all(children.map((child) => new Promise((resolve) => child.on('close', resolve)))).then((codes) => {
  console.log(codes.every((code) => code === 0), text.map((line) => line.trim()).join());
  const late = spawn('sleep', ['60']);
  late.on('error', (error) => console.log('error', error.code));
  late.on('exit', (code, signal) => console.log('exit', code, signal));
  late.kill();
  exec('cat', { timeout: 50, killSignal: 'SIGKILL' }, (error) => console.log(error.killed, error.signal, error.code));
});
