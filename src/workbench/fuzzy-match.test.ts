import { describe, expect, it } from 'vitest';
import { fuzzyMatch, rankByFuzzy } from './fuzzy-match.ts';

const ranked = (query: string, texts: string[]) =>
  rankByFuzzy(query, texts, (text) => text).map(({ item }) => item);

describe('fuzzyMatch', () => {
  it('needs every character, in order, whatever the case', () => {
    expect(fuzzyMatch('svr', 'server.js')?.positions).toEqual([0, 3, 5]);
    expect(fuzzyMatch('SER', 'server.js')?.positions).toEqual([0, 1, 2]);
    expect(fuzzyMatch('rs', 'server.js')?.positions).toEqual([5, 8]);
    expect(fuzzyMatch('xs', 'server.js')).toBeNull();
    expect(fuzzyMatch('server.jss', 'server.js')).toBeNull();
  });

  it('matches all with an empty query, and ignores spaces', () => {
    expect(fuzzyMatch('', 'a')).toEqual({ score: 0, positions: [] });
    expect(fuzzyMatch('new term', 'New terminal')?.positions).toEqual([0, 1, 2, 4, 5, 6, 7]);
  });

  it('finds the best places, not the first', () => {
    expect(fuzzyMatch('main', 'public/m/a/main.js')?.positions).toEqual([11, 12, 13, 14]);
    expect(fuzzyMatch('fb', 'foobarFileBrowser')?.positions).toEqual([0, 10]);
  });

  it('keeps positions right where lower case changes the length', () => {
    expect(fuzzyMatch('x', 'İx')?.positions).toEqual([1]);
  });
});

describe('rankByFuzzy', () => {
  it('prefers file names, word starts and runs', () => {
    expect(ranked('index', ['lib/indexer/a.js', 'src/index.js'])).toEqual([
      'src/index.js',
      'lib/indexer/a.js',
    ]);
  });

  it('keeps the given order for equals', () => {
    expect(ranked('', ['b', 'a'])).toEqual(['b', 'a']);
  });
});
