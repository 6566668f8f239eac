import { createServer } from 'node:http';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const port = Number(process.env.PORT ?? 3000);
const root = join(import.meta.dirname, 'public');
const types = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

// Kept in memory: reload the whole browser tab, and it goes on counting.
let visits = 0;

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');

  if (pathname === '/api/visits') {
    visits += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ visits, pid: process.pid, uptime: process.uptime() }));
    return;
  }

  try {
    const file = join(root, normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname));
    if (!(await stat(file)).isFile()) throw new Error('not a file');
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  } catch {
    response.statusCode = 404;
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    response.end(`There is no ${pathname} here.\n`);
  }
  console.log(`${request.method} ${pathname} ${response.statusCode}`);
});

server.listen(port, () => {
  console.log(`Listening on http://localhost:${port}`);
});
