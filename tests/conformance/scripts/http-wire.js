// The bytes that an http server answers, framing and refusals alike.
const http = require('http');
const net = require('net');
const server = http.createServer((request, response) => {
  console.log('request', request.method, request.url, request.headers.host);
  request.resume();
  response.end('ok');
});
server.on('upgrade', (request, socket, head) => {
  console.log('upgrade', request.headers.upgrade, head.toString());
  socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
  socket.on('data', (data) => socket.end(`echo ${data}`));
});
server.on('connect', (request, socket, head) => {
  console.log('connect', request.url, head.toString());
  socket.end('HTTP/1.1 200 OK\r\n\r\nbye');
});
function exchange(text, later) {
  return new Promise((resolve) => {
    const socket = net.connect(server.address().port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('latin1').on('data', (data) => (answer += data));
    socket.on('error', (error) => (answer += error.code));
    socket.on('close', () => resolve(answer.replace(/Date: [^\r]+/g, 'Date: D')));
    // Sent at once, it could come as one with what was sent before.
    if (later) socket.once('data', () => socket.write(later));
  });
}
server.listen(0, '127.0.0.1', async () => {
  for (const [text, later] of [
    ['GET / HTTP/1.1\r\n\r\n'],
    ['GET /old HTTP/1.0\r\n\r\n'],
    [`GET / HTTP/1.1\r\nHost: a\r\nA: ${'x'.repeat(20000)}\r\n\r\n`],
    ['POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['GET /a b HTTP/1.1\r\n\r\n'],
    ['BREW / HTTP/1.1\r\n\r\n'],
    ['POST /c HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'],
    ['GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n'],
    ['GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\nhead', 'more'],
    ['CONNECT x:1 HTTP/1.1\r\nHost: a\r\n\r\nabc'],
  ])
    console.log(JSON.stringify(await exchange(text, later)));
  server.close(() => console.log('closed'));
});
