// Search in files: from the keys to the line, replacing with a way back, and patterns that never end.

import { expect, test, type Machine } from './machine.ts';

const field = (machine: Machine, name: string) => machine.page.getByRole('textbox', { name, exact: true });
const results = (machine: Machine) => machine.page.getByRole('tree', { name: 'Search results' });
const summary = (machine: Machine) => machine.page.locator('#sidebar-view [aria-live=polite]');

async function search(machine: Machine, pattern: string): Promise<void> {
  await machine.page.keyboard.press('Control+Shift+F');
  await field(machine, 'Search').fill(pattern);
}

test('search in files opens the line, replaces everywhere, and takes it back', async ({ machine }) => {
  const { page } = machine;
  await machine.project({
    '.gitignore': 'made\n',
    'a.js': 'const price = 1;\nexport default price;\n',
    made: { 'x.js': 'price' },
    src: { 'b.js': '// ünï the price\nPrice(price);\n' },
  });
  await search(machine, 'price');
  await expect(summary(machine)).toHaveText('5 matches in 2 files');
  await expect(results(machine).getByRole('treeitem')).toHaveCount(7);
  await page.getByRole('button', { name: 'Match case' }).click();
  await expect(summary(machine)).toHaveText('4 matches in 2 files');
  // By the keys alone: to the list, to the first match of the second file, and into the editor.
  await field(machine, 'Search').press('ArrowDown');
  for (let count = 0; count < 4; count++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('tab-src/b.js')).toBeVisible();
  await expect(page.getByRole('contentinfo')).toContainText('1:17');
  await page.keyboard.press('Control+Shift+F');
  await expect(field(machine, 'Search')).toHaveValue('price');
  await page.getByRole('button', { name: 'Show replace' }).click();
  await field(machine, 'Replace').fill('cost $1');
  await expect(results(machine).locator('ins').first()).toHaveText('cost $1');
  await page.getByRole('button', { name: 'Replace all', exact: true }).click();
  await expect(summary(machine)).toHaveText('Nothing found.');
  expect(await machine.read('src/b.js')).toBe('// ünï the cost $1\nPrice(cost $1);\n');
  expect(await machine.read('made/x.js')).toBe('price');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(summary(machine)).toHaveText('4 matches in 2 files');
  expect(await machine.read('src/b.js')).toBe('// ünï the price\nPrice(price);\n');
});

test('a pattern that takes for ever holds up nothing, and ends with the next one', async ({ machine }) => {
  await machine.project({ 'long.txt': `${'a'.repeat(60)}!\n` });
  await search(machine, '(a+)+$');
  await machine.page.getByRole('button', { name: 'Regular expression' }).click();
  const isSearching = async () => (await machine.exec('ps', ['-ef'])).stdout.includes('rg --json');
  await expect.poll(isSearching).toBe(true);
  await field(machine, 'Search').fill('a(');
  await expect(summary(machine)).toHaveText('Not a pattern: unterminated group.');
  await field(machine, 'Search').fill('a!');
  await expect(summary(machine)).toHaveText('1 match in 1 file');
  await expect.poll(isSearching).toBe(false);
});
