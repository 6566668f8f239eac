import { describe, expect, it } from 'vitest';
import { groupBy } from './index.js';

describe('groupBy', () => {
  it('keeps the order within a group', () => {
    const groups = groupBy([1, 2, 3, 4], (n) => (n % 2 === 0 ? 'even' : 'odd'));
    expect([...groups]).toEqual([
      ['odd', [1, 3]],
      ['even', [2, 4]],
    ]);
  });

  it('gives no groups for no items', () => {
    expect(groupBy([], String).size).toBe(0);
  });
});
