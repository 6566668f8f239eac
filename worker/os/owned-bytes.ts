// How bytes go onto a MessagePort: a large whole buffer is transferred, a view of a larger one (Node's pool, say) is copied
// first, and small ones are cloned, since a transfer between processes costs far more than copying a few kilobytes.

/** Measured between SharedWorkers of Chromium 156: a transfer costs about 0.2 ms whatever its size. */
const cloneLimit = 32 * 1024;

interface OwnedBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly transfer: Transferable[];
}

/** The caller must not touch `bytes` after. */
export function ownedBytes(bytes: Uint8Array): OwnedBytes {
  const owned = isWhole(bytes) ? bytes : copy(bytes);
  return { bytes: owned, transfer: owned.byteLength > cloneLimit ? [owned.buffer] : [] };
}

/** A clone of a view takes all of its buffer along. */
function isWhole(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return (
    bytes.byteOffset === 0 &&
    bytes.byteLength === bytes.buffer.byteLength &&
    bytes.buffer instanceof ArrayBuffer &&
    bytes.constructor === Uint8Array
  );
}

function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes.byteLength);
  whole.set(bytes);
  return whole;
}
