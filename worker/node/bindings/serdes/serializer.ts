// ValueSerializer of V8, as v8.Serializer has it. Owned by the program that made it.
import { isAnyArrayBuffer } from '../bytes-of.ts';
import { nativeError, notABuffer } from '../native-error.ts';
import { writeUtf16 } from '../codec/utf16.ts';
import { ByteWriter } from './byte-writer.ts';
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
  _getDataCloneError: new (message: string) => Error;
  _writeHostObject?: (object: object) => void;
}

const isInt32 = (value: number) => (value | 0) === value && !Object.is(value, -0);
const isIndex = (key: string) => /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;

/** `nodeBuffer` makes Node's Buffer over bytes. */
export function createSerializerClass(nodeBuffer: (bytes: Uint8Array) => unknown) {
  return class Serializer {
    readonly #out = new ByteWriter();
    /** By identity; the number is the position among all objects. */
    readonly #ids = new Map<object, number>();
    readonly #transferred = new Map<object, number>();
    #viewsAreHostObjects = false;

    writeHeader(): void {
      this.#out.byte(VERSION_TAG);
      this.#out.varint(WIRE_VERSION);
    }
    writeValue(value: unknown): boolean {
      this.#write(value);
      return true;
    }
    releaseBuffer(): unknown {
      return nodeBuffer(this.#out.take());
    }
    transferArrayBuffer(id: number, buffer: object): void {
      this.#transferred.set(buffer, id);
    }
    writeUint32(value: number): void {
      this.#out.varint(value >>> 0);
    }
    writeUint64(high: number, low: number): void {
      this.#out.varint((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
    }
    writeDouble(value: number): void {
      this.#out.double(value);
    }
    writeRawBytes(source: unknown): void {
      if (ArrayBuffer.isView(source)) {
        this.#out.bytes(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
      } else if (isAnyArrayBuffer(source)) {
        this.#out.bytes(new Uint8Array(source));
      } else {
        throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'source must be a TypedArray or a DataView');
      }
    }
    _setTreatArrayBufferViewsAsHostObjects(value: boolean): void {
      this.#viewsAreHostObjects = value;
    }

    #refuse(shown: string): never {
      const { _getDataCloneError: CloneError } = this as unknown as Delegate;
      throw new CloneError(`${shown} could not be cloned.`);
    }

    #write(value: unknown): void {
      switch (typeof value) {
        case 'undefined':
          return this.#out.byte(tag.undefined);
        case 'boolean':
          return this.#out.byte(value ? tag.true : tag.false);
        case 'number':
          return this.#number(value);
        case 'bigint':
          this.#out.byte(tag.bigint);
          return this.#bigint(value);
        case 'string':
          return this.#string(value);
        case 'object':
          if (value === null) return this.#out.byte(tag.null);
          return this.#object(value);
        case 'function':
          return this.#refuse(Function.prototype.toString.call(value));
        case 'symbol':
          return this.#refuse(String(value));
      }
    }

    #number(value: number): void {
      if (isInt32(value)) {
        this.#out.byte(tag.int32);
        this.#out.zigzag(value);
      } else {
        this.#out.byte(tag.double);
        this.#out.double(value);
      }
    }

    #bigint(value: bigint): void {
      const digits: number[] = [];
      for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 8n) digits.push(Number(rest & 0xffn));
      // In whole digits of 64 bits.
      while (digits.length % 8 !== 0) digits.push(0);
      this.#out.varint((digits.length << 1) | (value < 0n ? 1 : 0));
      this.#out.bytes(Uint8Array.from(digits));
    }

    #string(text: string): void {
      if (/^[\0-\xff]*$/.test(text)) {
        this.#out.byte(tag.oneByteString);
        this.#out.varint(text.length);
        this.#out.bytes(Uint8Array.from(text, (character) => character.charCodeAt(0)));
        return;
      }
      const size = text.length * 2;
      const prefix = 1 + Math.max(1, Math.ceil(Math.log2(size + 1) / 7));
      // Code units lie at even offsets.
      if ((this.#out.length + prefix) & 1) this.#out.byte(tag.padding);
      this.#out.byte(tag.twoByteString);
      this.#out.varint(size);
      const bytes = new Uint8Array(size);
      writeUtf16(bytes, text, 0, size);
      this.#out.bytes(bytes);
    }

    #object(value: object): void {
      const isView = ArrayBuffer.isView(value);
      // The buffer comes first, and has the lower number.
      if (isView && !this.#viewsAreHostObjects && !this.#ids.has(value) && !this.#ids.has(value.buffer)) {
        this.#object(value.buffer);
      }
      const known = this.#ids.get(value);
      if (known !== undefined) {
        this.#out.byte(tag.reference);
        this.#out.varint(known);
        return;
      }
      this.#ids.set(value, this.#ids.size);
      if (Array.isArray(value)) this.#array(value);
      else if (value instanceof Date) this.#tagged(tag.date, () => this.#out.double(value.getTime()));
      else if (value instanceof RegExp) this.#regexp(value);
      else if (value instanceof Map) this.#map(value);
      else if (value instanceof Set) this.#set(value);
      else if (value instanceof Error) this.#error(value);
      else if (isView) this.#view(value);
      else if (isAnyArrayBuffer(value)) this.#arrayBuffer(value as ArrayBuffer);
      else if (!this.#boxed(value)) this.#plain(value);
    }

    #tagged(kind: number, write: () => void): void {
      this.#out.byte(kind);
      write();
    }

    #boxed(value: object): boolean {
      if (value instanceof Number) this.#tagged(tag.numberObject, () => this.#out.double(value.valueOf()));
      else if (value instanceof String) this.#tagged(tag.stringObject, () => this.#string(value.valueOf()));
      else if (value instanceof Boolean) this.#out.byte(value.valueOf() ? tag.trueObject : tag.falseObject);
      else if (value instanceof BigInt) this.#tagged(tag.bigintObject, () => this.#bigint(value.valueOf()));
      else return false;
      return true;
    }

    #plain(value: object): void {
      const kind = Object.prototype.toString.call(value);
      const unclonable = ['WeakMap', 'WeakSet', 'WeakRef', 'Promise', 'Generator', 'Symbol'];
      const name = kind.slice('[object '.length, -1);
      if (unclonable.includes(name) && Object.getPrototypeOf(value) !== Object.prototype)
        this.#refuse(`#<${name}>`);
      this.#out.byte(tag.beginObject);
      const count = this.#properties(value, Object.keys(value));
      this.#out.byte(tag.endObject);
      this.#out.varint(count);
    }

    #properties(value: object, keys: readonly string[]): number {
      let count = 0;
      for (const key of keys) {
        // A getter that ran before may have removed it.
        if (!Object.hasOwn(value, key)) continue;
        if (isIndex(key)) this.#number(Number(key));
        else this.#string(key);
        this.#write((value as Record<string, unknown>)[key]);
        count++;
      }
      return count;
    }

    #array(value: readonly unknown[]): void {
      const keys = Object.keys(value);
      const indices = keys.filter(isIndex);
      const dense = indices.length === value.length;
      this.#out.byte(dense ? tag.beginDenseArray : tag.beginSparseArray);
      this.#out.varint(value.length);
      if (dense) this.#elements(value);
      const count = this.#properties(value, dense ? keys.slice(indices.length) : keys);
      this.#out.byte(dense ? tag.endDenseArray : tag.endSparseArray);
      this.#out.varint(count);
      this.#out.varint(value.length);
    }

    #elements(value: readonly unknown[]): void {
      // V8 stores an array of numbers of which one is a fraction as doubles, and writes it so.
      const doubles =
        value.every((item) => typeof item === 'number') && !value.every((item) => isInt32(item));
      for (const item of value) {
        if (doubles) this.#tagged(tag.double, () => this.#out.double(item as number));
        else this.#write(item);
      }
    }

    #regexp(value: RegExp): void {
      this.#out.byte(tag.regexp);
      this.#string(value.source);
      let bits = 0;
      for (const [letter, bit] of regexpFlags) if (value.flags.includes(letter)) bits |= bit;
      this.#out.varint(bits);
    }

    #map(value: Map<unknown, unknown>): void {
      this.#out.byte(tag.beginMap);
      const entries = [...value];
      for (const entry of entries) entry.forEach((item) => this.#write(item));
      this.#out.byte(tag.endMap);
      this.#out.varint(entries.length * 2);
    }

    #set(value: Set<unknown>): void {
      this.#out.byte(tag.beginSet);
      const items = [...value];
      for (const item of items) this.#write(item);
      this.#out.byte(tag.endSet);
      this.#out.varint(items.length);
    }

    #error(value: Error): void {
      this.#out.byte(tag.error);
      const prototype = errorPrototypes.find(([, Class]) => Class.name === value.name);
      if (prototype !== undefined) this.#out.byte(prototype[0]);
      const message = Object.getOwnPropertyDescriptor(value, 'message');
      if (message !== undefined) this.#tagged(errorTag.message, () => this.#string(String(message.value)));
      if (typeof value.stack === 'string') {
        const { stack } = value;
        this.#tagged(errorTag.stack, () => this.#string(stack));
      }
      if (Object.hasOwn(value, 'cause')) this.#tagged(errorTag.cause, () => this.#write(value.cause));
      this.#out.byte(errorTag.end);
    }

    #view(value: ArrayBufferView): void {
      const { _writeHostObject: writeHostObject } = this as unknown as Delegate;
      if (this.#viewsAreHostObjects) {
        if (writeHostObject === undefined) throw notABuffer();
        this.#out.byte(tag.hostObject);
        writeHostObject.call(this, value);
        return;
      }
      const name = Object.prototype.toString.call(value).slice('[object '.length, -1);
      this.#out.byte(tag.arrayBufferView);
      this.#out.byte(viewTypes.find(([, type]) => type === name)?.[0] ?? this.#refuse(`#<${name}>`));
      this.#out.varint(value.byteOffset);
      this.#out.varint(value.byteLength);
      this.#out.varint(0);
    }

    #arrayBuffer(value: ArrayBuffer): void {
      const id = this.#transferred.get(value);
      if (id !== undefined) {
        this.#out.byte(tag.arrayBufferTransfer);
        this.#out.varint(id);
        return;
      }
      if (value.detached) {
        const { _getDataCloneError: CloneError } = this as unknown as Delegate;
        throw new CloneError('An ArrayBuffer is detached and could not be cloned.');
      }
      this.#out.byte(value.resizable ? tag.resizableArrayBuffer : tag.arrayBuffer);
      this.#out.varint(value.byteLength);
      if (value.resizable) this.#out.varint(value.maxByteLength);
      this.#out.bytes(new Uint8Array(value));
    }
  };
}
