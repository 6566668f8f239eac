const { spawn, execFile } = require('child_process');
spawn('no-such-command-x').on('error', (e) => console.log(e.code, e.errno, e.syscall, e.path, e.spawnargs, e.message));
execFile('no-such-file-y', ['a'], (e) => console.log(e.code, e.cmd));
try { spawn(''); } catch (e) { console.log(e.code, e.message); } try { spawn('x', 5); } catch (e) { console.log(e.code); }
spawn(process.execPath, ['-e', '0'], { cwd: '/no-such-dir' }).on('error', (e) => console.log(e.code, e.syscall.split(' ')[0]));
