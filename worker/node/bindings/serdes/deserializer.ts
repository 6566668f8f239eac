// ValueDeserializer of V8, as v8.Deserializer has it. Owned by the program that made it.
import { bytesOf } from '../bytes-of.ts';
import { decodeUtf16 } from '../codec/utf16.ts';
import { nativeError } from '../native-error.ts';
import {
  errorPrototypes,
  errorTag,
  regexpFlags,
  tag,
  VERSION_TAG,
  viewTypes,
  WIRE_VERSION,
} from './wire-format.ts';

/** What a subclass in Node's JavaScript adds. */
interface Delegate {
  _readHostObject?: () => object;
}
type ViewClass = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;

const corrupt = () => new Error('Unable to deserialize cloned data.');
const failed = (what: string) => nativeError(Error, 'ERR_OPERATION_FAILED', `${what}() failed`);

/** From here on an array buffer view has flags. */
const VERSION_WITH_VIEW_FLAGS = 14;

export function createDeserializerClass(decodeUtf8: (bytes: Uint8Array) => string) {
  return class Deserializer {
    /** Node's lib reads it. */
    readonly buffer: unknown;
    readonly #bytes: Uint8Array;
    readonly #view: DataView;
    readonly #objects: unknown[] = [];
    readonly #transferred = new Map<number, ArrayBuffer>();
    #at = 0;
    #version = 0;

    constructor(buffer: unknown) {
      if (!ArrayBuffer.isView(buffer)) {
        throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'buffer must be a TypedArray or a DataView');
      }
      this.buffer = buffer;
      this.#bytes = bytesOf(buffer);
      this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    }

    readHeader(): boolean {
      if (this.#bytes[0] === VERSION_TAG) {
        this.#at = 1;
        this.#version = this.#varint();
        if (this.#version <= WIRE_VERSION) return true;
      }
      throw new Error('Unable to deserialize cloned data due to invalid or unsupported version.');
    }
    readValue(): unknown {
      return this.#read();
    }
    getWireFormatVersion(): number {
      return this.#version;
    }
    transferArrayBuffer(id: number, buffer: ArrayBuffer): void {
      this.#transferred.set(id, buffer);
    }
    readUint32(): number {
      if (this.#at >= this.#bytes.length) throw failed('ReadUint32');
      return this.#varint();
    }
    readUint64(): [high: number, low: number] {
      if (this.#at >= this.#bytes.length) throw failed('ReadUint64');
      const value = this.#bigVarint();
      return [Number((value >> 32n) & 0xffffffffn), Number(value & 0xffffffffn)];
    }
    readDouble(): number {
      if (this.#at + 8 > this.#bytes.length) throw failed('ReadDouble');
      return this.#double();
    }
    /** The offset of bytes that are passed over. */
    _readRawBytes(length: number): number {
      if (this.#at + length > this.#bytes.length) throw failed('ReadRawBytes');
      this.#at += length;
      return this.#at - length;
    }

    #byte(): number {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw corrupt();
      return byte;
    }
    #bigVarint(): bigint {
      let value = 0n;
      for (let shift = 0n; ; shift += 7n) {
        const byte = this.#byte();
        value |= BigInt(byte & 0x7f) << shift;
        if (byte < 0x80) return value;
      }
    }
    #varint(): number {
      return Number(this.#bigVarint() & 0xffffffffn);
    }
    #zigzag(): number {
      const value = this.#varint();
      return (value >>> 1) ^ -(value & 1);
    }
    #double(): number {
      if (this.#at + 8 > this.#bytes.length) throw corrupt();
      this.#at += 8;
      return this.#view.getFloat64(this.#at - 8, true);
    }
    #take(length: number): Uint8Array {
      if (this.#at + length > this.#bytes.length) throw corrupt();
      this.#at += length;
      return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#at - length, length);
    }
    #tag(): number {
      for (;;) {
        const kind = this.#byte();
        if (kind !== tag.padding) return kind;
      }
    }
    #peek(): number {
      const at = this.#at;
      const kind = this.#tag();
      this.#at = at;
      return kind;
    }

    #read(): unknown {
      const kind = this.#tag();
      switch (kind) {
        case tag.verifyObjectCount:
          this.#varint();
          return this.#read();
        case tag.undefined:
        case tag.theHole:
          return undefined;
        case tag.null:
          return null;
        case tag.true:
          return true;
        case tag.false:
          return false;
        case tag.int32:
          return this.#zigzag();
        case tag.uint32:
          return this.#varint();
        case tag.double:
          return this.#double();
        case tag.bigint:
          return this.#bigint();
        case tag.utf8String:
        case tag.oneByteString:
        case tag.twoByteString:
          return this.#string(kind);
        case tag.reference: {
          const id = this.#varint();
          if (id >= this.#objects.length) throw corrupt();
          return this.#objects[id];
        }
        default:
          return this.#object(kind);
      }
    }

    #string(kind: number): string {
      const bytes = this.#take(this.#varint());
      if (kind === tag.utf8String) return decodeUtf8(bytes);
      if (kind === tag.twoByteString) return decodeUtf16(bytes, 0, bytes.length);
      if (kind !== tag.oneByteString) throw corrupt();
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return text;
    }

    #bigint(): bigint {
      const bits = this.#varint();
      const value = this.#take(bits >>> 1).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
      return bits & 1 ? -value : value;
    }

    /** Keeps the object's number, for references to it from inside. */
    #keep<T>(object: T): T {
      this.#objects.push(object);
      return object;
    }

    #object(kind: number): unknown {
      switch (kind) {
        case tag.beginObject:
          return this.#properties(this.#keep({}), tag.endObject, 1);
        case tag.beginSparseArray: {
          const sparse = this.#keep<unknown[]>([]);
          sparse.length = this.#varint();
          return this.#properties(sparse, tag.endSparseArray, 2);
        }
        case tag.beginDenseArray:
          return this.#denseArray();
        case tag.date:
          return this.#keep(new Date(this.#double()));
        case tag.trueObject:
          return this.#keep(Object(true));
        case tag.falseObject:
          return this.#keep(Object(false));
        case tag.numberObject:
          return this.#keep(Object(this.#double()));
        case tag.bigintObject:
          return this.#keep(Object(this.#bigint()));
        case tag.stringObject:
          return this.#keep(Object(this.#string(this.#tag())));
        case tag.regexp:
          return this.#regexp();
        case tag.beginMap:
          return this.#map();
        case tag.beginSet:
          return this.#set();
        case tag.error:
          return this.#error();
        case tag.arrayBuffer:
        case tag.resizableArrayBuffer:
        case tag.arrayBufferTransfer:
          return this.#viewOf(this.#arrayBuffer(kind));
        case tag.hostObject:
          return this.#hostObject();
        default:
          throw corrupt();
      }
    }

    /** Keys and values up to `end`, which is followed by `counts` numbers. */
    #properties<T extends object>(target: T, end: number, counts: 1 | 2): T {
      while (this.#peek() !== end) {
        const key = this.#read() as PropertyKey;
        const value = this.#read();
        Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
      }
      this.#tag();
      for (let i = 0; i < counts; i++) this.#varint();
      return target;
    }

    #denseArray(): unknown[] {
      const length = this.#varint();
      if (length > this.#bytes.length - this.#at) throw corrupt();
      const dense = this.#keep<unknown[]>([]);
      dense.length = length;
      for (let i = 0; i < length; i++) {
        if (this.#peek() === tag.theHole) this.#tag();
        else dense[i] = this.#read();
      }
      return this.#properties(dense, tag.endDenseArray, 2);
    }

    #regexp(): RegExp {
      const id = this.#objects.push(undefined) - 1;
      const source = this.#string(this.#tag());
      const bits = this.#varint();
      const flags = regexpFlags.filter(([, bit]) => (bits & bit) !== 0).map(([letter]) => letter);
      const expression = new RegExp(source, flags.join(''));
      this.#objects[id] = expression;
      return expression;
    }

    #map(): Map<unknown, unknown> {
      const map = this.#keep(new Map<unknown, unknown>());
      while (this.#peek() !== tag.endMap) {
        const key = this.#read();
        map.set(key, this.#read());
      }
      this.#tag();
      this.#varint();
      return map;
    }

    #set(): Set<unknown> {
      const set = this.#keep(new Set<unknown>());
      while (this.#peek() !== tag.endSet) set.add(this.#read());
      this.#tag();
      this.#varint();
      return set;
    }

    #error(): Error {
      const id = this.#objects.push(undefined) - 1;
      const prototype = errorPrototypes.find(([letter]) => letter === this.#peek());
      if (prototype !== undefined) this.#byte();
      const error = Object.create((prototype?.[1] ?? Error).prototype) as Error;
      const made = Object.setPrototypeOf(new Error(), Object.getPrototypeOf(error) as object) as Error;
      delete (made as { message?: string }).message;
      this.#objects[id] = made;
      const define = (name: string, value: unknown) =>
        Object.defineProperty(made, name, { value, configurable: true, enumerable: false, writable: true });
      define('stack', undefined);
      for (;;) {
        switch (this.#tag()) {
          case errorTag.message:
            define('message', this.#string(this.#tag()));
            break;
          case errorTag.cause:
            define('cause', this.#read());
            break;
          case errorTag.stack:
            define('stack', this.#string(this.#tag()));
            break;
          case errorTag.end:
            return made;
          default:
            throw corrupt();
        }
      }
    }

    #arrayBuffer(kind: number): ArrayBuffer {
      if (kind === tag.arrayBufferTransfer) {
        const transferred = this.#transferred.get(this.#varint());
        if (transferred === undefined) throw corrupt();
        return this.#keep(transferred);
      }
      const length = this.#varint();
      const options = kind === tag.resizableArrayBuffer ? { maxByteLength: this.#varint() } : undefined;
      const source = this.#take(length);
      const buffer = this.#keep(new ArrayBuffer(length, options));
      new Uint8Array(buffer).set(source);
      return buffer;
    }

    /** A buffer may be followed by the view that it was written for. */
    #viewOf(buffer: ArrayBuffer): unknown {
      if (this.#at >= this.#bytes.length || this.#peek() !== tag.arrayBufferView) return buffer;
      this.#tag();
      const letter = this.#byte();
      const name = viewTypes.find(([code]) => code === letter)?.[1] ?? '';
      const offset = this.#varint();
      const size = this.#varint();
      if (this.#version >= VERSION_WITH_VIEW_FLAGS) this.#varint();
      const View = (globalThis as unknown as Record<string, ViewClass & { BYTES_PER_ELEMENT?: number }>)[
        name
      ];
      const width = View?.BYTES_PER_ELEMENT ?? 1;
      if (View === undefined || offset % width !== 0 || offset + size > buffer.byteLength) throw corrupt();
      return this.#keep(new View(buffer, offset, size / width));
    }

    #hostObject(): object {
      const id = this.#objects.push(undefined) - 1;
      const { _readHostObject: readHostObject } = this as unknown as Delegate;
      if (readHostObject === undefined) throw corrupt();
      const object = readHostObject.call(this);
      this.#objects[id] = object;
      return object;
    }
  };
}
