const { Worker } = require('node:worker_threads');
const { once } = require('node:events');
const { text } = require('node:stream/consumers');
(async () => {
  const worker = new Worker(
    `process.stdin.on('data', (d) => process.stdout.write(String(d).toUpperCase()));
     process.stdin.on('end', () => { console.log('out'); console.error('err'); process.exit(); });`,
    { eval: true, stdin: true, stdout: true, stderr: true },
  );
  worker.stdin.end('some text\n');
  console.log(await Promise.all([text(worker.stdout), text(worker.stderr), once(worker, 'exit')]));
  const plain = new Worker(`console.log('to the stdout of the process'); console.error('to stderr');
    for (let i = 0; i < 100; i++) process.stdout.write('line ' + i + '\\n'); process.exit(0);`, { eval: true });
  await once(plain, 'exit');
  const nested = new Worker(
    `const { Worker, threadId, isMainThread } = require('worker_threads');
     new Worker('console.log("nested", require("worker_threads").isMainThread)', { eval: true }).on('exit', (code) => console.log('inner', code, isMainThread));`,
    { eval: true },
  );
  console.log('outer', await once(nested, 'exit'));
  const fs = require('node:fs');
  fs.writeFileSync('seen.txt', 'before');
  const files = new Worker(`const fs = require('fs'); console.log(fs.readFileSync('seen.txt', 'utf8')); fs.writeFileSync('seen.txt', 'after')`, { eval: true });
  await once(files, 'exit');
  console.log(fs.readFileSync('seen.txt', 'utf8'));
})();
