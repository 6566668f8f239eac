// The encoding_binding binding held against the real one.
import { expect, it } from 'vitest';
import { createEncodingBindingBinding } from './encoding_binding.ts';
import { callRealBinding, fakeRealm } from './testing/fake-realm.ts';

type Call = (...args: unknown[]) => unknown;
const ours = createEncodingBindingBinding(fakeRealm()) as Record<string, Call> & {
  encodeIntoResults: Uint32Array;
};

it('toASCII and toUnicode', () => {
  const domains = [
    ...[
      'español.com',
      'xn--espaol-zwa.com',
      'xn--iñvalid.com',
      '中文.com',
      'EXAMPLE.com',
      'a b',
      '',
      'faß.de',
    ],
    ...[
      '☃.net',
      '127.1',
      '[::1]',
      'a..b',
      '%41',
      'ＧＯ.com',
      'a@b',
      'x/y',
      '１.2',
      'xn--fa-hia.de',
      'a_b',
      '\u00ad',
    ],
    ...['xn--', 'xn--a', 'xn--zn7c.com', '-a-', 'é'.repeat(70), 'मराठी.भारत', 'xn--l2bey1c2b.xn--h2brj9c'],
  ];
  for (const member of ['toASCII', 'toUnicode']) {
    const real = callRealBinding(
      'encoding_binding',
      domains.map((domain) => `binding.${member}(${JSON.stringify(domain)})`),
    );
    expect(domains.map((domain) => [domain, ours[member]!(domain)])).toEqual(
      domains.map((domain, i) => [domain, (real[i] as { returned: string }).returned]),
    );
  }
});

it('decodeUTF8: byte order mark, errors, buffers of all kinds', () => {
  const inputs = [[0xef, 0xbb, 0xbf, 65], [0xff], [0xc3, 0xa9], [], [0xef, 0xbb]];
  const calls = inputs.flatMap((bytes) =>
    [true, false].flatMap((ignoreBOM) => [true, false].map((fatal) => ({ bytes, ignoreBOM, fatal }))),
  );
  const real = callRealBinding(
    'encoding_binding',
    calls.map(
      ({ bytes, ignoreBOM, fatal }) =>
        `binding.decodeUTF8(Uint8Array.from(${JSON.stringify(bytes)}), ${ignoreBOM}, ${fatal})`,
    ),
  );
  const results = calls.map(({ bytes, ignoreBOM, fatal }) => {
    try {
      return { returned: ours['decodeUTF8']!(Uint8Array.from(bytes), ignoreBOM, fatal) };
    } catch (error) {
      const { name, message } = error as Error;
      return { ...(error as object), name, message };
    }
  });
  expect(results).toEqual(real);
  expect(ours['decodeUTF8']!(Uint8Array.from([65]).buffer, false, false)).toBe('A');
  expect(() => ours['decodeUTF8']!('A', false, false)).toThrow(
    'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.',
  );
});

it('encodeInto reports what it read and wrote', () => {
  const target = new Uint8Array(4);
  ours['encodeInto']!('a€é', target);
  expect([...target, ...ours.encodeIntoResults]).toEqual([97, 0xe2, 0x82, 0xac, 2, 4]);
});
