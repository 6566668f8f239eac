// The bytes behind whatever Node's lib passes where C++ takes an ArrayBufferView or an ArrayBuffer.
import { notABuffer } from './native-error.ts';

/** A Uint8Array over the same memory. A detached buffer has no bytes. Throws Node's ERR_INVALID_ARG_TYPE on anything else. */
export function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (isAnyArrayBuffer(value)) {
    return value instanceof ArrayBuffer && value.detached ? new Uint8Array(0) : new Uint8Array(value);
  }
  throw notABuffer();
}

/** Not `instanceof SharedArrayBuffer`: that global is missing in a SharedWorker. */
export function isAnyArrayBuffer(value: unknown): value is ArrayBuffer | SharedArrayBuffer {
  if (value instanceof ArrayBuffer) return true;
  const tag = Object.prototype.toString.call(value);
  return tag === '[object SharedArrayBuffer]' || tag === '[object ArrayBuffer]';
}
