// Bytes of what Node's lib hands to a native stream: strings in the encodings that have a method of their own, and the
// lists of `writev`.

import { concatBytes } from '../../os/concat-bytes.ts';
import type { NodeBufferClass } from '../node-buffer.ts';
import type { Realm } from '../realm.ts';

/** `writev` gets buffers alone, or data and encoding in turn. */
export type WriteChunk = Uint8Array | string;

export function latin1Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export function ucs2Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[i * 2] = unit;
    bytes[i * 2 + 1] = unit >> 8;
  }
  return bytes;
}

/** One buffer of its own with all of `chunks`. */
export function concatChunks(realm: Realm, chunks: readonly WriteChunk[], allBuffers: boolean): Uint8Array {
  const parts: Uint8Array[] = [];
  const step = allBuffers ? 1 : 2;
  for (let i = 0; i < chunks.length; i += step) {
    const chunk = chunks[i];
    if (chunk === undefined) continue;
    const part = typeof chunk === 'string' ? textBytes(realm, chunk, chunks[i + 1] as string) : chunk;
    // Any typed array or DataView may be among them.
    parts.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }
  return concatBytes(parts);
}

function textBytes(realm: Realm, text: string, encoding: string): Uint8Array {
  switch (encoding) {
    case 'utf8':
    case 'utf-8':
    case 'buffer':
      return realm.utf8.encode(text);
    case 'latin1':
    case 'binary':
    case 'ascii':
      return latin1Bytes(text);
    default:
      return (realm.require('buffer') as { Buffer: NodeBufferClass }).Buffer.from(text, encoding);
  }
}
