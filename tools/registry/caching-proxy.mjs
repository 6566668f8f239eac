// A registry on loopback in front of the configured one, for one run: each answer is fetched once, so that npm and ours
// see the same versions at the same time. Tarballs are named by its own address, which both lockfiles then record.
import { createServer } from 'node:http';
import { once } from 'node:events';

/** `upstream` ends with a slash. Close it when done. */
export async function createCachingProxy(upstream) {
  const { origin, pathname: base } = new URL(upstream);
  const answers = new Map();

  function load(path, accept) {
    const key = `${path} ${accept}`;
    if (!answers.has(key)) {
      const answer = fetchUpstream(path, accept);
      answers.set(key, answer);
      answer.catch(() => answers.delete(key));
    }
    return answers.get(key);
  }

  async function fetchUpstream(path, accept) {
    // Tarballs may be named by a host whose paths begin elsewhere.
    const url = `${origin}${path.startsWith(base) ? path : base + path.slice(1)}`;
    const response = await fetch(url, { headers: { accept } });
    let body = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get('content-type') ?? 'application/octet-stream';
    if (type.includes('json')) {
      body = Buffer.from(body.toString().replace(/("tarball"\s*:\s*")https?:\/\/[^/"]+\//g, `$1${address}/`));
    }
    return { status: response.status, type, body };
  }

  const server = createServer((request, response) => {
    if (request.method !== 'GET') return response.writeHead(404).end();
    load(request.url, request.headers.accept ?? '*/*').then(
      ({ status, type, body }) => {
        // A day: whoever asks twice in a run need not ask at all.
        response.writeHead(status, { 'content-type': type, 'cache-control': 'max-age=86400' }).end(body);
      },
      (error) => response.writeHead(502).end(String(error)),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${server.address().port}`;
  return {
    url: `${address}${base}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
