const { execSync, execFileSync } = require('node:child_process');
const node = process.execPath;
console.log(execSync('echo one two | tr a-z A-Z').toString());
console.log(execSync('cat', { input: 'fed', encoding: 'utf8' }), execSync('cat; echo', { input: Buffer.from('bytes') }));
console.log(execSync('printf %s "$X"; pwd | wc -l', { env: { ...process.env, X: 'value' }, encoding: 'utf8' }));
console.log(execFileSync(node, ['-p', '[1, 2].map(String)'], { encoding: 'utf8' }));
// stderr is the parent's unless it says otherwise.
execSync('echo to stderr >&2; echo quiet');
console.log(execSync('exit 0', { stdio: 'inherit' }));
execSync('echo inherited; echo inherited too >&2', { stdio: 'inherit' });
process.stdout.write('before ');
execSync('echo between', { stdio: [0, 1, 2] });
console.log('after');
for (const [command, options] of [
  ['echo partly; exit 7', { stdio: 'pipe' }],
  ['echo why >&2; exit 1', { stdio: 'pipe' }],
  ['kill -9 $$', {}],
  ['no-such-command-here 2>/dev/null', { stdio: 'pipe' }],
]) {
  try {
    execSync(command, { encoding: 'utf8', ...options });
  } catch (error) {
    const { status, signal, stdout, stderr, output, message, code } = error;
    console.log({ status, signal, stdout, stderr, output, message, code, keys: Object.keys(error).sort() });
  }
}
try {
  execFileSync('/no/such/file', ['x']);
} catch (error) {
  const { code, errno, syscall, path, spawnargs, message, status } = error;
  console.log({ code, errno, syscall, path, spawnargs, message, status });
}
