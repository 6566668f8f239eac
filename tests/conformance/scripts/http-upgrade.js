// What `ws` does: an upgrade on the server, raw bytes both ways, and a refused one.
const http = require('http');
const server = http.createServer((req, res) => { res.writeHead(426, { Upgrade: 'echo' }); res.end('no'); });
server.on('upgrade', (req, socket, head) => {
  console.log('upgrade', req.url, req.headers.upgrade, head.toString());
  if (req.url === '/refuse') return socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nfirst');
  socket.on('data', (d) => socket.write(`<${d}>`)); socket.on('end', () => { console.log('server end'); socket.end(); });
});
server.listen(0, () => {
  const { port } = server.address();
  const request = http.request({ port, path: '/a', headers: { Connection: 'Upgrade', Upgrade: 'echo' } });
  request.on('upgrade', (res, socket, head) => {
    console.log(res.statusCode, res.headers.upgrade, head.toString());
    socket.write('hi'); socket.once('data', (d) => { console.log(String(d)); socket.end(); });
    socket.on('close', () => {
      const refused = http.request({ port, path: '/refuse', headers: { Connection: 'Upgrade', Upgrade: 'echo' } });
      refused.on('response', (res) => { console.log(res.statusCode); res.resume().on('end', () => http.get({ port }, (res) => { console.log(res.statusCode, res.headers.upgrade); res.resume().on('end', () => server.close()); server.closeAllConnections; })); });
      refused.end();
    });
  });
  request.end();
});
