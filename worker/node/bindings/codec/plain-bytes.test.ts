import { expect, test } from 'vitest';
import { createLatin1Codec } from './latin1.ts';
import { createUtf8Codec } from './utf8.ts';

/** A browser's coders, which take no shared and no resizable memory; Node's do. */
class StrictDecoder extends TextDecoder {
  override decode(input?: Uint8Array, options?: TextDecodeOptions): string {
    if (input !== undefined) refuse(input);
    return super.decode(input, options);
  }
}
class StrictEncoder extends TextEncoder {
  override encodeInto(source: string, destination: Uint8Array): TextEncoderEncodeIntoResult {
    refuse(destination);
    return super.encodeInto(source, destination);
  }
}
function refuse({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.resizable)
    throw new TypeError('The provided Uint8Array value must not be shared.');
}
const host = { TextDecoder: StrictDecoder, TextEncoder: StrictEncoder };

test.each([
  ['shared', (length: number) => new SharedArrayBuffer(length)],
  ['resizable', (length: number) => new ArrayBuffer(length, { maxByteLength: 2 * length })],
])('text in %s memory', (_name, create) => {
  const text = 'Grüße, 世界 😀'.repeat(20);
  const encoded = Buffer.from(text);
  const utf8 = createUtf8Codec(host);
  const bytes = new Uint8Array(create(encoded.length + 9), 3, encoded.length + 3);
  expect(utf8.write(bytes, text, 1, bytes.length)).toBe(encoded.length);
  expect(Buffer.from(bytes).subarray(1, -2)).toEqual(encoded);
  expect(utf8.decode(bytes, 1, encoded.length + 1)).toBe(text);
  expect(utf8.isValid(bytes.subarray(1, -2))).toBe(true);
  // Whole characters alone, where there is no room for the next.
  expect(utf8.write(bytes, '世'.repeat(30), 0, 32)).toBe(30);

  const latin1 = createLatin1Codec(host);
  const ascii = 'a line of text; '.repeat(8);
  expect(latin1.write(bytes, ascii, 0, bytes.length)).toBe(ascii.length);
  expect(latin1.decode(bytes, 0, ascii.length)).toBe(ascii);
});
