const { spawn } = require('child_process');
const c = spawn(process.execPath, ['-e', 'process.stdin.on("data", (d) => process.stdout.write("got " + d)); process.stdin.on("end", () => { console.error("err"); process.exit(3); })']);
c.stdout.on('data', (d) => console.log('out', String(d))); c.stderr.on('data', (d) => console.log('stderr', String(d).trim()));
c.on('exit', (code, signal) => console.log('exit', code, signal)); c.on('close', (code) => console.log('close', code));
c.stdin.end('hello'); console.log(typeof c.pid, c.connected, c.exitCode, c.spawnfile === process.execPath);
