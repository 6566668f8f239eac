// The serdes binding held against the real v8.serialize: the same bytes, and each reads what the other wrote.
import * as v8 from 'node:v8';
import { expect, it } from 'vitest';
import { createSerdesBinding } from './serdes.ts';
import { fakeRealm } from './testing/fake-realm.ts';

interface Writer {
  writeHeader(): void;
  writeValue(value: unknown): boolean;
  releaseBuffer(): Buffer;
}
interface Reader {
  readHeader(): boolean;
  readValue(): unknown;
}
const binding = createSerdesBinding(fakeRealm()) as unknown as {
  Serializer: { new (): Writer; prototype: { _getDataCloneError?: unknown } };
  Deserializer: new (buffer: Uint8Array) => Reader;
};
binding.Serializer.prototype._getDataCloneError = Error;

function write(Serializer: new () => Writer, value: unknown): string {
  const writer = new Serializer();
  writer.writeHeader();
  writer.writeValue(value);
  return writer.releaseBuffer().toString('hex');
}
function read(bytes: string): unknown {
  const reader = new binding.Deserializer(Buffer.from(bytes, 'hex'));
  reader.readHeader();
  return reader.readValue();
}

const cyclic: Record<string, unknown> = { list: [1, 'two'] };
cyclic['self'] = cyclic;
const shared = { x: 1 };
const withProperty: unknown[] = Object.assign([1], { x: 2 });
const values: unknown[] = [
  ...[1, -1, 0, -0, 1.5, 2 ** 31, 2 ** 40, -(2 ** 31), NaN, true, null, undefined],
  ...['abc', 'é', '\u1234x', 'x\u1234', '', '\u20ac'.repeat(100)],
  ...[5n, -5n, 2n ** 70n, 0n],
  ...[[1, 2, 3], [1.5, 2], [], ['a', { b: 1 }], withProperty, [shared, shared]],
  ...[{ 1: 2, b: 'x' }, new Date(5), /a+/gi, new Map([[1, { a: 1 }]]), new Set(['a'])],
  ...([Object(3), Object('s'), Object(false), Object(7n)] as unknown[]),
  ...[new Uint16Array([1, 2]), new ArrayBuffer(3), new DataView(new ArrayBuffer(2)), cyclic],
];

it.each(values.map((value, index) => [index, value]))('value %i', (_index, value) => {
  const bytes = write(v8.Serializer, value);
  expect(write(binding.Serializer, value)).toBe(bytes);
  expect(read(bytes)).toEqual(value);
});

it('errors keep class, message, cause and stack', () => {
  const error = new TypeError('boo', { cause: 5 });
  const bytes = write(v8.Serializer, error);
  expect(write(binding.Serializer, error)).toBe(bytes);
  const back = read(bytes) as TypeError;
  expect([back instanceof TypeError, back.message, back.cause, back.stack]).toEqual([
    true,
    'boo',
    5,
    error.stack,
  ]);
});

it('what cannot be cloned, and what cannot be read', () => {
  expect(() => write(binding.Serializer, () => {})).toThrow('() => {} could not be cloned.');
  expect(() => write(binding.Serializer, new WeakMap())).toThrow('#<WeakMap> could not be cloned.');
  expect(() => read('00')).toThrow(
    'Unable to deserialize cloned data due to invalid or unsupported version.',
  );
  expect(() => read('ff0f')).toThrow('Unable to deserialize cloned data.');
  expect(() => read('ff0f6f22')).toThrow('Unable to deserialize cloned data.');
});
