// A child that answers length-prefixed packets on stdio, as esbuild's service does; large ones need backpressure.
const { spawn } = require('child_process');
if (process.argv[2] === 'child') {
  let buffer = Buffer.alloc(0);
  process.stdin.on('data', (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 4 && buffer.length >= 4 + buffer.readUInt32LE(0)) {
      const size = buffer.readUInt32LE(0); const packet = buffer.subarray(4, 4 + size); buffer = buffer.subarray(4 + size);
      const head = Buffer.alloc(4); head.writeUInt32LE(size * 2); process.stdout.write(head); process.stdout.write(Buffer.concat([packet, packet]));
    }
  });
  process.stdin.on('end', () => process.exit(0));
} else {
  const child = spawn(process.execPath, [__filename, 'child'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const sizes = [10, 70000, 3, 1000000, 65536]; let received = Buffer.alloc(0); const got = [];
  for (const [i, size] of sizes.entries()) { const head = Buffer.alloc(4); head.writeUInt32LE(size); child.stdin.write(head); child.stdin.write(Buffer.alloc(size, 65 + i)); }
  child.stdout.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 4 && received.length >= 4 + received.readUInt32LE(0)) { const size = received.readUInt32LE(0); got.push(`${size}${String.fromCharCode(received[4])}${received[3 + size] === received[4]}`); received = received.subarray(4 + size); }
    if (got.length === sizes.length) child.stdin.end();
  });
  child.stdin.on('drain', () => {});
  child.on('close', (code) => console.log(code, got));
}
