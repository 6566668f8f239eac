// Where C++ returns a Buffer: Node's own class (JavaScript of the realm) over bytes that a binding made.
import type { NodeBuffer, NodeBufferClass } from '../node-buffer.ts';
import type { Realm } from '../realm.ts';

/** Over the same memory, without a copy. */
export function nodeBuffer(realm: Realm, bytes: Uint8Array): NodeBuffer {
  const { Buffer } = realm.require('buffer') as { Buffer: NodeBufferClass };
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
