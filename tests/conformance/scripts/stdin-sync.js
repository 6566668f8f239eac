const fs = require('node:fs');
const { spawnSync } = require('node:child_process');
// A slow writer: each read waits for it.
if (process.argv[2] === 'slow') {
  let n = 0;
  const timer = setInterval(() => {
    console.log('line', ++n);
    if (n === 3) clearInterval(timer);
  }, 60);
} else if (process.argv[2] === 'reader') {
  const buffer = Buffer.alloc(4);
  const seen = [];
  for (let n; (n = fs.readSync(0, buffer)) > 0; ) seen.push(buffer.toString('latin1', 0, n));
  console.log(seen.join('').split('\n'), fs.readSync(0, buffer));
} else {
  const me = JSON.stringify(__filename);
  const options = { shell: true, encoding: 'utf8', input: '' };
  console.log(spawnSync(`node ${me} slow | node ${me} reader`, options).stdout);
  console.log(spawnSync(`node ${me} slow | node -p 'fs.readFileSync(0, "utf8").length'`, options).stdout);
  console.log(spawnSync(`node ${me} slow | node -p 'fs.readFileSync("/dev/stdin", "utf8")'`, options).stdout);
  // What one reader leaves is the next one's.
  const two = `fs.readSync(0, Buffer.alloc(3)); process.stdout.write(child_process.execSync("cat", { stdio: [0, "pipe", 2] }))`;
  console.log(spawnSync('node', ['-e', two], { encoding: 'utf8', input: 'abcdef' }).output);
}
