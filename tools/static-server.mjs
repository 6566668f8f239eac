// Serves the built app as a static host would, cross-origin isolated, with the registry proxy, and beside it the preview
// origins: further ports that serve nothing but the preview's service worker and bridge (DESIGN.md, "Preview").
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { registryProxy } from './registry-proxy.mjs';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** What makes a page cross-origin isolated: one renderer per worker, and measureMemory (PLATFORM.md). */
export const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** Only these files exist on a preview origin. */
const previewFiles = new Set(['/service-worker.js', '/__holdfast/bridge.html']);

/** Each is one origin for one virtual port at a time. */
export const previewOriginCount = 8;

function hashed(path) {
  return /-[\w-]{8,}\.\w+$/.test(path) || /^\/packs\/\w{16}\.pack$/.test(path);
}

function precompressed(file, accept) {
  return accept.includes('br') && existsSync(`${file}.br`) ? `${file}.br` : null;
}

function sendFile(req, res, root, path, headers) {
  const file = join(root, normalize(path));
  if (!file.startsWith(root) || !existsSync(file) || !statSync(file).isFile()) return false;
  const compressed = precompressed(file, String(req.headers['accept-encoding'] ?? ''));
  res.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': hashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(compressed === null ? {} : { 'content-encoding': 'br' }),
    ...headers,
  });
  if (req.method === 'HEAD') res.end();
  else createReadStream(compressed ?? file).pipe(res);
  return true;
}

function listen(handler, port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer(handler);
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/**
 * Starts the servers on consecutive ports from `port` up (0 picks them). Returns the URL, the preview ports and `close`.
 * `previewOrigins`: how many ports beside the IDE's serve previews; without any they live under a path of the IDE's.
 * `folders`: what else is served, each folder by the path that it is under (`/demos/`).
 * @param {{root: string, port: number, host?: string, registry: string, previewOrigins?: number,
 *   folders?: Readonly<Record<string, string>>}} options
 */
export async function serveStatic({
  root,
  port,
  host = '127.0.0.1',
  registry,
  previewOrigins = previewOriginCount,
  folders = {},
}) {
  const proxy = registryProxy(registry);
  const previews = [];
  const ide = async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost');
    if (await proxy(req, res)) return;
    if (pathname === '/holdfast.json') {
      res
        .writeHead(200, { 'content-type': types['.json'], 'cache-control': 'no-store', ...isolation })
        .end(JSON.stringify({ previewPorts: previews.map((server) => server.address().port) }));
      return;
    }
    const path = pathname === '/' ? '/index.html' : pathname;
    const headers = {
      ...isolation,
      'cross-origin-resource-policy': 'same-site',
      'service-worker-allowed': '/',
    };
    const prefix = Object.keys(folders).find((each) => path.startsWith(each)) ?? '/';
    const file = decodeURIComponent(path).slice(prefix.length - 1);
    if (sendFile(req, res, folders[prefix] ?? root, file, headers)) return;
    res.writeHead(404, { 'content-type': types['.txt'], ...isolation }).end('not found');
  };
  const preview = async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', 'http://localhost');
    const headers = {
      'cross-origin-embedder-policy': 'credentialless',
      'cross-origin-resource-policy': 'cross-origin',
      'service-worker-allowed': '/',
    };
    if (previewFiles.has(pathname) && sendFile(req, res, root, pathname, headers)) return;
    // Without its service worker (first visit, hard reload) every page of a preview origin is the bridge, which installs it.
    if (req.headers['sec-fetch-dest'] === 'iframe' || req.headers['sec-fetch-dest'] === 'document') {
      if (sendFile(req, res, root, '/__holdfast/bridge.html', headers)) return;
    }
    res
      .writeHead(503, { 'content-type': types['.txt'], ...headers })
      .end('This address belongs to a preview; open Holdfast first.');
  };
  const guarded = (handler) => (req, res) => {
    handler(req, res).catch((error) => {
      console.error(error);
      if (!res.headersSent) res.writeHead(500);
      res.end();
    });
  };
  const server = await listen(guarded(ide), port, host);
  const first = server.address().port;
  for (let i = 1; i <= previewOrigins; i++) {
    previews.push(
      await listen(guarded(preview), port === 0 ? 0 : first + i, host).catch(() =>
        listen(guarded(preview), 0, host),
      ),
    );
  }
  return {
    url: `http://localhost:${first}/`,
    port: first,
    previewPorts: previews.map((each) => each.address().port),
    close: () =>
      Promise.all(
        [server, ...previews].map(
          (each) => new Promise((resolve) => (each.closeAllConnections(), each.close(resolve))),
        ),
      ),
  };
}
