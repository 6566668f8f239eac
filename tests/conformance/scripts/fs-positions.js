// Positions of reads and writes as they come (an encoding in their place is how pino logs), and folders that are gone.
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');

const attempt = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, error.code, error.message.replaceAll(__dirname, '.'), error.syscall);
  }
};
const positions = [NaN, '1', {}, 1.5, -2, true, 2n, Infinity];
const fd = fs.openSync('out', 'w+');

fs.write(fd, 'abc', 'utf8', (error, written) => {
  console.log(error, written, fs.writeSync(fd, 'q', 'utf8'), fs.writeSync(fd, 'é', undefined, 'latin1'));
  for (const position of positions) {
    attempt(['write', position], () => fs.writeSync(fd, 'Z', position));
    attempt(['read', position], () => fs.readSync(fd, Buffer.alloc(2), 0, 2, position));
  }
  console.log(fs.readFileSync('out', 'latin1'));
  temporary();
});

function temporary() {
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) {
    for (const other of ['TMPDIR', 'TMP', 'TEMP']) delete process.env[other];
    for (const value of ['/x/', '/', '']) {
      process.env[name] = value;
      console.log(name, os.tmpdir());
    }
  }
  watched();
}

function watched() {
  const never = fs.watchFile('nothing', () => console.log('never'));
  never.on('stop', () => console.log('stopped'));
  never.stop();
  const watcher = fs.watchFile('later', { interval: 1 }, (now, before) => {
    console.log(now.size, before.size, now.ino > 0);
    if (now.ino > 0) fs.unwatchFile('later');
    else fs.writeFileSync('later', 'abc');
  });
  watcher.on('stop', gone);
}

function gone() {
  fs.mkdirSync('gone');
  process.chdir('gone');
  fs.rmdirSync(`${__dirname}/gone`);
  attempt('cwd', () => process.cwd());
  attempt('resolve', () => require('path').resolve('x'));
  attempt('spawn', () => String(spawnSync('echo', ['x']).stdout));
  attempt('spawn', () => spawnSync('echo', ['x'], { cwd: '/nowhere' }).error.code);
}
