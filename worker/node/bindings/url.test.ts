// The url binding held against the real one, whose parser is the host's here: what is compared is everything around the parser
// (components, errors, setters, formatting, paths, domains).
import { describe, expect, it } from 'vitest';
import { createUrlBinding } from './url.ts';
import { callRealBinding, fakeRealm } from './testing/fake-realm.ts';

type Call = (...args: unknown[]) => unknown;
const ours = createUrlBinding(fakeRealm()) as Record<string, Call> & { urlComponents: Uint32Array };

function outcome(member: string, args: readonly unknown[]): unknown {
  try {
    const returned = ours[member]!(...args);
    return { returned: [returned, [...ours.urlComponents]] };
  } catch (error) {
    return { ...(error as object), name: (error as Error).name, message: (error as Error).message };
  }
}

/** The components are those of the last URL that was parsed: only members that leave new ones are compared with them. */
const leavesComponents = new Set(['parse', 'update', 'pathToFileURL']);

function allSame(calls: readonly (readonly [string, ...unknown[]])[]): void {
  const shown = (args: readonly unknown[]) =>
    args.map((arg) => (arg === undefined ? 'undefined' : JSON.stringify(arg))).join(', ');
  const real = callRealBinding(
    'url',
    calls.map(([member, ...args]) => {
      const call = `binding.${member}(${shown(args)})`;
      return leavesComponents.has(member) ? `[${call}, [...binding.urlComponents]]` : `[${call}]`;
    }),
  ) as { returned?: unknown[] }[];
  const results = calls.map(([member, ...args], i) => {
    const result = outcome(member, args) as { returned?: unknown[] };
    const gave = real[i]?.returned;
    if (result.returned && (gave?.length === 1 || !result.returned[0])) result.returned.pop();
    if (gave?.length === 2 && !gave[0]) gave.pop();
    // JSON has no undefined.
    return JSON.parse(JSON.stringify(result)) as unknown;
  });
  for (const [i, call] of calls.entries()) expect(results[i], JSON.stringify(call)).toEqual(real[i]);
}

const urls = [
  'https://user:pass@example.com:1234/foo/bar?baz#quux',
  'http://u@h/',
  'http://:p@h/',
  'http://h:80/',
  'mailto:x?y#z',
  'file:///foo',
  'web+demo:/.//x/y',
  'foo://h',
  'foo:///p',
  'foo:/a',
  'data:,x#',
  'http://h?',
  'http://[::1]:3/?a:1@b/c#d:2',
  'http://[::1]/',
  'ws://h',
  'wss://h/a:1',
  'ftp://h#x',
  'foo://u:p@h:0/',
  'foo:/..//x',
  'http://xn--espaol-zwa.com/é?é#é',
  'http://español.com:81',
  'blob:http://a:81/x',
  'foo://h?x:1',
];

describe('url binding equals the real one', () => {
  it('parse, getOrigin and format', () => {
    allSame(
      [...urls, 'not a url'].flatMap((url) => [
        ['parse', url, undefined, true],
        ['parse', url, undefined, false],
        ['parse', url, 'http://base/a/b?c', true],
        ['parse', 'x', url, true],
        ['canParse', url],
        ['canParse', 'x', url],
        ['getOrigin', url],
      ]),
    );
    const flags = Array.from({ length: 16 }, (_, bits) => [1, 2, 4, 8].map((bit) => (bits & bit) !== 0));
    allSame(urls.flatMap((url) => flags.map((given) => ['format', new URL(url).href, ...given] as const)));
  });

  it('update sets what the real one sets', () => {
    const values = ['7', '', 'https', 'h2:9', 'a b/é', '?q', '#f', 'http://new/', '::', '80'];
    for (const url of urls) {
      const { href } = new URL(url);
      const calls = values.flatMap((value) => setterActions.map((action) => [href, action, value] as const));
      const real = callRealBinding(
        'url',
        calls.map((args) => `binding.update(...${JSON.stringify(args)})`),
      ) as { returned: string | false }[];
      for (const [i, args] of calls.entries()) {
        // False and the URL as it was have the same effect, except where the whole href is set.
        const [a, b] = [ours['update']!(...args), real[i]?.returned];
        if (args[1] === 9) expect(a, args.join(' ')).toBe(b);
        else expect(a || href, args.join(' ')).toBe(b || href);
      }
    }
  });

  it('pathToFileURL', () => {
    const ascii = Array.from({ length: 127 }, (_, i) => String.fromCharCode(i + 1));
    allSame([
      ...ascii.map((character) => ['pathToFileURL', `/a${character}b`, false] as const),
      ...ascii.map((character) => ['pathToFileURL', `C:\\a${character}b`, true] as const),
      ...['/a b%c?d#e\\f\n\r\t', '/é', '/', '/a/../b'].map((path) => ['pathToFileURL', path, false] as const),
      ['pathToFileURL', 'C:\\a\\b c%', true],
      ['pathToFileURL', '\\x', true, 'srv'],
    ]);
  });

  it('domainToASCII and domainToUnicode', () => {
    const domains = [
      'español.com',
      'xn--espaol-zwa.com',
      'xn--iñvalid.com',
      '中文.com',
      'EXAMPLE.com',
      'a b',
    ];
    const odd = [
      '',
      'faß.de',
      '☃.net',
      '127.1',
      '[::1]',
      'a..b',
      '%41',
      'ＧＯ.com',
      'a@b',
      'x/y',
      'x',
      'y',
      '１.2',
    ];
    const all = [...domains, ...odd, 'xn--fa-hia.de', 'a%20b', 'ab#c', 'é'.repeat(70), '\u00ad'];
    allSame(
      all.flatMap((domain) => [['domainToASCII', domain] as const, ['domainToUnicode', domain] as const]),
    );
  });
});

const setterActions = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
