import { expect, it } from 'vitest';
import { openFileSequence, parseOpenFile } from './open-file.ts';

it('says what it was told', () => {
  for (const place of [
    { path: '/home/web/a b/ü;1.js', line: 3, column: 9 },
    { path: '/x', line: null, column: null },
  ]) {
    const sequence = openFileSequence(place);
    expect(parseOpenFile(sequence.slice('\x1b]7711;'.length, -1))).toEqual(place);
  }
  expect(parseOpenFile(openFileSequence({ path: '/x', line: 1e12, column: Infinity }).slice(7, -1))).toEqual({
    path: '/x',
    line: 999_999_999,
    column: 999_999_999,
  });
  expect(parseOpenFile('1;2')).toBeNull();
  expect(parseOpenFile(`${'9'.repeat(400)};1;/x`)).toBeNull();
  expect(parseOpenFile(`1;1;${'x'.repeat(5000)}`)).toBeNull();
  expect(parseOpenFile(';;%')).toBeNull();
});
