const { spawnSync, execFileSync } = require('node:child_process');
const node = 'node';
const run = (code, options) => spawnSync(node, ['-e', code], { encoding: 'utf8', ...options });
const show = (name, { status, signal, error, stdout }) =>
  console.log(name, { status, signal, size: stdout?.length, error: error && [error.code, error.message] });

show('timeout', run('setInterval(() => {}, 1000)', { timeout: 300 }));
show('timeout, another signal', run('setInterval(() => {}, 1000)', { timeout: 300, killSignal: 'SIGKILL' }));
show('in time', run('0', { timeout: 60_000 }));
show('much output', run('process.stdout.write("x".repeat(900_000))'));
show('all that is allowed', run('process.stdout.write("x".repeat(20))', { maxBuffer: 20 }));
show('no limit', run('process.stdout.write("x".repeat(3_000_000))', { maxBuffer: Infinity }));
const over = run('process.stdout.write("x".repeat(21)); setInterval(() => {}, 1000)', { maxBuffer: 20 });
show('one too many', over);
try {
  execFileSync(node, ['-e', 'setInterval(() => {}, 1000)'], { timeout: 300, stdio: 'ignore' });
} catch (error) {
  console.log(error.code, error.signal, error.status, error.message);
}
const big = 'z'.repeat(1_000_000);
const echoed = spawnSync(node, ['-e', 'process.stdin.pipe(process.stdout)'], { input: big, encoding: 'utf8' });
console.log(echoed.status, echoed.stdout === big);
for (const options of [{ timeout: -1 }, { maxBuffer: 'x' }, { killSignal: 'SIGNOPE' }, { stdio: 'odd' }, { cwd: 5 }]) {
  try {
    spawnSync(node, ['-v'], options);
  } catch (error) {
    console.log(error.code, error.message);
  }
}
