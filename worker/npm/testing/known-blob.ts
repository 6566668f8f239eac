// For tests: Blobs that can be read synchronously. Import it before anything that takes Blob from the globals.

const blobBytes = new WeakMap<Blob, Uint8Array>();

/** Node has no synchronous read of a Blob: this one remembers what it was made of. */
class KnownBlob extends Blob {
  constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
    super(parts, options);
    const pieces = parts.map((part) => {
      if (typeof part === 'string') return new TextEncoder().encode(part);
      if (part instanceof Blob) return blobBytes.get(part);
      return ArrayBuffer.isView(part)
        ? new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
        : new Uint8Array(part);
    });
    const bytes = new Uint8Array(this.size);
    let at = 0;
    for (const piece of pieces) {
      if (piece === undefined) return;
      bytes.set(piece, at);
      at += piece.length;
    }
    blobBytes.set(this, bytes);
  }
}

/** What a Blob was made of; undefined for one of the platform's own. */
export function knownBytes(blob: Blob): Uint8Array | undefined {
  return blobBytes.get(blob);
}

globalThis.Blob = KnownBlob;
