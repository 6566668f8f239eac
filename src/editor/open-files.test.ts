import { expect, it } from 'vitest';
import {
  besideActive,
  closeFile,
  forgetFile,
  moveOpenFiles,
  noOpenFiles,
  openFile,
  parseOpenFiles,
  reopenFile,
  reorderFile,
} from './open-files.ts';

/** Preview tabs in parentheses, the active one with a star. */
const drawn = (state: typeof noOpenFiles) =>
  state.files
    .map(({ path, preview }) => `${preview ? `(${path})` : path}${path === state.active ? '*' : ''}`)
    .join(' ');
const opened = (...paths: string[]) =>
  paths.reduce((state, path) => openFile(state, path, false), noOpenFiles);

it('replaces the preview tab by the next, and keeps it once it is opened for good', () => {
  let state = openFile(opened('a'), 'b', true);
  expect(drawn(state)).toBe('a (b)*');
  state = openFile(state, 'c', true);
  expect(drawn(state)).toBe('a (c)*');
  state = openFile(state, 'c', false);
  expect(drawn(openFile(state, 'd', true))).toBe('a c (d)*');
});

it('opens a tab beside the active one', () => {
  expect(drawn(openFile(openFile(opened('a', 'b'), 'a', false), 'c', false))).toBe('a c* b');
});

it('goes back to the tab that was used before', () => {
  const state = openFile(opened('a', 'b', 'c'), 'a', false);
  expect(drawn(closeFile(state, 'a'))).toBe('b c*');
  expect(drawn(closeFile(state, 'c'))).toBe('a* b');
  expect(drawn(closeFile(opened('a'), 'a'))).toBe('');
});

it('opens again what was closed, the last one first, and what was renamed since', () => {
  let state = closeFile(closeFile(opened('a', 'src/b', 'c'), 'c'), 'src/b');
  state = reopenFile(moveOpenFiles(state, 'src', 'lib'));
  expect(drawn(state)).toBe('a lib/b*');
  expect(drawn(reopenFile(state))).toBe('a lib/b c*');
  expect(drawn(reopenFile(reopenFile(state)))).toBe('a lib/b c*');
  expect(drawn(reopenFile(forgetFile(state, 'lib/b')))).toBe('a c*');
});

it('walks the tabs round the end', () => {
  expect(besideActive(opened('a', 'b'), 1)).toBe('a');
  expect(besideActive(opened('a', 'b', 'c'), -1)).toBe('b');
  expect(besideActive(noOpenFiles, 1)).toBeNull();
});

it('follows renames of files and of folders above them', () => {
  expect(drawn(moveOpenFiles(opened('src/a', 'b'), 'src', 'lib'))).toBe('lib/a b*');
});

it('reorders', () => {
  expect(drawn(reorderFile(opened('a', 'b', 'c'), 'c', 'a'))).toBe('c* a b');
  expect(drawn(reorderFile(opened('a', 'b', 'c'), 'a', null))).toBe('b c* a');
  expect(drawn(reorderFile(opened('a', 'b'), 'a', 'gone'))).toBe('a b*');
});

it('reads what was stored, and nothing else', () => {
  const stored = JSON.stringify({
    files: [{ path: 'a' }, { path: 'a' }, { path: 7 }, { path: 'b', preview: true }],
    active: 'b',
  });
  expect(drawn(parseOpenFiles(stored) ?? noOpenFiles)).toBe('a (b)*');
  expect([parseOpenFiles(null), parseOpenFiles('{'), parseOpenFiles('{}')]).toEqual([null, null, null]);
});
