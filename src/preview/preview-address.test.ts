import { expect, it } from 'vitest';
import { localAddress, typedAddress } from './local-address.ts';
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

it('reads what is typed as one means it', () => {
  expect(typedAddress('')).toEqual({ port: null, path: '/' });
  expect(typedAddress(' about ')).toEqual({ port: null, path: '/about' });
  expect(typedAddress('?q=1')).toEqual({ port: null, path: '/?q=1' });
  expect(typedAddress('/a?b=http://x:80#c')).toEqual({ port: null, path: '/a?b=http://x:80#c' });
  expect(typedAddress(':3001/x')).toEqual({ port: 3001, path: '/x' });
  expect(typedAddress('localhost:3001')).toEqual({ port: 3001, path: '/' });
  expect(typedAddress('http://localhost:3001/x')).toEqual({ port: 3001, path: '/x' });
  expect(typedAddress('https://example.com/x')).toEqual({ port: null, path: '/x' });
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
