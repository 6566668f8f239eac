const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const node = 'node';
const run = (code, options) => spawnSync(node, ['-e', code], { encoding: 'utf8', ...options });
const show = (name, { status, signal, error, stdout, stderr, output }) =>
  console.log(name, { status, signal, stdout, stderr, output, error: error && [error.code, error.errno, error.syscall, error.path, error.spawnargs, error.message] });

show('output and status', run('console.log("out"); console.error("err"); process.exitCode = 3'));
show('input', run('process.stdin.on("data", (d) => console.log(String(d).toUpperCase()))', { input: 'some input' }));
show('input to stdin that nobody reads', run('0', { input: 'x' }));
show('killed', run('process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)'));
show('killed hard', run('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000)'));
show('not there', spawnSync('no-such-command', ['a', 'b'], { encoding: 'utf8' }));
show('no such cwd', run('0', { cwd: '/no/such/folder' }));
show('ignored', run('console.log("x")', { stdio: 'ignore' }));
show('some ignored', run('console.log("x"); console.error("y")', { stdio: ['ignore', 'pipe', 'ignore'] }));
show('environment', run('console.log(process.env.A, process.env.HOME)', { env: { A: 'b' } }));
show('shell', spawnSync('echo $((1 + 2)); echo two >&2; exit 5', { shell: true, encoding: 'utf8' }));
const buffers = spawnSync(node, ['-e', 'process.stdout.write(Buffer.from([0, 255, 10]))']);
console.log(buffers.stdout, buffers.stderr, buffers.output, buffers.pid > 0);

// The child sees what was written before; what it wrote is there when the call returns.
fs.writeFileSync('before.txt', 'from the parent');
const made = run(`
  const fs = require('node:fs');
  console.log(fs.readFileSync('before.txt', 'utf8'));
  fs.mkdirSync('made');
  fs.writeFileSync('made/big.txt', 'y'.repeat(300000));
  fs.writeFileSync('made/small.txt', 'from the child');
  fs.unlinkSync('before.txt');
`);
console.log(made.status, made.stdout, made.stderr);
console.log(fs.readdirSync('.').includes('before.txt'), fs.readdirSync('made'), fs.readFileSync('made/small.txt', 'utf8'));
console.log(fs.statSync('made/big.txt').size, fs.readFileSync('made/big.txt', 'utf8').slice(-3));
