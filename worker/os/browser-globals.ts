// The browser's globals, as they are when a worker starts. The Node realm replaces globals of the same names with Node's
// own in its worker; what runs beneath it (filesystem, streams, connections) keeps to these.

export const { Blob, MessageChannel, TextDecoder, TextEncoder, XMLHttpRequest } = globalThis;
export const queueMicrotask = globalThis.queueMicrotask.bind(globalThis);
export const setTimeout = globalThis.setTimeout.bind(globalThis);
export const performance = globalThis.performance;
