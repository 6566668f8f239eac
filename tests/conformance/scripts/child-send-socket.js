const { fork } = require('child_process');
const net = require('net');

if (process.argv[2] === 'child') {
  process.on('message', (message, socket) => {
    process.send({ got: message, type: socket?.constructor.name, ended: socket?.readableEnded });
    socket.on('data', (data) => socket.write('child heard ' + data));
    socket.on('end', () => {
      socket.end('bye');
      process.disconnect();
    });
  });
} else {
  const child = fork(__filename, ['child']);
  child.on('message', (message) => console.log(message));
  child.on('exit', (code) => console.log('exit', code));
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    child.send({ hello: 'socket' }, socket, (error) => console.log('sent', error));
    server.close();
  });
  server.listen(0, '127.0.0.1', () => {
    const client = net.connect(server.address().port, '127.0.0.1');
    client.setEncoding('utf8');
    // Sent before anybody reads, and some after that.
    client.write('early');
    client.once('data', (text) => {
      console.log(text);
      client.write('late');
      client.once('data', (answer) => {
        console.log(answer);
        client.end();
        client.on('data', (last) => console.log(last));
        client.on('close', (failed) => console.log('closed', failed));
      });
    });
  });
}
