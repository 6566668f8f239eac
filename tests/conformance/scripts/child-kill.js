const { spawn } = require('child_process'); const c = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")']);
c.stdout.once('data', () => { console.log(c.kill(), c.killed); }); c.on('exit', (code, signal) => { console.log(code, signal, c.exitCode, c.signalCode, c.kill()); });
