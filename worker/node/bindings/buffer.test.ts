// The buffer binding held against the real one, member by member, on random input with a fixed seed.
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createBufferBinding } from './buffer.ts';
import { fakeRealm, realBinding, seededRandom } from './testing/fake-realm.ts';

type Call = (...args: unknown[]) => unknown;
const ours = createBufferBinding(fakeRealm()) as Record<string, Call>;
const theirs = realBinding<Record<string, Call>>('buffer');
const random = seededRandom(20261122);
const below = (n: number) => Math.floor(random() * n);

/** What a call returned or threw, and the bytes it left behind. */
function outcome(call: Call, args: readonly unknown[]): unknown {
  const copies = args.map((arg) => (arg instanceof Uint8Array ? new Uint8Array(arg) : arg));
  try {
    return { returned: call(...copies), copies };
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    return { name, message, code };
  }
}
function same(member: string, ...args: unknown[]): void {
  const [a, b] = [outcome(ours[member] as Call, args), outcome(theirs[member] as Call, args)];
  // Thousands of calls: Vitest's own comparison, with a label each, would take most of the time.
  if (isDeepStrictEqual(a, b)) return;
  expect(a, `${member}(${args.map(String).join(', ')})`).toEqual(b);
}

const alphabets = [
  'abcXYZ019+/',
  'abcXYZ019-_= \n',
  '0123456789abcdefABCDEF',
  'aé\u1234\ud83d\ude00\ud800\udc00b',
  '0é\u0161g=',
];
function text(length = below(40)): string {
  const letters = alphabets[below(alphabets.length)] as string;
  return Array.from({ length }, () => letters[below(letters.length)]).join('');
}
const bytes = (length = below(200)) =>
  Uint8Array.from({ length }, () => (random() < 0.5 ? below(128) : below(256)));

const slices = ['ascii', 'latin1', 'utf8', 'ucs2', 'hex', 'base64', 'base64url'];
const writes = [
  'asciiWriteStatic',
  'latin1WriteStatic',
  'utf8WriteStatic',
  'ucs2Write',
  'hexWrite',
  'base64Write',
  'base64urlWrite',
];

describe('buffer binding equals the real one', () => {
  it.each(slices)('%sSlice', (name) => {
    for (let i = 0; i < 400; i++) {
      const view = random() < 0.3 ? Uint8Array.from(bytes(), (byte) => byte & 127) : bytes();
      same(`${name}Slice`, view, below(view.length + 2), below(view.length + 2));
    }
    const all = Uint8Array.from({ length: 9000 }, (_, i) => i);
    for (const args of [[], [undefined, 3], [1.9, 3.9], ['1', '3'], [-1], [0, -1], [9000], [5, 3]]) {
      same(`${name}Slice`, all, ...args);
    }
    same(`${name}Slice`, new Uint8Array(all.buffer, 1, 8001), 1);
    same(`${name}Slice`, {});
  });

  it.each(writes)('%s', (name) => {
    for (let i = 0; i < 800; i++) {
      const view = new Uint8Array(below(60));
      same(name, view, text(), below(view.length + 2), below(view.length + 2));
    }
    const view = new Uint8Array(300);
    for (const size of [25, 64, 100, 299]) for (let i = 0; i < 20; i++) same(name, view, text(size));
    for (const args of [[1], ['ab', -1], ['ab', 0, -1], ['ab', 1.5, 1.5], ['ab', NaN]]) {
      same(name, view, ...args);
    }
    same(name, {}, 'ab');
  });

  it('indexOfString, indexOfBuffer, indexOfNumber', () => {
    for (let i = 0; i < 4000; i++) {
      const view = Uint8Array.from({ length: below(24) }, () => 97 + below(3) * (random() < 0.2 ? 0 : 1));
      const wide = Buffer.from(String.fromCharCode(...view), 'utf16le');
      const offset = below(40) - 15 + (random() < 0.1 ? 0.5 : 0);
      const forward = random() < 0.5;
      const needle = Array.from({ length: below(4) }, () => 'abc'[below(3)]).join('');
      const end = random() < 0.5 ? view.length : below(view.length + 1);
      for (const encoding of [1, 4]) {
        same('indexOfString', view, needle, offset, encoding, forward, end);
        same('indexOfBuffer', view, Buffer.from(needle), offset, encoding, forward, end);
      }
      const wideEnd = random() < 0.5 ? wide.length : below(wide.length + 1);
      same('indexOfString', wide, needle, offset, 3, forward, wideEnd);
      same('indexOfBuffer', wide, Buffer.from(needle, 'utf16le'), offset, 3, forward, wideEnd);
      same('indexOfNumber', view, 97 + below(3) + 256 * below(2), offset, forward, end);
    }
  });

  it('fill', () => {
    for (let i = 0; i < 1500; i++) {
      const view = bytes(below(30));
      const encoding = ['utf8', 'hex', 'base64', 'latin1', 'ucs2', 'ascii', undefined, 'UTF-16LE'][below(8)];
      const value = [text(below(6)), bytes(below(5)), below(600), true, null, undefined][below(6)];
      same('fill', view, value, below(10), below(34), encoding);
    }
  });

  it('compare, compareOffset, swaps, copies', () => {
    for (let i = 0; i < 600; i++) {
      const a = bytes();
      const b = random() < 0.5 ? Uint8Array.from(a) : bytes();
      if (b.length > 0 && random() < 0.5) b[below(b.length)] = below(256);
      same('compare', a, b);
      const [from, to] = [below(9), below(9)];
      if (to <= b.length && from <= a.length) {
        const targetEnd = to + below(b.length - to + 1);
        same('compareOffset', a, b, to, from, targetEnd, from + below(a.length - from + 1));
      }
      same('compareOffset', a, b, b.length + 1, 0, b.length, a.length);
      for (const width of [16, 32, 64]) same(`swap${width}`, bytes(below(6) * 8));
    }
    same('copy', new Uint16Array([1, 2, 3]), new Uint8Array(8), 1, 2, 4);
  });

  it('atob, btoa, byteLengthUtf8, isAscii, isUtf8', () => {
    const cases = ['', '=', '==', '====', 'Y', 'Y=', 'Y==', 'Y===', 'YQ', 'YQ=', 'YQ==', ' Y Q = = ', 'YR=='];
    for (const given of [...cases, 'YQ==YQ==', 'YWJ=', 'YWJjY', 'YW-_', 'YQ\u1234', 'YQ\u000b']) {
      same('atob', given);
      same('btoa', given);
    }
    for (const size of [127, 128, 129, 9000, 50_000]) {
      for (const unit of ['a', 'é', '€', '😀', '\ud83d']) same('byteLengthUtf8', unit.repeat(size));
    }
    for (let i = 0; i < 3000; i++) {
      const given = text();
      same('atob', given);
      same('btoa', given);
      same('byteLengthUtf8', given);
      const view = random() < 0.5 ? bytes() : new Uint8Array(Buffer.from(text()));
      same('isUtf8', view);
      same('isAscii', view);
      same(
        'isAscii',
        Uint8Array.from(view, (byte) => byte & 127),
      );
    }
  });

  it('has every member of the real one', () => {
    expect(Object.keys(theirs).filter((member) => !(member in ours))).toEqual([]);
  });
});
