import { expect, test } from 'vitest';
import { loadAgain } from './load-again.ts';

test('what cannot be fetched is asked for again', async () => {
  let asked = 0;
  const loaded = loadAgain(async () => {
    if (++asked < 3) throw new TypeError('Failed to fetch dynamically imported module');
    return 'module';
  });
  expect(await loaded).toBe('module');
  expect(asked).toBe(3);
});

test('code that fails by itself fails at once', async () => {
  let asked = 0;
  const loaded = loadAgain(() => {
    asked++;
    return Promise.reject(new SyntaxError('Unexpected token'));
  });
  await expect(loaded).rejects.toThrow('Unexpected token');
  expect(asked).toBe(1);
});
