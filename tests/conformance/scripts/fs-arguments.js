// Arguments that the lib hands on to C++ as they came, and a working directory that is gone.
const fs = require('fs');

const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.name, error.code, error.message.replaceAll(__dirname, '.'));
  }
};
fs.writeFileSync('f', 'f');

const calls = {
  closeSync: [],
  fstatSync: [],
  fsyncSync: [],
  fdatasyncSync: [],
  ftruncateSync: [],
  fchmodSync: [0o600],
  fchownSync: [0, 0],
  futimesSync: [0, 0],
};
for (const fd of ['', null, undefined, {}, NaN, Infinity, 1.5, -1, 2 ** 31, '1', true])
  for (const [name, args] of Object.entries(calls))
    attempt(`${name} ${String(fd)}`, () => fs[name](fd, ...args));
attempt('close', () => fs.close('x', () => {}));
attempt('fstat', () => fs.fstat('x', () => {}));

for (const mode of [8, 'r', -1, Infinity, NaN, 1.5, null]) {
  attempt(`access ${mode}`, () => fs.accessSync('f', mode));
  attempt(`copyFile ${mode}`, () => fs.copyFileSync('f', 'to', mode));
}

fs.mkdirSync('gone');
process.chdir('gone');
fs.rmdirSync(`${__dirname}/gone`);
for (const recursive of [false, true])
  attempt(`mkdir ${recursive}`, () => fs.mkdirSync('x', { recursive }));
attempt('writeFile', () => fs.writeFileSync('x', ''));
attempt('mkdir elsewhere', () => fs.mkdirSync(`${__dirname}/there/x`, { recursive: true }).replaceAll(__dirname, '.'));
