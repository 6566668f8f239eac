import { expect, it } from 'vitest';
import { installLongLists } from './long-lists.ts';

/** The built-in functions of a global object of their own, which call themselves with no more than a worker's stack holds. */
function scopeWithSmallStack() {
  const limited = <F extends (...args: never[]) => unknown>(native: F) =>
    function (this: unknown, ...args: Parameters<F>): unknown {
      if (args.length > 40_000) throw new RangeError('Maximum call stack size exceeded');
      return Reflect.apply(native, this, args);
    };
  const scope = {
    String: {
      fromCharCode: limited(String.fromCharCode),
      fromCodePoint: limited(String.fromCodePoint),
    },
    Math: { max: limited(Math.max), min: limited(Math.min) },

    Array: { prototype: { push: limited(Array.prototype.push) } },
  } as unknown as typeof globalThis;
  installLongLists(scope);
  return scope;
}

it('takes lists that are longer than the stack', () => {
  const { String: text, Math: numbers, Array: arrays } = scopeWithSmallStack();
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
  const expected = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  expect(text.fromCharCode.apply(null, bytes as unknown as number[])).toBe(expected);
  expect(text.fromCodePoint.apply(null, [...bytes])).toBe(expected);
  expect(numbers.max.apply(null, [...bytes, 300])).toBe(300);
  expect(numbers.min.apply(null, [-1, ...bytes])).toBe(-1);
  const target = [7];

  expect(arrays.prototype.push.apply(target, [...bytes] as never[])).toBe(100_001);
  expect(target).toEqual([7, ...bytes]);
});

it('is the plain apply for short lists, none, and other functions', () => {
  const { String: text } = scopeWithSmallStack();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called by Reflect.apply
  const apply = text.fromCharCode.apply as (this: unknown, self: unknown, list?: unknown) => unknown;
  expect(text.fromCharCode.apply(null, [104, 105])).toBe('hi');
  expect(text.fromCharCode.apply(null)).toBe('');
  expect(Reflect.apply(apply, parseInt, [null, ['11', 2]])).toBe(3);
  expect(() => text.fromCharCode.apply(null, 5 as never)).toThrow(TypeError);
  expect(Object.keys(text.fromCharCode)).toEqual([]);
});
