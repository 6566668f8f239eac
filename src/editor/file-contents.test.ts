import { expect, it } from 'vitest';
import { decodeText, formatBytes } from './file-contents.ts';

it('tells text from bytes', () => {
  const bytes = (...values: number[]) => new Uint8Array(values);
  expect(decodeText(new TextEncoder().encode('häß 🦑'))).toBe('häß 🦑');
  expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe('\uFEFFa');
  expect(decodeText(bytes(0x61, 0, 0x62))).toBeNull();
  expect(decodeText(bytes(0xff, 0xfe))).toBeNull();
  expect(decodeText(bytes())).toBe('');
});

it('writes sizes as people read them', () => {
  expect([0, 1, 1023, 1024, 1536, 20_000, 104_857_600, 5e9].map(formatBytes)).toEqual([
    '0 bytes',
    '1 byte',
    '1023 bytes',
    '1.0 KB',
    '1.5 KB',
    '20 KB',
    '100 MB',
    '4.7 GB',
  ]);
});
