import { expect, test } from 'vitest';
import { BlobReader } from './blob-reader.ts';

const mebibyte = 1024 * 1024;

/** A reader of blobs whose bytes tell their places; `reads` has what was asked of the browser. */
function reader(budget = 32 * mebibyte) {
  const reads: string[] = [];
  const made = new BlobReader((_blob, start, end) => {
    reads.push(`${start}-${end}`);
    return Uint8Array.from({ length: end - start }, (_value, at) => (start + at) & 0xff);
  }, budget);
  return { made, reads };
}

test('what is read ahead is not read again, small or large', () => {
  const { made, reads } = reader();
  const blob = new Blob([new Uint8Array(4 * mebibyte)]);
  made.readAhead(blob, 10, 100);
  made.readAhead(blob, mebibyte, 3 * mebibyte);
  const before = reads.length;
  expect([...made.read(blob, 10, 13)]).toEqual([10, 11, 12]);
  expect(made.read(blob, mebibyte, 3 * mebibyte)).toHaveLength(2 * mebibyte);
  expect(reads).toHaveLength(before);
});

test('something large that was read ahead is let go of when it is read', () => {
  const { made, reads } = reader();
  const blob = new Blob([new Uint8Array(4 * mebibyte)]);
  made.readAhead(blob, 0, 2 * mebibyte);
  made.read(blob, 0, 2 * mebibyte);
  made.read(blob, 0, 2 * mebibyte);
  // Another range, and another Blob's, are not it.
  made.readAhead(blob, 0, 2 * mebibyte);
  made.read(blob, 0, 3 * mebibyte);
  made.read(new Blob([blob]), 0, 2 * mebibyte);
  expect(reads).toEqual(['0-2097152', '0-2097152', '0-2097152', '0-3145728', '0-2097152']);
});
