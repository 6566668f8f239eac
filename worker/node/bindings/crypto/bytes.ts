// What Node's crypto passes as bytes: buffers of all kinds, and handles of secret keys.
import { bytesOf } from '../bytes-of.ts';
import { isKeyObjectHandle } from './key-handle.ts';

/** Views of the caller's memory: copy what has to outlive the call. */
export function sourceBytes(source: unknown): Uint8Array {
  return isKeyObjectHandle(source) ? source.secret() : bytesOf(source);
}

/** A copy with a buffer of its own, for work that goes on after the call. */
export function ownBytes(source: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sourceBytes(source));
}
