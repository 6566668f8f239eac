// Values as the body of a synchronous request or its answer: JSON, with bytes beside it instead of in it. What structured
// cloning would carry across a port and a request cannot: a Blob becomes an address under which the other side fetches it.

import { Blob, TextDecoder, TextEncoder } from './browser-globals.ts';

/** Stands for what JSON cannot hold; no field of ours has such a name. */
const mark = '\0';

type Marked =
  readonly ['bytes' | 'floats', offset: number, length: number] | readonly ['blob', address: string];

export interface BlobAddresses {
  /** An address that is good until the next call. */
  addressOf(blob: Blob): string;
}

/** The length of the JSON (4 bytes, little endian), the JSON, and then the bytes of every array. */
export function encodeSync(value: unknown, blobs?: BlobAddresses): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const attach = (bytes: Uint8Array): readonly [number, number] => {
    parts.push(bytes);
    size += bytes.byteLength;
    return [size - bytes.byteLength, bytes.byteLength];
  };
  // `this`, since a Buffer's own toJSON has run by the time that the replacer gets the value.
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key, json: unknown): unknown {
    const raw = this[key];
    const wrap = (marked: Marked): unknown => ({ [mark]: marked });
    if (raw instanceof Uint8Array) return wrap(['bytes', ...attach(raw)]);
    if (raw instanceof Float64Array)
      return wrap(['floats', ...attach(new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength))]);
    if (raw instanceof Blob) {
      if (blobs === undefined) throw new Error('a Blob cannot go this way');
      return wrap(['blob', blobs.addressOf(raw)]);
    }
    return json;
  });
  const json = new TextEncoder().encode(text);
  const whole = new Uint8Array(4 + json.byteLength + size);
  new DataView(whole.buffer).setUint32(0, json.byteLength, true);
  whole.set(json, 4);
  let offset = 4 + json.byteLength;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

/** Arrays are copies: nothing keeps the whole body alive. */
export function decodeSync(body: Uint8Array, fetchBlob?: (address: string) => Blob): unknown {
  const length = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(0, true);
  const attached = body.subarray(4 + length);
  return JSON.parse(
    new TextDecoder().decode(body.subarray(4, 4 + length)),
    (_key, value: unknown): unknown => {
      if (typeof value !== 'object' || value === null || !(mark in value)) return value;
      const [kind, at, size = 0] = value[mark] as Marked;
      if (kind === 'blob') {
        if (fetchBlob === undefined) throw new Error('a Blob cannot come this way');
        return fetchBlob(at);
      }
      const bytes = attached.slice(at, at + size);
      return kind === 'bytes' ? bytes : new Float64Array(bytes.buffer);
    },
  );
}
