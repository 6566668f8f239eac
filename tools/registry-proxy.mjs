// `/registry/` of the IDE's own origin: a streaming proxy to the configured registry, so that the browser stays
// same-origin. Answers pass unchanged: lockfiles record the tarball addresses that the registry itself gives, so that
// they hold on any machine, and npm fetches them by their path through here (worker/npm/registry/registry-config.ts).
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export const registryPath = '/registry/';

/** Headers that are the proxy's own business, not the upstream's. */
const dropped = new Set([
  'connection',
  'transfer-encoding',
  'content-encoding',
  'content-length',
  'keep-alive',
  'set-cookie',
  'alt-svc',
]);

/** A handler `(req, res) => Promise<boolean>`; true where the request was for the registry. */
export function registryProxy(base) {
  return async (req, res) => {
    if (!req.url?.startsWith(registryPath)) return false;
    const target = new URL(req.url.slice(registryPath.length), base);
    if (target.origin !== new URL(base).origin) {
      res.writeHead(400, { 'content-type': 'text/plain' }).end('not a path of the registry');
      return true;
    }
    const headers = {};
    for (const name of ['accept', 'if-none-match', 'if-modified-since', 'range'])
      if (req.headers[name]) headers[name] = req.headers[name];
    const asks = req.method === 'POST' && target.pathname.includes('/-/npm/v1/security/');
    if (asks) headers['content-type'] = 'application/json';
    let upstream;
    try {
      upstream = await fetch(target, {
        method: asks ? 'POST' : req.method === 'HEAD' ? 'HEAD' : 'GET',
        headers,
        redirect: 'follow',
        ...(asks ? { body: Readable.toWeb(req), duplex: 'half' } : {}),
      });
    } catch (error) {
      const code = error?.cause?.code ?? 'ECONNREFUSED';
      res
        .writeHead(502, { 'content-type': 'application/json', 'x-holdfast-error': code })
        .end(JSON.stringify({ error: `The registry cannot be reached (${code}).` }));
      return true;
    }
    const out = {};
    for (const [name, value] of upstream.headers) if (!dropped.has(name)) out[name] = value;
    out['cross-origin-resource-policy'] = 'same-origin';
    res.writeHead(upstream.status, out);
    if (upstream.body === null) res.end();
    else await pipeline(Readable.fromWeb(upstream.body), res).catch(() => res.destroy());
    return true;
  };
}
