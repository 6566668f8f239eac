import { expect, it } from 'vitest';
import { localAddress } from './preview-store.ts';
import { pathIn, previewUrl } from './preview-url.ts';

it('knows the addresses that servers print', () => {
  expect(localAddress('http://localhost:3000')).toEqual({ port: 3000, path: '/' });
  expect(localAddress('http://127.0.0.1:8080/a?b#c')).toEqual({ port: 8080, path: '/a?b#c' });
  expect(localAddress('http://[::1]:5173/')).toEqual({ port: 5173, path: '/' });
  expect(localAddress('http://localhost')).toEqual({ port: 80, path: '/' });
  expect(localAddress('https://example.com:3000/')).toBeNull();
  expect(localAddress('ftp://localhost:3000/')).toBeNull();
  expect(localAddress('nonsense')).toBeNull();
});

it.each(['http://localhost:4101/', 'http://ide.test/__preview/p1/3000/'])(
  'finds the way below %s and back',
  (base) => {
    for (const path of ['/', '/a/b?c=1#d', '//x'.slice(1)])
      expect(pathIn(base, previewUrl(base, path))).toBe(path);
    expect(pathIn(base, base.slice(0, -1))).toBe('/');
    expect(pathIn(base, 'http://elsewhere.test/')).toBeNull();
  },
);
