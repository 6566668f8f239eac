// Builds everything into dist/: Node's lib (generated, never committed), page and workers (Vite), service worker with its
// precache list, licences, and brotli copies for hosts that serve them. Checks the size budget at the end.
import { build as bundle } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as vite } from 'vite';
import { compressFolder } from './compress.mjs';
import { writeNotices } from './notices.mjs';
import { precacheList } from './precache.mjs';
import { bridgePage, clientScript } from './preview-bundles.mjs';
import { checkBudget } from './size-budget.mjs';
import { writePacks } from './templates/packs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

function run(script) {
  const { status } = spawnSync(process.execPath, [join(root, script)], { stdio: 'inherit', cwd: root });
  if (status !== 0) throw new Error(`${script} failed`);
}

async function buildServiceWorker() {
  await bundle({
    entryPoints: [join(root, 'worker/service-worker.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2024',
    outfile: join(dist, 'service-worker.js'),
    define: {
      'self.__HOLDFAST_PRECACHE': JSON.stringify(precacheList(dist)),
      'self.__HOLDFAST_CLIENT': JSON.stringify(await clientScript()),
    },
    logLevel: 'warning',
  });
}

run('tools/node-lib/generate.mjs');
process.chdir(root);
await vite({ root, logLevel: 'warn' });
mkdirSync(join(dist, '__holdfast'), { recursive: true });
writeFileSync(join(dist, '__holdfast/bridge.html'), await bridgePage());
// What worker/protocol/sync-call.ts asks for where no service worker answers.
writeFileSync(join(dist, '__holdfast/sync.txt'), '');
const { packages, bundles } = await writePacks(dist);
console.log(`Shipped with the templates: ${packages} packages in ${bundles} bundles.`);
await buildServiceWorker();
writeNotices(root, dist);
if (!process.argv.includes('--no-compress')) {
  await compressFolder(dist);
  checkBudget(dist);
}
writeFileSync(join(dist, '.built'), new Date().toISOString());
console.log('Built dist/.');
