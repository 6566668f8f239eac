const net = require('net');
const fs = require('fs');
const { spawn } = require('child_process');
const stdio = process.getActiveResourcesInfo().length;
const names = () => process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap').sort().join();
const server = net.createServer().listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1', () => {
    fs.watchFile('nothing', () => {});
    const watcher = fs.watch('.');
    const timers = [setTimeout(() => {}, 1e6), setInterval(() => {}, 1e6), setTimeout(() => {}, 1e6).unref()];
    setImmediate(() => {
      console.log(names());
      const child = spawn(process.execPath, ['-v'], { stdio: 'ignore' });
      setImmediate(() => {
        console.log(names());
        fs.unwatchFile('nothing');
        watcher.close();
        timers.forEach(clearTimeout);
        socket.destroy();
        server.close();
        child.on('close', (code) => console.log(code));
      });
    });
  });
});
console.log(typeof stdio);
