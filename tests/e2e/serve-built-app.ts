// Serves dist/ (or HOLDFAST_DIST) for all journeys and tells them where, through the environment.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registryBase } from '../../tools/registry-base.mjs';
import { serveStatic } from '../../tools/static-server.mjs';

export function builtApp(): string {
  const root = process.env['HOLDFAST_DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
  if (!existsSync(`${root}/index.html`)) throw new Error('dist/ is not built: run `npm run build` first.');
  return root;
}

export default async function setup(): Promise<() => Promise<unknown>> {
  const root = builtApp();
  const demos = await mkdtemp(join(tmpdir(), 'holdfast-demos-'));
  const server = await serveStatic({
    root,
    port: 0,
    registry: registryBase(),
    folders: { '/demos/': demos },
  });
  process.env['HOLDFAST_URL'] = server.url;
  process.env['HOLDFAST_DEMOS'] = demos;
  return async () => {
    await server.close();
    await rm(demos, { recursive: true });
  };
}
