// Parts of our own npm for tools: what replaces native packages, what runs on the machine, and how a tarball is unpacked.
import { build } from 'esbuild';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const cacheFolder = join(root, '.cache/packs');

export async function loadNpmParts() {
  mkdirSync(cacheFolder, { recursive: true });
  const outfile = join(cacheFolder, 'npm-parts.mjs');
  await build({
    stdin: {
      contents: `
        export { wasmBuildOf } from './worker/npm/native/wasm-builds.ts';
        export { unpackTarball } from './worker/npm/registry/unpack.ts';
        export { verifyIntegrity } from './worker/npm/registry/integrity.ts';
        export { platformFits } from './worker/npm/tree/platform.ts';
        export { transformsOf, transformVersion } from './worker/node/modules/kept-transforms.ts';
        export { optimizedDepsId, rootMark } from './worker/npm/install/optimized-deps.ts';
        export { machine } from './worker/npm/install/machine.ts';`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
