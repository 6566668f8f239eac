// Half-open ends, refused and taken addresses, UNIX sockets, resets, back pressure.
const net = require('net');
const once = (emitter, event) => new Promise((resolve) => emitter.once(event, (...args) => resolve(args)));
const listen = async (server, ...args) => {
  server.listen(...args);
  await once(server, 'listening');
  return server.address().port;
};
async function main() {
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.setEncoding('utf8').on('data', (data) => socket.write(`re:${data}`));
    socket.on('end', () => setTimeout(() => socket.end('bye'), 20));
    socket.on('close', (hadError) => console.log('server side closed', hadError));
  });
  const port = await listen(server, 0, '127.0.0.1');
  const client = net.connect({ port, host: 'localhost', allowHalfOpen: true });
  let received = '';
  client.setEncoding('utf8').on('data', (data) => (received += data));
  await once(client, 'connect');
  console.log(client.localAddress, client.remoteFamily, client.remotePort === port, client.readyState);
  client.write('hi');
  await once(client, 'data');
  client.end();
  console.log(client.readyState);
  await once(client, 'end');
  const [hadError] = await once(client, 'close');
  console.log(received, client.readyState, hadError, client.bytesRead, client.bytesWritten);

  const second = net.createServer();
  second.listen(port, '127.0.0.1');
  const [taken] = await once(second, 'error');
  console.log(taken.message.replace(port, 'PORT'), taken.code, taken.syscall, taken.address);
  server.close();
  await once(server, 'close');
  for (const target of [[1, '127.0.0.1'], [1, 'localhost'], ['nothing.sock']]) {
    const [error] = await once(net.connect(...target), 'error');
    console.log(error.message, error.code, error.errno, error.syscall, error.address, error.port);
  }

  const unix = net.createServer((socket) => socket.pipe(socket));
  unix.listen('echo.sock');
  await once(unix, 'listening');
  console.log(unix.address());
  const local = net.connect('echo.sock');
  local.end('over a UNIX socket');
  console.log(String((await once(local, 'data'))[0]));
  unix.close();

  const resetting = net.createServer((socket) => {
    socket.resume().on('error', (error) => console.log(error.message, error.code));
    socket.on('close', (failed) => {
      console.log('closed with an error:', failed);
      resetting.close();
    });
  });
  const resetPort = await listen(resetting, 0);
  const rude = net.connect(resetPort, () => rude.resetAndDestroy());
  await once(resetting, 'close');

  const sink = net.createServer((socket) => {
    let total = 0;
    socket.on('data', (data) => (total += data.length)).on('end', () => socket.end(String(total)));
  });
  const writer = net.connect(await listen(sink, 0));
  let drains = 0;
  for (let i = 0; i < 64; i++)
    if (!writer.write(Buffer.alloc(65536))) {
      await once(writer, 'drain');
      drains++;
    }
  writer.end();
  console.log(String((await once(writer, 'data'))[0]), drains > 0);
  sink.close();
  for (const bad of [() => net.connect(99999), () => net.createServer().listen(-1)])
    try {
      bad();
    } catch (error) {
      console.log(error.code, error.message);
    }
}
main();
