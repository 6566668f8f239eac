import { expect, test } from 'vitest';
import type { Port } from '../protocol/ids.ts';
import { prefixedPath, rewriteLocation } from './scope.ts';

test.each([
  ['/__preview/p1/3000/a/b', { project: 'p1', port: 3000, base: '/__preview/p1/3000/', path: '/a/b' }],
  ['/__preview/p1/3000', { project: 'p1', port: 3000, base: '/__preview/p1/3000/', path: '/' }],
  ['/__preview/p1/0/', null],
  ['/__preview/p1/65536/', null],
  ['/__preview/p1/http/', null],
  ['/other/__preview/p1/3000/', null],
])('%s', (path, expected) => {
  expect(prefixedPath(path)).toEqual(expected);
});

test.each([
  ['/login', 'http://127.0.0.1:1/__preview/p/3000/login'],
  ['next?x#y', 'http://127.0.0.1:1/__preview/p/3000/dir/next?x#y'],
  ['http://localhost:3000/a', 'http://127.0.0.1:1/__preview/p/3000/a'],
  ['http://127.0.0.1:8080/b', 'http://localhost:5001/b'],
  ['http://localhost:9999/c', 'http://localhost:9999/c'],
  ['https://example.test/d', 'https://example.test/d'],
  ['http://[', 'http://['],
])('a redirect to %s', (location, expected) => {
  const at = { path: '/dir/page', port: 3000 as Port, baseUrl: 'http://127.0.0.1:1/__preview/p/3000/' };
  expect(
    rewriteLocation(location, at, (port) => (port === 8080 ? 'http://localhost:5001/' : undefined)),
  ).toBe(expected);
});
