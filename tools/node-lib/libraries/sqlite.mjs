// SQLite for node:sqlite (@sqlite.org/sqlite-wasm, Apache-2.0 around SQLite in the public domain): its wasm alone. What the package
// has in JavaScript starts asynchronously and brings filesystems of its own; worker/node/bindings/sqlite binds the wasm itself.
/* global WebAssembly, wasm -- the bytes are the argument of the function that this becomes the body of */
export const module = new WebAssembly.Module(wasm);
