// Blobs whose bytes can be read synchronously, which the real Node's cannot: the virtual filesystem keeps large files in
// Blobs and reads them with the browser's FileReaderSync. Imported before anything that takes the global. Test support.

const NativeBlob = globalThis.Blob;
const contents = new WeakMap();

const bytesOf = (part) => {
  if (contents.has(part)) return contents.get(part);
  if (typeof part === 'string') return new TextEncoder().encode(part);
  return ArrayBuffer.isView(part)
    ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength).slice()
    : new Uint8Array(part).slice();
};

globalThis.Blob = class Blob extends NativeBlob {
  constructor(parts = [], options = {}) {
    super(parts, options);
    const pieces = [...parts].map(bytesOf);
    const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      all.set(piece, at);
      at += piece.length;
    }
    contents.set(this, all);
  }
};

export const knownBlobs = {
  blob: (bytes) => new globalThis.Blob([bytes]),
  read: (blob, start, end) => contents.get(blob).slice(start, end),
};
