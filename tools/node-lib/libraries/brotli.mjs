// Brotli for node:zlib (brotli-wasm, Apache-2.0): its JavaScript side over the wasm that tools/node-lib/libraries.mjs binds.
export {
  CompressStream,
  DecompressStream,
} from '../../../node_modules/brotli-wasm/pkg.bundler/brotli_wasm_bg.js';
