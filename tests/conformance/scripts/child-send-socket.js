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
  // What one side says has an order; that of both together has none.
  const heard = { child: [], client: [], sent: [] };
  const child = fork(__filename, ['child']);
  child.on('message', (message) => heard.child.push(message));
  child.on('exit', (code) => heard.child.push(code));
  process.on('exit', () => console.log(heard));
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    child.send({ hello: 'socket' }, socket, (error) => heard.sent.push(error));
    server.close();
  });
  server.listen(0, '127.0.0.1', () => {
    const client = net.connect(server.address().port, '127.0.0.1');
    client.setEncoding('utf8');
    // Sent before anybody reads, and some after that.
    client.write('early');
    client.once('data', (text) => {
      heard.client.push(text);
      client.write('late');
      client.once('data', (answer) => {
        heard.client.push(answer);
        client.end();
        client.on('data', (last) => heard.client.push(last));
        client.on('close', (failed) => heard.client.push(failed));
      });
    });
  });
}
