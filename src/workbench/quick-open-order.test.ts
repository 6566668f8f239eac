import { expect, it } from 'vitest';
import { quickOpenOrder } from './quick-open-order.ts';

it('offers the file of before first, and the shown one after those that were used', () => {
  const files = ['a', 'b', 'c', 'd'];
  expect(quickOpenOrder(files, ['c', 'b'], 'c')).toEqual(['b', 'c', 'a', 'd']);
  expect(quickOpenOrder(files, ['gone', 'd'], 'd')).toEqual(['d', 'a', 'b', 'c']);
  expect(quickOpenOrder(files, [], null)).toEqual(files);
});
