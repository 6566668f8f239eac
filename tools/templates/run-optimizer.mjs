// Run in a project's folder: leaves node_modules/.vite as the first start of Vite's dev server does, and writes the texts that
// Vite takes hashes of to the file HASH_LOG, a JSON object a line.
import crypto from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { hash } = crypto;
crypto.hash = (algorithm, data, ...options) => {
  const result = hash(algorithm, data, ...options);
  if (typeof data === 'string')
    appendFileSync(process.env.HASH_LOG, `${JSON.stringify({ hash: result, text: data })}\n`);
  return result;
};

const require = createRequire(join(process.cwd(), 'package.json'));
const { createServer, optimizeDeps } = await import(pathToFileURL(require.resolve('vite')).href);
const server = await createServer({ logLevel: 'error', server: { middlewareMode: true, ws: false } });
// Plugins may keep something beside what is optimized (Svelte's does).
await server.environments.client.pluginContainer.buildStart({});
await server.close();
await optimizeDeps(server.config, true);
