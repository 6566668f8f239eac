const cluster = require('cluster');
const http = require('http');

if (cluster.isPrimary) {
  const workers = [cluster.fork({ NAME: 'first' }), cluster.fork({ NAME: 'second' })];
  let listening = 0;
  cluster.on('listening', (worker, { addressType, port }) => {
    if (++listening === 2) void ask(port, addressType);
  });
  cluster.on('exit', (worker, code, signal) => console.log('exit', code, signal, worker.exitedAfterDisconnect));
  const ask = async (port, addressType) => {
    const answers = [];
    for (let request = 0; request < 4; request++) {
      const response = await fetch(`http://127.0.0.1:${port}/`, {
        method: 'POST',
        headers: { connection: 'close' },
        body: 'body ' + request,
      });
      answers.push(await response.text());
    }
    console.log(addressType, answers.map((answer) => answer.split(': ')[1]));
    console.log(new Set(answers.map((answer) => answer.split(': ')[0])).size, 'workers');
    for (const worker of workers) worker.disconnect();
  };
} else {
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.end(`${process.env.NAME}: ${body}`);
  });
  server.listen(0, '127.0.0.1');
}
