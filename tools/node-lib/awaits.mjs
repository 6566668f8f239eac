// Node's own `await`s carry the async context as those of a program do: the same transform, from the realm's source
// (worker/node/modules/program-edits.ts). A frame's column after an `await` in the same line is no longer Node's.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The sources of the transform: what is generated depends on them. */
export const transformSources = ['program-edits', 'await-context', 'edits', 'parse'].map((name) =>
  fileURLToPath(new URL(`../../worker/node/modules/${name}.ts`, import.meta.url)),
);

/** @returns {Promise<(id: string, source: string) => string>} */
export async function createAwaitRewriter() {
  const { outputFiles } = await build({
    entryPoints: [transformSources[0]],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
  });
  const { programEdits } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  );
  // amaro is a bundle with a wasm in it: nothing in it waits.
  return (id, source) =>
    id.startsWith('internal/deps/amaro/') ? source : (programEdits(source)?.apply('', '').code ?? source);
}
