// Libraries under Node's bindings that few programs need: each a classic script of its own in .generated/node-lib, loaded by a
// synchronous request when a binding first asks (worker/node/libraries.ts). Its value is a function that takes the bytes of
// the library's wasm, if it has one, and returns its exports.
/* global WebAssembly */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Each with its wasm. */
export const libraries = {
  crypto: undefined,
  brotli: here('../../node_modules/brotli-wasm/pkg.bundler/brotli_wasm_bg.wasm'),
  sqlite: fileURLToPath(import.meta.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm')),
};

/** `import … from 'x.wasm'`, as bundlers mean it: an instance made at once, of the bytes that the script is given. */
const wasmImports = {
  name: 'wasm-imports',
  setup({ onLoad }) {
    onLoad({ filter: /\.wasm$/ }, ({ path }) => {
      const module = new WebAssembly.Module(readFileSync(path));
      const names = WebAssembly.Module.exports(module).map(({ name }) => name);
      const [source] = new Set(WebAssembly.Module.imports(module).map((entry) => entry.module));
      return {
        contents:
          `import * as glue from ${JSON.stringify(source)};\n` +
          `const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { ${JSON.stringify(source)}: glue });\n` +
          names.map((name) => `export const ${name} = exports.${name};`).join('\n'),
        loader: 'js',
      };
    });
  },
};

export async function buildLibrary(name) {
  const { outputFiles } = await build({
    entryPoints: [here(`libraries/${name}.mjs`)],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: 'library',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    plugins: [wasmImports],
    legalComments: 'none',
  });
  return `(function(wasm){${outputFiles[0].text}return library})`;
}
