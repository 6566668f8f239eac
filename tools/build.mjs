// Builds everything into dist/: Node's lib (generated, never committed), page and workers (Vite), service worker with its
// precache list, licences, and brotli copies for hosts that serve them. Checks the size budget at the end.
import { build as bundle } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as vite } from 'vite';
import { compressFolder } from './compress.mjs';
import { writeNotices } from './notices.mjs';
import { bridgePage, clientScript } from './preview-bundles.mjs';
import { checkBudget } from './size-budget.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

function run(script) {
  const { status } = spawnSync(process.execPath, [join(root, script)], { stdio: 'inherit', cwd: root });
  if (status !== 0) throw new Error(`${script} failed`);
}

function files(folder, prefix = '') {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path, `${prefix}${name}/`) : [`${prefix}${name}`];
  });
}

/** What an offline visit needs: everything but the compressed copies. The version changes with any file's content. */
function precacheList() {
  const list = files(dist)
    .filter(
      (file) =>
        !/\.(br|map)$/.test(file) && file !== 'service-worker.js' && file !== 'THIRD-PARTY-NOTICES.txt',
    )
    .sort();
  const hash = createHash('sha256');
  for (const file of list) hash.update(file).update(readFileSync(join(dist, file)));
  return { version: hash.digest('hex').slice(0, 16), files: list.map((file) => `/${file}`) };
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
      'self.__HOLDFAST_PRECACHE': JSON.stringify(precacheList()),
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
await buildServiceWorker();
writeNotices(root, dist);
if (!process.argv.includes('--no-compress')) {
  await compressFolder(dist);
  checkBudget(dist);
}
writeFileSync(join(dist, '.built'), new Date().toISOString());
console.log('Built dist/.');
