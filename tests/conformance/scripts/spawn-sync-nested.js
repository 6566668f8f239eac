const { execFileSync, spawnSync } = require('node:child_process');
const depth = Number(process.argv[2] ?? 0);
if (depth < 3) {
  console.log(`${depth} before`);
  process.stdout.write(execFileSync(process.execPath, [__filename, String(depth + 1)]));
  console.log(`${depth} after`);
} else {
  const order = [];
  setTimeout(() => order.push('timer'), 0);
  setImmediate(() => order.push('immediate'));
  process.nextTick(() => order.push('tick'));
  Promise.resolve().then(() => order.push('promise'));
  spawnSync('sleep', ['0.05']);
  order.push('sync');
  process.on('exit', () => console.log(order.join()));
}
