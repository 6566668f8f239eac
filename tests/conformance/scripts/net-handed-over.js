// A connection whose accepted end was sent to a child ends with the parent, where its other end is.
const { fork } = require('child_process');
const { once } = require('events');
const net = require('net');

const inChild = () => {
  const seen = [];
  process.on('disconnect', () => seen.push('disconnect'));
  process.on('exit', () => console.log('child', seen.sort()));
  process.on('message', (_, socket) => {
    socket.resume();
    socket.write('from the child');
    for (const event of ['end', 'close']) socket.on(event, () => seen.push(event));
  });
};

const inParent = async () => {
  const child = fork(__filename, ['child'], { stdio: ['ignore', 1, 2, 'ipc'] });
  const server = net.createServer().listen(0);
  await once(server, 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  const [socket] = await once(server, 'connection');
  const sent = new Promise((resolve) => child.send('socket', socket, resolve));
  const [data] = await once(client, 'data');
  console.log(await sent, String(data));
  process.exit(3);
};

if (process.argv[2] === 'child') inChild();
else void inParent();
