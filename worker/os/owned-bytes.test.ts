import { expect, test } from 'vitest';
import { ownedBytes } from './owned-bytes.ts';

test('a large whole buffer is transferred as it is', () => {
  const bytes = new Uint8Array(40_000);
  expect(ownedBytes(bytes)).toEqual({ bytes, transfer: [bytes.buffer] });
  expect(ownedBytes(bytes).bytes).toBe(bytes);
});

test('a view is copied, a small one is not transferred, and a Buffer becomes a plain array', () => {
  const pool = new Uint8Array([1, 2, 3, 4]);
  const { bytes, transfer } = ownedBytes(pool.subarray(1, 3));
  expect({ bytes: [...bytes], length: bytes.buffer.byteLength, transfer }).toEqual({
    bytes: [2, 3],
    length: 2,
    transfer: [],
  });
  expect(ownedBytes(Buffer.alloc(50_000)).bytes.constructor).toBe(Uint8Array);
});
