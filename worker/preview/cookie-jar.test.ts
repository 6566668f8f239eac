import { expect, test } from 'vitest';
import { CookieJar } from './cookie-jar.ts';

const start = Date.UTC(2026, 0, 1);

function jar(...fields: [field: string, path?: string][]): { jar: CookieJar; later: (ms: number) => void } {
  let now = start;
  const made = new CookieJar([], () => now);
  for (const [field, path = '/'] of fields) made.set(field, path, 'http');
  return { jar: made, later: (ms) => void (now += ms) };
}

test('what is set is sent, longest path first', () => {
  const { jar: made } = jar(['a=1'], ['b=2; Path=/api'], ['c=3', '/api/deep/x'], ['d="q=;"; Path=/']);
  expect([made.header('/'), made.header('/api'), made.header('/apis'), made.header('/api/deep')]).toEqual([
    'a=1; d="q=',
    'b=2; a=1; d="q=',
    'a=1; d="q=',
    'c=3; b=2; a=1; d="q=',
  ]);
});

test('Max-Age and Expires: Max-Age wins, the past deletes', () => {
  const { jar: made, later } = jar(
    ['a=1; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    ['b=2; Expires=Thu, 01 Jan 2026 00:00:05 GMT'],
    ['c=3; Expires=nonsense'],
    ['d=4'],
  );
  made.set('d=; Max-Age=0', '/', 'http');
  expect(made.header('/')).toBe('a=1; b=2; c=3');
  later(6_000);
  expect(made.header('/')).toBe('a=1; c=3');
  later(6_000);
  expect(made.header('/')).toBe('c=3');
});

test('HttpOnly is hidden from scripts, and scripts cannot set or replace it', () => {
  const { jar: made } = jar(['id=secret; HttpOnly'], ['theme=dark']);
  expect([
    made.set('id=evil', '/', 'script'),
    made.set('x=1; HttpOnly', '/', 'script'),
    made.set('theme=light', '/', 'script'),
  ]).toEqual([false, false, true]);
  expect([made.visible('/'), made.header('/')]).toEqual(['theme=light', 'id=secret; theme=light']);
});

test('SameSite holds cookies back from other sites', () => {
  const { jar: made } = jar(
    ['s=1; SameSite=Strict'],
    ['l=2'],
    ['n=3; SameSite=None; Secure'],
    ['bad=4; SameSite=None'],
  );
  expect([
    made.header('/'),
    made.header('/', { sameSite: false, navigation: true }),
    made.header('/', { sameSite: false, navigation: false }),
  ]).toEqual(['s=1; l=2; n=3', 'l=2; n=3', 'n=3']);
});

test('prefixes and control characters', () => {
  const { jar: made } = jar(
    ['__Host-a=1; Secure; Path=/'],
    ['__Host-b=1; Path=/'],
    ['__Secure-c=1'],
    ['d=\u0001'],
    ['='],
  );
  expect(made.header('/')).toBe('__Host-a=1');
});

test('a jar is stored and read again', () => {
  const { jar: made } = jar(['a=1; Path=/x; Max-Age=100']);
  const again = new CookieJar(structuredClone([...made.cookies]), () => start);
  expect(again.header('/x/y')).toBe('a=1');
});
