// internalBinding('buffer'): what Buffer's JavaScript leaves to C++ (src/node_buffer.cc, src/string_bytes.cc). Owned by the
// realm, as long as the process.
import type { Binding, Realm } from '../realm.ts';
import { bytesOf } from './bytes-of.ts';
import { isAscii } from './codec/ascii.ts';
import { forgivingDecode } from './codec/base64.ts';
import { compareBytes } from './codec/compare.ts';
import { indexOfByte, indexOfBytes } from './codec/search.ts';
import { swapBytes } from './codec/swap.ts';
import { createTextCodec, encodingNames, parseEncoding, type Encoding } from './codec/text-codec.ts';
import { indexOutOfRange, nativeError, notABuffer } from './native-error.ts';

type Slice = (view: unknown, start?: unknown, end?: unknown) => string;
type Write = (view: unknown, text: unknown, offset?: unknown, length?: unknown) => number;

/** As ParseArrayIndex: undefined is the default, a negative number is out of range, fractions are cut off. */
function indexOf(value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  const index = Math.trunc(Number(value)) || 0;
  if (index < 0) throw indexOutOfRange();
  return index;
}

export function createBufferBinding(realm: Realm): Binding {
  const codec = createTextCodec(realm.host);
  const { kMaxLength, kStringMaxLength } = realm.meta.bindings['buffer'] as {
    kMaxLength: number;
    kStringMaxLength: number;
  };

  function checkStringLength(length: number): void {
    if (length <= kStringMaxLength) return;
    const limit = kStringMaxLength.toString(16);
    throw nativeError(
      Error,
      'ERR_STRING_TOO_LONG',
      `Cannot create a string longer than 0x${limit} characters`,
    );
  }

  /** `size` gives the most characters that `count` bytes can become. */
  const slice =
    (encoding: Encoding, size: (count: number) => number): Slice =>
    (view, start, end) => {
      if (!ArrayBuffer.isView(view)) throw notABuffer();
      const bytes = bytesOf(view);
      if (bytes.length === 0) return '';
      const from = indexOf(start, 0);
      const to = indexOf(end, bytes.length);
      if (to <= from) return '';
      if (to > bytes.length) throw indexOutOfRange();
      checkStringLength(size(to - from));
      return codec.decode(bytes, from, to, encoding);
    };

  const write =
    (encoding: Encoding): Write =>
    (view, text, offset, length) => {
      if (!ArrayBuffer.isView(view)) throw notABuffer();
      if (typeof text !== 'string') {
        throw nativeError(TypeError, 'ERR_INVALID_ARG_TYPE', 'argument must be a string');
      }
      const bytes = bytesOf(view);
      const from = indexOf(offset, 0);
      if (from > bytes.length) {
        throw nativeError(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
      }
      const count = Math.min(indexOf(length, bytes.length - from), bytes.length - from);
      return count === 0 ? 0 : codec.write(bytes, text, from, count, encoding);
    };

  /** undefined when done, -1 where the value has no bytes, -2 where the range lies outside. */
  function fill(
    view: unknown,
    value: unknown,
    start: unknown,
    end: unknown,
    encoding: unknown,
  ): number | undefined {
    const bytes = bytesOf(view);
    const from = indexOf(start, 0);
    const to = indexOf(end, bytes.length);
    if (from > to || to > bytes.length) return -2;
    if (from === to) return undefined;
    const target = new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from);
    if (typeof value !== 'string' && !ArrayBuffer.isView(value)) {
      target.fill((value as number) & 0xff);
      return undefined;
    }
    const pattern =
      typeof value === 'string'
        ? codec.encode(value, parseEncoding(encoding, 'utf8'))
        : bytesOf(value).slice(0, target.length);
    if (pattern.length === 0) return -1;
    target.set(pattern.length > target.length ? pattern.subarray(0, target.length) : pattern);
    for (let filled = pattern.length; filled < target.length; filled *= 2) {
      target.copyWithin(filled, 0, Math.min(filled, target.length - filled));
    }
    return undefined;
  }

  const unitOf = (encoding: unknown): 1 | 2 => (encodingNames[encoding as number] === 'utf16le' ? 2 : 1);

  return {
    kMaxLength,
    kStringMaxLength,

    // Buffers are made by Node's own JavaScript; bindings that return one ask it (realm.require('buffer')).
    setBufferPrototype() {},
    // V8's detach key has no counterpart in a browser. What it guards, transferring a pool, is refused by the messaging
    // binding, which looks at the private symbol that Node sets beside this call.
    setDetachKey() {},

    atob(text: string): string | number {
      const bytes = forgivingDecode(text);
      return typeof bytes === 'number' ? bytes : codec.latin1.decode(bytes, 0, bytes.length);
    },
    btoa(text: string): string | number {
      for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return -1;
      const bytes = codec.encode(text, 'latin1');
      return codec.base64.decode(bytes, 0, bytes.length, 'base64');
    },

    byteLengthUtf8: (text: string) => codec.utf8.byteLength(text),
    compare: (a: unknown, b: unknown) => compareBytes(bytesOf(a), bytesOf(b)),
    compareOffset(
      source: unknown,
      target: unknown,
      targetStart: number,
      sourceStart: number,
      targetEnd: number,
      sourceEnd: number,
    ): number {
      const a = bytesOf(source);
      const b = bytesOf(target);
      for (const [name, at, size] of [
        ['sourceStart', sourceStart, a.length],
        ['targetStart', targetStart, b.length],
      ] as const) {
        if (at <= size) continue;
        const message = `The value of "${name}" is out of range.`;
        throw nativeError(RangeError, 'ERR_OUT_OF_RANGE', message);
      }
      return compareBytes(
        a.subarray(sourceStart, Math.min(sourceEnd, a.length)),
        b.subarray(targetStart, Math.min(targetEnd, b.length)),
      );
    },
    copy(source: unknown, target: unknown, targetStart: number, sourceStart: number, count: number): number {
      const from = bytesOf(source);
      bytesOf(target).set(new Uint8Array(from.buffer, from.byteOffset + sourceStart, count), targetStart);
      return count;
    },
    copyArrayBuffer(
      target: ArrayBuffer,
      targetStart: number,
      source: ArrayBuffer,
      sourceStart: number,
      count: number,
    ): void {
      new Uint8Array(target, targetStart, count).set(new Uint8Array(source, sourceStart, count));
    },
    createUnsafeArrayBuffer(size: number): ArrayBuffer {
      try {
        return new ArrayBuffer(size);
      } catch {
        throw nativeError(RangeError, 'ERR_MEMORY_ALLOCATION_FAILED', 'Failed to allocate memory');
      }
    },
    fill,
    indexOfBuffer: (
      view: unknown,
      value: unknown,
      offset: number,
      encoding: unknown,
      forward: boolean,
      end: number,
    ) => indexOfBytes(bytesOf(view), bytesOf(value), offset, forward, end, unitOf(encoding)),
    indexOfNumber: (view: unknown, value: number, offset: number, forward: boolean, end: number) =>
      indexOfByte(bytesOf(view), value & 0xff, offset, forward, end),
    indexOfString(
      view: unknown,
      text: string,
      offset: number,
      encoding: unknown,
      forward: boolean,
      end: number,
    ): number {
      const needle = codec.encode(text, parseEncoding(encoding, 'utf8'));
      return indexOfBytes(bytesOf(view), needle, offset, forward, end, unitOf(encoding));
    },
    isAscii(value: unknown): boolean {
      const bytes = bytesOf(value);
      return isAscii(bytes, 0, bytes.length);
    },
    isUtf8: (value: unknown) => codec.utf8.isValid(bytesOf(value)),
    swap16: (view: unknown) => swapBytes(bytesOf(view), 2),
    swap32: (view: unknown) => swapBytes(bytesOf(view), 4),
    swap64: (view: unknown) => swapBytes(bytesOf(view), 8),

    asciiSlice: slice('ascii', (count) => count),
    latin1Slice: slice('latin1', (count) => count),
    utf8Slice: slice('utf8', (count) => count),
    ucs2Slice: slice('utf16le', (count) => count >> 1),
    hexSlice: slice('hex', (count) => count * 2),
    base64Slice: slice('base64', (count) => Math.ceil(count / 3) * 4),
    base64urlSlice: slice('base64url', (count) => Math.ceil((count * 4) / 3)),

    asciiWriteStatic: write('ascii'),
    latin1WriteStatic: write('latin1'),
    utf8WriteStatic: write('utf8'),
    ucs2Write: write('utf16le'),
    hexWrite: write('hex'),
    base64Write: write('base64'),
    base64urlWrite: write('base64url'),
  };
}
