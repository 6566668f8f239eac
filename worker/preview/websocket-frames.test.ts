import { expect, test } from 'vitest';
import { closePayload, encodeFrame, FrameReader, opcodes } from './websocket-frames.ts';

const mask = Uint8Array.of(1, 2, 3, 4);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A server's frame: unmasked. */
function frame(first: number, payload: Uint8Array): Uint8Array {
  const head = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 255];
  return Uint8Array.of(first, ...head, ...payload);
}

function read(...chunks: Uint8Array[]): unknown[] {
  const seen: unknown[] = [];
  const reader = new FrameReader({
    onMessage: (kind, data) => seen.push([kind, new TextDecoder().decode(data)]),
    onPing: (payload) => seen.push(['ping', new TextDecoder().decode(payload)]),
    onClose: (code, reason) => seen.push(['close', code, reason]),
  });
  for (const chunk of chunks) reader.push(chunk);
  return seen;
}

test.each([0, 5, 125, 126, 65535, 65536])('a frame of %i bytes is masked and says its length', (length) => {
  const payload = new Uint8Array(length).fill(7);
  const bytes = encodeFrame(opcodes.binary, payload, mask);
  const header = length < 126 ? 2 : length < 65536 ? 4 : 10;
  expect([bytes[0], (bytes[1] ?? 0) >> 7, bytes.length]).toEqual([0x82, 1, header + 4 + length]);
  expect(bytes.subarray(header + 4).every((byte, index) => (byte ^ (mask[index & 3] ?? 0)) === 7)).toBe(true);
});

test('fragments are joined, a ping between them is told at once', () => {
  expect(read(frame(0x01, encode('he')), frame(0x89, encode('p')), frame(0x80, encode('llo')))).toEqual([
    ['ping', 'p'],
    ['text', 'hello'],
  ]);
});

test('byte by byte, and several in one chunk', () => {
  const bytes = Uint8Array.of(...frame(0x81, encode('a'.repeat(200))), ...frame(0x82, encode('b')));
  const expected = [
    ['text', 'a'.repeat(200)],
    ['binary', 'b'],
  ];
  expect(read(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  expect(read(bytes)).toEqual(expected);
});

test('close with and without a code', () => {
  expect(read(frame(0x88, closePayload(4001, 'bye')))).toEqual([['close', 4001, 'bye']]);
  expect(read(frame(0x88, closePayload(null, '')))).toEqual([['close', 1005, '']]);
});

test.each([
  ['a masked frame', Uint8Array.of(0x81, 0x81, 0, 0, 0, 0, 0)],
  ['reserved bits', frame(0xc1, encode('x'))],
  ['an unknown opcode', frame(0x83, encode('x'))],
  ['a fragmented ping', frame(0x09, encode('x'))],
  ['a continuation of nothing', frame(0x80, encode('x'))],
])('%s breaks the protocol', (_name, bytes) => {
  expect(() => read(bytes)).toThrow(expect.objectContaining({ code: 1002 }));
});
