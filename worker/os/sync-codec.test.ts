import { expect, test } from 'vitest';
import { decodeSync, encodeSync } from './sync-codec.ts';

test('bytes, floats and everything of JSON come back as they went', () => {
  const value = {
    text: 'ü\ud800\0',
    list: [1.5, null, true, { deep: new Uint8Array([1, 2, 3]) }],
    empty: new Uint8Array(),
    part: new Uint8Array([9, 8, 7, 6]).subarray(1, 3),
    floats: new Float64Array([0.1, -1, 1e300]),
  };
  expect(decodeSync(encodeSync(value))).toEqual({ ...value, part: new Uint8Array([8, 7]) });
});

test("a Buffer is bytes, whatever its class's toJSON makes of it", () => {
  const decoded = decodeSync(encodeSync({ data: Buffer.from('hi') })) as { data: Uint8Array };
  expect(decoded.data).toEqual(new Uint8Array([0x68, 0x69]));
});

test('a Blob goes as an address', () => {
  const blob = new Blob(['x']);
  const encoded = encodeSync({ data: blob }, { addressOf: (given) => (given === blob ? 'blob:1' : '') });
  const fetched = decodeSync(encoded, (address) => new Blob([address])) as { data: Blob };
  expect(fetched.data.size).toBe('blob:1'.length);
  expect(() => encodeSync({ data: blob })).toThrow('cannot go this way');
});
