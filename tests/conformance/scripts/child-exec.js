const { exec, execFile } = require('child_process');
exec('echo out; echo err >&2; exit 2', (e, stdout, stderr) => { console.log(e.code, e.killed, e.signal, JSON.stringify(stdout), JSON.stringify(stderr), e.message.split('\n')[0]);
  execFile(process.execPath, ['-p', '1+1'], (e, out) => { console.log(e, out.trim()); exec('exit 0', { encoding: 'buffer' }, (e, o) => console.log(e, o)); }); });
