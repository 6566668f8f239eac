// The icu binding held against the real one.
import { expect, it } from 'vitest';
import { createIcuBinding } from './icu.ts';
import { fakeRealm, realBinding, seededRandom } from './testing/fake-realm.ts';

type Call = (...args: unknown[]) => unknown;
const ours = createIcuBinding(fakeRealm()) as Record<string, Call>;
const theirs = realBinding<Record<string, Call>>('icu');
const random = seededRandom(3);
const below = (n: number) => Math.floor(random() * n);

it('every code point takes as many columns', () => {
  const differing: number[] = [];
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
    const text = String.fromCodePoint(codePoint);
    if (ours['getStringWidth']!(text) !== theirs['getStringWidth']!(text)) differing.push(codePoint);
  }
  expect(differing).toEqual([]);
});

it('joined emoji count once where they are not expanded', () => {
  for (const text of ['👨‍👩‍👧', '👍🏽', 'a\u200d👍', '👍\u200da', '🇩🇪', '\ud83d']) {
    expect(ours['getStringWidth']!(text)).toBe(theirs['getStringWidth']!(text));
    expect(ours['getStringWidth']!(text, false, false)).toBe(theirs['getStringWidth']!(text, false, false));
  }
});

it('transcode between all pairs of encodings', () => {
  const names = ['utf8', 'utf-8', 'ascii', 'latin1', 'binary', 'ucs2', 'utf16le', 'hex', 'base64', 'nope'];
  const texts = ['abc', 'é€', '😀a', 'ÿ'];
  for (let i = 0; i < 2000; i++) {
    const source = Buffer.from(texts[below(4)]!, (['utf8', 'latin1', 'utf16le'] as const)[below(3)]);
    const view = new Uint8Array(random() < 0.3 ? source.subarray(0, -1) : source);
    if (view.length === 0) continue;
    const [from, to] = [names[below(names.length)], names[below(names.length)]];
    // The real one returns a byte of memory that it never wrote.
    if (/16|ucs/.test(from!) && /16|ucs/.test(to!) && view.length % 2 === 1) continue;
    const shown = `${Buffer.from(view).toString('hex')} ${from} ${to}`;
    expect(ours['transcode']!(view, from, to), shown).toEqual(theirs['transcode']!(view, from, to));
  }
});

it('decodes legacy encodings in chunks, and reports what is not valid', () => {
  for (const encoding of ['shift_jis', 'gb18030', 'euc-kr', 'big5', 'utf-16le', 'utf-16be']) {
    for (const flags of [0, 2, 4]) {
      const converters = [ours, theirs].map((icu) => icu['getConverter']!(encoding, flags));
      for (const chunk of [[0xff, 0xfe], [0x82], [0xa0, 0x41, 0x42], [0x43]]) {
        const results = [ours, theirs].map((icu, i) => {
          try {
            return icu['decode']!(converters[i], Uint8Array.from(chunk), 0, encoding);
          } catch (error) {
            return { ...(error as object), message: (error as Error).message };
          }
        });
        expect(results[0], `${encoding} ${flags} ${chunk.join()}`).toEqual(results[1]);
      }
    }
  }
  expect(ours['getConverter']!('nope', 0)).toBe(undefined);
});
