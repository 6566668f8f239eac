// What express-like servers do: a store per request, read after awaits, in error handlers and in events.
const http = require('http');
const { AsyncLocalStorage } = require('async_hooks');
const { once } = require('events');
const als = new AsyncLocalStorage();
const log = [];
const query = (n) => new Promise((resolve) => setTimeout(resolve, n));
async function handler(request, response) {
  await query(Math.random() * 5);
  let body = '';
  for await (const chunk of request) body += chunk;
  try {
    await query(1);
    if (request.url === '/3') throw new Error('three');
  } catch (error) {
    log.push(`${error.message} ${als.getStore().id}`);
  }
  response.on('finish', () => log.push(`finish ${request.url} ${als.getStore()?.id}`));
  response.end(`${request.url} ${als.getStore().id} ${body}`);
}
const server = http.createServer((request, response) => {
  als.run({ id: request.url.slice(1) }, () => void handler(request, response));
});
(async () => {
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  const texts = await Promise.all(
    Array.from({ length: 6 }, async (_, i) => {
      const response = await fetch(`http://127.0.0.1:${port}/${i}`, { method: 'POST', body: `b${i}` });
      return response.text();
    }),
  );
  console.log(texts);
  server.close();
  await once(server, 'close');
  console.log(log.sort(), als.getStore());
})();
