import { describe, expect, it } from 'vitest';
import type { DirectoryEntry } from '../../worker/vfs/filesystem.ts';
import {
  emptyTree,
  sortEntries,
  treeRows,
  withDirectory,
  withMoved,
  withoutDirectory,
  type Tree,
} from './tree-model.ts';

const file = (name: string): DirectoryEntry => ({ name, type: 'file' });
const folder = (name: string): DirectoryEntry => ({ name, type: 'directory' });

function sample(): Tree {
  let tree = withDirectory(emptyTree, '', [
    file('b.js'),
    folder('src'),
    folder('node_modules'),
    file('A.md'),
  ]);
  tree = withDirectory(tree, 'src', [file('x10.js'), file('x2.js')]);
  return { ...tree, expanded: new Set(['', 'src']) };
}
const drawn = (tree: Tree) =>
  treeRows(tree).map((row) =>
    row.kind === 'new'
      ? `${'  '.repeat(row.depth)}[new ${row.folder ? 'folder' : 'file'}]`
      : `${'  '.repeat(row.depth)}${row.name}${row.folder ? '/' : ''}${row.dimmed ? ' dimmed' : ''}${row.renaming ? ' renaming' : ''}`,
  );

describe('treeRows', () => {
  it('shows folders first, names as people sort them, open folders with their entries', () => {
    expect(drawn(sample())).toEqual(['node_modules/ dimmed', 'src/', '  x2.js', '  x10.js', 'A.md', 'b.js']);
  });

  it('opens a link that leads to a folder, as a folder', () => {
    const link = { name: 'zlink', type: 'symlink', leadsToFolder: true } as const;
    let tree = withDirectory(sample(), '', [file('b.js'), link, { name: 'broken', type: 'symlink' }]);
    tree = withDirectory({ ...tree, expanded: new Set(['', 'zlink']) }, 'zlink', [file('inside.js')]);
    expect(drawn(tree)).toEqual(['zlink/', '  inside.js', 'b.js', 'broken']);
    expect(drawn(withDirectory(tree, '', [file('b.js'), link]))).toEqual(['zlink/', '  inside.js', 'b.js']);
  });

  it('tells assistive technology where a row stands', () => {
    const rows = treeRows(sample());
    expect(rows.map((row) => (row.kind === 'entry' ? `${row.position}/${row.siblings}` : ''))).toEqual([
      '1/4',
      '2/4',
      '1/2',
      '2/2',
      '3/4',
      '4/4',
    ]);
  });

  it('puts a new file above the files, a new folder above all, in an empty folder too', () => {
    expect(drawn({ ...sample(), edit: { kind: 'new-file', path: '' } })).toEqual([
      'node_modules/ dimmed',
      'src/',
      '  x2.js',
      '  x10.js',
      '[new file]',
      'A.md',
      'b.js',
    ]);
    expect(drawn({ ...sample(), edit: { kind: 'new-folder', path: 'src' } })[2]).toBe('  [new folder]');
    expect(drawn({ ...emptyTree, edit: { kind: 'new-file', path: '' } })).toEqual(['[new file]']);
  });

  it('marks the row that is renamed', () => {
    expect(drawn({ ...sample(), edit: { kind: 'rename', path: 'src/x2.js' } })[2]).toBe('  x2.js renaming');
  });
});

it('sorts the same names in one order only', () => {
  expect(sortEntries([file('a'), file('A')]).map(({ name }) => name)).toEqual(['A', 'a']);
});

it('forgets folders that are gone, and moves the focus to what is left of its path', () => {
  const tree = withDirectory({ ...sample(), focused: 'src/x2.js' }, '', [file('b.js')]);
  expect([[...tree.directories.keys()], [...tree.expanded], tree.focused]).toEqual([[''], [''], null]);
  const shorter = withDirectory({ ...sample(), focused: 'src/x2.js' }, 'src', [file('x10.js')]);
  expect(shorter.focused).toBe('src');
});

it('keeps folders open through a rename', () => {
  const moved = withMoved({ ...sample(), focused: 'src/x2.js' }, 'src', 'lib');
  expect([[...moved.expanded], moved.focused]).toEqual([['', 'lib'], 'lib/x2.js']);
});

it('closes a folder that cannot be read', () => {
  const tree = withoutDirectory(sample(), 'src');
  expect([tree.directories.has('src'), [...tree.expanded]]).toEqual([false, ['']]);
});
