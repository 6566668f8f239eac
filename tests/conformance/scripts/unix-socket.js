const fs = require('fs');
const net = require('net');
const path = require('path');
const { spawnSync } = require('child_process');
const folder = fs.mkdtempSync(path.join(require('os').tmpdir(), 'socket-'));
const file = path.join(folder, 'a.sock');
const said = (error) => console.log(error.code, error.message.replaceAll(folder, '…'));

const server = net.createServer((socket) => socket.end('hello'));
server.listen({ path: file, readableAll: true, writableAll: true }, () => {
  const stats = fs.lstatSync(file);
  console.log(stats.isSocket(), stats.isFile(), (stats.mode & 0o777).toString(8), stats.size);
  const [entry] = fs.readdirSync(folder, { withFileTypes: true });
  console.log(entry.name, entry.isSocket());
  fs.chmodSync(file, 0o600);
  console.log((fs.statSync(file).mode & 0o777).toString(8));
  try {
    fs.readFileSync(file);
  } catch (error) {
    said(error);
  }
  try {
    fs.cpSync(file, `${file}.copy`);
  } catch (error) {
    said(error);
  }
  net
    .createServer()
    .on('error', said)
    .listen(file);
  net.connect(file).on('data', (data) => {
    console.log(String(data));
    server.close(() => {
      console.log(fs.existsSync(file));
      afterwards();
    });
  });
});

/** Nobody answers at the file, and nobody may listen at `target`. */
function refused(target, then) {
  net.connect(file).on('error', (error) => {
    said(error);
    net
      .createServer()
      .on('error', (error) => {
        said(error);
        then();
      })
      .listen(target);
  });
}

function afterwards() {
  refused(path.join(folder, 'missing/a.sock'), killed);
}

function killed() {
  const program = `require('net').createServer().listen(${JSON.stringify(file)}, () => process.kill(process.pid, 'SIGKILL'))`;
  console.log(spawnSync(process.execPath, ['-e', program]).signal, fs.lstatSync(file).isSocket());
  refused(file, () => {
    fs.unlinkSync(file);
    const again = net.createServer().listen(file, () => {
      fs.unlinkSync(file);
      again.close(() => console.log('closed', fs.existsSync(file)));
    });
  });
}
