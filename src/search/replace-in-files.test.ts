import { expect, test } from 'vitest';
import { createFakeFiles } from '../testing/fake-files.ts';
import { replaceInFiles, withReplacements } from './replace-in-files.ts';
import { RgReader, withMatches } from './rg-output.ts';

const line = (path: string, text: string, number: number, offset: number, start: number, end: number) =>
  `${JSON.stringify({
    type: 'match',
    data: {
      path: { text: `./${path}` },
      lines: { text },
      line_number: number,
      absolute_offset: offset,
      submatches: [{ match: { text: 'one' }, replacement: { text: 'zwei' }, start, end }],
    },
  })}\n`;
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (data: Uint8Array | null) => (data === null ? null : new TextDecoder().decode(data));

test('what rg writes is read in pieces, and columns are those of the editor', () => {
  const reader = new RgReader();
  const written = `{"type":"begin","data":{}}\n${line('a.txt', 'ä😀 one\r\n', 2, 10, 7, 10)}${line('a.txt', 'one', 3, 22, 0, 3)}`;
  const found = withMatches(
    withMatches([], reader.read(written.slice(0, 60))),
    reader.read(written.slice(60)),
  );
  expect(found).toEqual([
    {
      path: 'a.txt',
      matches: [
        expect.objectContaining({
          line: 2,
          column: 5,
          length: 3,
          start: 17,
          end: 20,
          before: 'ä😀 ',
          after: '',
        }),
        expect.objectContaining({ line: 3, column: 1, start: 22, text: 'one', replacement: 'zwei' }),
      ],
    },
  ]);
});

test('a long line is shown around its match', () => {
  const long = `${'x'.repeat(500)}one${'y'.repeat(500)}`;
  const [found] = new RgReader().read(line('a', long, 1, 0, 500, 503));
  expect(found?.matches[0]?.before).toBe(`…${'x'.repeat(16)}`);
  expect(found?.matches[0]?.after).toBe('y'.repeat(160));
});

test('replacements go where the match still stands, and Undo brings back what nobody has touched since', async () => {
  const files = createFakeFiles({ 'a.txt': 'one and one', 'b.txt': 'other' });
  const reader = new RgReader();
  const found = withMatches(
    [],
    [
      ...reader.read(line('a.txt', 'one and one', 1, 0, 0, 3)),
      ...reader.read(line('a.txt', 'one and one', 1, 0, 8, 11)),
      ...reader.read(line('b.txt', 'one', 1, 0, 0, 3)),
    ],
  );
  const replaced = await replaceInFiles(files, found);
  expect(replaced).toMatchObject({ files: 1, matches: 2, skipped: ['b.txt'] });
  expect(text(await files.readFile('a.txt'))).toBe('zwei and zwei');
  expect(text(await files.readFile('b.txt'))).toBe('other');
  expect(await replaced.undo()).toEqual([]);
  expect(text(await files.readFile('a.txt'))).toBe('one and one');
  const again = await replaceInFiles(files, found.slice(0, 1));
  await files.writeFile('a.txt', 'mine');
  expect(await again.undo()).toEqual(['a.txt']);
  expect(text(await files.readFile('a.txt'))).toBe('mine');
});

test('bytes that are no text stay as they are', () => {
  const [found] = new RgReader().read(line('a', 'one', 1, 1, 0, 3));
  const before = new Uint8Array([0xff, ...bytes('one'), 0xfe]);
  expect(withReplacements(before, found?.matches ?? [])).toEqual(
    new Uint8Array([0xff, ...bytes('zwei'), 0xfe]),
  );
});
