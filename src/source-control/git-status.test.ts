import { expect, test } from 'vitest';
import { parseStatus } from './git-status.ts';

const hash = '1'.repeat(40);

test('a repository without a commit', () => {
  expect(parseStatus('# branch.oid (initial)\0# branch.head main\0? a b.txt\0')).toEqual({
    branch: 'main',
    head: null,
    conflicts: [],
    staged: [],
    unstaged: [{ path: 'a b.txt', from: null, kind: '?' }],
  });
});

test('one file can be staged and changed again; renames tell where they came from', () => {
  const status = parseStatus(
    [
      `# branch.oid ${hash}`,
      '# branch.head (detached)',
      `1 MM N... 100644 100644 100644 ${hash} ${hash} src/a file.js`,
      `1 .D N... 100644 100644 000000 ${hash} ${hash} gone.js`,
      `2 R. N... 100644 100644 100644 ${hash} ${hash} R100 new name.js`,
      'old name.js',
      `u UU N... 100644 100644 100644 100644 ${hash} ${hash} ${hash} both.js`,
      '',
    ].join('\0'),
  );
  expect(status).toEqual({
    branch: null,
    head: hash,
    conflicts: [{ path: 'both.js', from: null, kind: 'U' }],
    staged: [
      { path: 'src/a file.js', from: null, kind: 'M' },
      { path: 'new name.js', from: 'old name.js', kind: 'R' },
    ],
    unstaged: [
      { path: 'src/a file.js', from: null, kind: 'M' },
      { path: 'gone.js', from: null, kind: 'D' },
    ],
  });
});

test('what is no record is passed over', () => {
  expect(parseStatus('warning: x\0! ignored\0').unstaged).toEqual([]);
});
