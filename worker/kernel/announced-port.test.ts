import { expect, test } from 'vitest';
import type { Port } from '../protocol/ids.ts';
import { announcedPort } from './announced-port.ts';

const open = (...ports: number[]) => new Map(ports.map((port) => [port as Port, '']));

test('the port that is for a browser is the one whose address is named', () => {
  const output = '[api] listening on 3001\n[web]   ➜  Local:   http://localhost:5173/\n';
  expect(announcedPort(output, open(3001, 5173))).toBe(5173);
  expect(announcedPort(output, open(3001))).toBeUndefined();
});

test('the first that is named counts, in any way of writing this machine', () => {
  expect(announcedPort('http://127.0.0.1:1 http://[::1]:2', open(2, 1))).toBe(1);
  expect(announcedPort('https://example.com:5 http://[::]:2', open(2, 5))).toBe(2);
});
