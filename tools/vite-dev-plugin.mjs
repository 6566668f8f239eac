// What the static server does, for `npm run dev`: isolation headers, the registry proxy, the preview origins and a
// service worker that is bundled on request.
import { build } from 'esbuild';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { bridgePage, clientScript } from './preview-bundles.mjs';
import { registryBase } from './registry-base.mjs';
import { registryProxy } from './registry-proxy.mjs';
import { isolation, previewOriginCount } from './static-server.mjs';

const entry = fileURLToPath(new URL('../worker/service-worker.ts', import.meta.url));

async function serviceWorker() {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2024',
    define: {
      'self.__HOLDFAST_PRECACHE': 'undefined',
      'self.__HOLDFAST_CLIENT': JSON.stringify(await clientScript()),
    },
  });
  return outputFiles[0].text;
}

/** @returns {import('vite').Plugin} */
export function holdfastDevServer() {
  return {
    name: 'holdfast-dev-server',
    apply: 'serve',
    config: () => ({ server: { headers: isolation } }),
    async configureServer(server) {
      const proxy = registryProxy(registryBase());
      const previewPorts = [];
      const sendWorker = async (res, headers) => {
        res
          .writeHead(200, {
            'content-type': 'text/javascript',
            'cache-control': 'no-store',
            'service-worker-allowed': '/',
            ...headers,
          })
          .end(await serviceWorker());
      };
      server.middlewares.use((req, res, next) => {
        if (req.url === '/holdfast.json') {
          res.setHeader('content-type', 'application/json');
          res.end(JSON.stringify({ previewPorts }));
          return;
        }
        if (req.url?.split('?')[0] === '/service-worker.js') {
          sendWorker(res, isolation).catch(next);
          return;
        }
        proxy(req, res).then((handled) => handled || next(), next);
      });
      const headers = {
        'cross-origin-embedder-policy': 'credentialless',
        'cross-origin-resource-policy': 'cross-origin',
      };
      for (let i = 0; i < previewOriginCount; i++) {
        const preview = createServer((req, res) => {
          if (req.url?.split('?')[0] === '/service-worker.js') {
            sendWorker(res, headers).catch(() => res.writeHead(500).end());
            return;
          }
          for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
          bridgePage().then(
            (page) => res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page),
            () => res.writeHead(500).end(),
          );
        });
        await new Promise((resolve) => preview.listen(0, '127.0.0.1', resolve));
        previewPorts.push(preview.address().port);
        server.httpServer?.once('close', () => preview.close());
      }
    },
  };
}
