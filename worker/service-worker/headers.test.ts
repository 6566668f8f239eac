import { expect, test } from 'vitest';
import type { Port } from '../protocol/ids.ts';
import { contentEncodings, requestHeaders, responseHeaders } from './headers.ts';

test('the server sees a request to its own localhost', () => {
  const request = new Request('http://127.0.0.1:5001/a', {
    method: 'POST',
    body: 'x',
    headers: { accept: 'text/html', 'user-agent': 'test', 'accept-language': 'en' },
  });
  Object.defineProperty(request, 'referrer', { value: 'http://127.0.0.1:5001/from?q' });
  const context = {
    port: 3000 as Port,
    origin: 'http://127.0.0.1:5001',
    baseUrl: 'http://127.0.0.1:5001/',
    cookie: 'a=1',
  };
  expect(requestHeaders(request, context)).toEqual([
    ['Host', 'localhost:3000'],
    ['accept', 'text/html'],
    ['accept-language', 'en'],
    ['content-type', 'text/plain;charset=UTF-8'],
    ['user-agent', 'test'],
    ['Referer', 'http://localhost:3000/from?q'],
    ['Origin', 'http://localhost:3000'],
    ['Sec-Fetch-Mode', 'cors'],
    ['Cookie', 'a=1'],
  ]);
});

test('the page gets what loads inside the isolated IDE', () => {
  const head = {
    status: 200,
    statusText: 'OK',
    httpVersion: '1.1',
    headers: [
      ['Content-Type', 'text/html'],
      ['Content-Length', '5'],
      ['Connection', 'keep-alive'],
      ['X-Frame-Options', 'DENY'],
      ['Content-Security-Policy', "default-src 'self'; frame-ancestors 'none'"],
      ['Set-Cookie', 'a=1'],
      ['Cross-Origin-Resource-Policy', 'same-origin'],
      ['X-Two', 'a'],
      ['X-Two', 'b'],
    ],
  } as const;
  expect([...responseHeaders(head, { bodyChanged: true })]).toEqual([
    ['content-security-policy', "default-src 'self'"],
    ['content-type', 'text/html'],
    ['cross-origin-embedder-policy', 'credentialless'],
    ['cross-origin-resource-policy', 'cross-origin'],
    ['x-two', 'a, b'],
  ]);
  expect(responseHeaders(head, { bodyChanged: false }).get('content-length')).toBe('5');
});

test('encodings, in order, identity left out', () => {
  expect(
    contentEncodings([
      ['Content-Encoding', 'gzip, Identity'],
      ['content-encoding', 'br'],
    ]),
  ).toEqual(['gzip', 'br']);
});
