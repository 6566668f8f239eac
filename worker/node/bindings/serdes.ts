// internalBinding('serdes'): v8.serialize and v8.deserialize in V8's own format (src/node_serdes.cc). Without state.
import type { Binding, Realm } from '../realm.ts';
import { createUtf8Codec } from './codec/utf8.ts';
import { nodeBuffer } from './node-buffer-of.ts';
import { createDeserializerClass } from './serdes/deserializer.ts';
import { createSerializerClass } from './serdes/serializer.ts';

export function createSerdesBinding(realm: Realm): Binding {
  const utf8 = createUtf8Codec(realm.host);
  return {
    Serializer: createSerializerClass((bytes) => nodeBuffer(realm, bytes)),
    Deserializer: createDeserializerClass((bytes) => utf8.decode(bytes, 0, bytes.length)),
  };
}
