import { expect, test } from 'vitest';
import { emptyQuery, rgArguments, type SearchQuery } from './search-query.ts';

const words = (query: Partial<SearchQuery>) =>
  rgArguments({ ...emptyQuery, pattern: 'x', ...query }).join(' ');

test('a plain text is searched as it stands, whatever its case, where nobody generated it', () => {
  expect(words({})).toBe(
    '--json --hidden --no-messages --max-filesize 2M -i -F -g !.git -g !node_modules -g !.cache -e x .',
  );
  expect(words({ isRegex: true, matchCase: true, wholeWord: true })).toContain('-s -w -g');
});

test('files are named by folders and globs between commas, and what is left out by name is searched then', () => {
  expect(words({ include: ' ./src, *.{ts,tsx} ,', exclude: 'dist, *.test.ts' })).toContain(
    '-g src -g *.{ts,tsx} -g !.git -g !node_modules -g !.cache -g !dist -g !*.test.ts -e',
  );
  const inside = words({ include: 'node_modules/react' });
  expect(inside).toContain('--no-ignore');
  expect(inside).not.toContain('!node_modules');
});

test('a replacement means itself, or the groups of a regular expression', () => {
  expect(rgArguments({ ...emptyQuery, replacement: 'cost $1' })).toContain('cost $$1');
  expect(rgArguments({ ...emptyQuery, isRegex: true, replacement: '$1_a $& $name' })).toContain(
    '${1}_a ${0} $name',
  );
  expect(words({ replacement: '' })).toContain('-r  -g');
});
