// internalBinding('ipc_serdes'): messages between processes with `serialization: 'advanced'` (src/node_ipc_serdes.cc). V8's
// format behind its length; what V8 calls a host object is marked as a view of bytes or as anything else. Without state.
import type { Binding, Realm } from '../realm.ts';

const viewTag = 0;
const otherTag = 1;
const lengthBytes = 4;

interface Serializer {
  writeHeader(): void;
  writeValue(value: unknown): void;
  writeUint32(value: number): void;
  writeRawBytes(bytes: Uint8Array): void;
  releaseBuffer(): Uint8Array;
  _writeHostObject(object: object): void;
}

interface Deserializer {
  readHeader(): void;
  readValue(): unknown;
  readUint32(): number;
  _readHostObject(): unknown;
}

/** Node's own, of lib/v8.js. */
interface V8 {
  readonly DefaultSerializer: new () => Serializer;
  readonly DefaultDeserializer: new (bytes: Uint8Array) => Deserializer;
}

export function createIpcSerdesBinding(realm: Realm): Binding {
  let classes: V8 | undefined;

  function define(): V8 {
    const { DefaultSerializer, DefaultDeserializer } = realm.require('v8') as V8;
    return {
      DefaultSerializer: class extends DefaultSerializer {
        override _writeHostObject(object: object): void {
          if (ArrayBuffer.isView(object)) {
            this.writeUint32(viewTag);
            super._writeHostObject(object);
          } else {
            this.writeUint32(otherTag);
            this.writeValue({ ...object });
          }
        }
      },
      DefaultDeserializer: class extends DefaultDeserializer {
        override _readHostObject(): unknown {
          return this.readUint32() === viewTag ? super._readHostObject() : this.readValue();
        }
      },
    };
  }

  return {
    /** Node's Buffer: its length in four bytes, big endian, and the value. */
    serialize(value: unknown): Uint8Array {
      classes ??= define();
      const serializer = new classes.DefaultSerializer();
      serializer.writeRawBytes(new Uint8Array(lengthBytes));
      serializer.writeHeader();
      serializer.writeValue(value);
      const message = serializer.releaseBuffer();
      const view = new DataView(message.buffer, message.byteOffset);
      view.setUint32(0, message.byteLength - lengthBytes);
      return message;
    },
    deserialize(bytes: Uint8Array): unknown {
      classes ??= define();
      const deserializer = new classes.DefaultDeserializer(bytes);
      deserializer.readHeader();
      return deserializer.readValue();
    },
  };
}
