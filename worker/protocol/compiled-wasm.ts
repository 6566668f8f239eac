// Where WebAssembly of packages lies under an address, for the browser's cache of compiled code (docs/adr/0041): processes put
// it there, the service worker answers from there.

export const wasmCacheName = 'holdfast-wasm';
export const wasmPrefix = '/__holdfast/wasm/';
/** Of the bytes; empty where the service worker has none. A response without it is not the service worker's. */
export const wasmHashHeader = 'holdfast-hash';
