// The machine that worker/npm's tests run npm on, for tools: it is TypeScript, so it is bundled first.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const testing = fileURLToPath(new URL('../../worker/npm/testing', import.meta.url));

/** `createMachine` and `createFixtureRegistry`; the bundle is written into `folder`. */
export async function loadMachine(folder) {
  const outfile = join(folder, 'machine.mjs');
  await build({
    stdin: {
      contents: `export * from './machine.ts'; export * from './fixture-registry.ts';`,
      resolveDir: testing,
    },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    outfile,
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}
