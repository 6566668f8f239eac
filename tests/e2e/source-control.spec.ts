// Source control: from no repository to commits, changes side by side, and a way back from what was discarded.

import { expect, test, type Machine } from './machine.ts';

const changes = (machine: Machine) => machine.page.getByRole('tree', { name: 'Changes' });
const change = (machine: Machine, name: string) =>
  changes(machine).getByRole('treeitem', { name, exact: true });
const message = (machine: Machine) => machine.page.getByRole('textbox', { name: 'Commit message' });

test('a repository of the project: commit, compare, stage, discard and undo, branches', async ({
  machine,
}) => {
  const { page } = machine;
  await machine.project({ '.gitignore': 'made\n', 'a.js': 'const one = 1;\n', made: { 'x.js': '' } });
  await test.step('the first commit asks who commits', async () => {
    await page.keyboard.press('Control+Shift+G');
    await page.getByRole('button', { name: 'Initialize repository' }).click();
    await expect(changes(machine).getByRole('treeitem')).toHaveText([/^Changes2$/, /\.gitignore/, /a\.js/]);
    await message(machine).fill('Begin');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('textbox', { name: 'Name' }).fill('Ada');
    await page.getByRole('textbox', { name: 'Email' }).fill('ada@example.org');
    await page.getByRole('dialog').getByRole('button', { name: 'Commit' }).click();
    await expect(page.getByText('Nothing has changed since the last commit.')).toBeVisible();
    await expect(message(machine)).toHaveValue('');
    expect((await machine.exec('git', ['log', '--format=%an <%ae> %s'])).stdout).toBe(
      'Ada <ada@example.org> Begin\n',
    );
  });
  await test.step('what changes is listed, and shown beside what it was', async () => {
    await machine.write('a.js', 'const one = 2;\n');
    await machine.write('b.js', 'new\n');
    await change(machine, 'a.js, modified').click();
    const diff = page.getByTestId('diff');
    await expect(diff.locator('.original .view-lines')).toContainText('1;');
    await expect(diff.locator('.modified .view-lines')).toContainText('2;');
    // It follows the file.
    await machine.write('a.js', 'const one = 3;\n');
    await expect(diff.locator('.modified .view-lines')).toContainText('3;');
  });
  await test.step('by the keys alone: staged, and committed without the rest', async () => {
    await changes(machine).press('Space');
    await expect(changes(machine).getByRole('treeitem')).toHaveText([
      /^Staged1/,
      /a\.js/,
      /^Changes1/,
      /b\.js/,
    ]);
    await message(machine).fill('Three');
    await page.keyboard.press('Control+Enter');
    await expect(changes(machine).getByRole('treeitem')).toHaveText([/^Changes1/, /b\.js/]);
    expect((await machine.exec('git', ['show', '--stat', '--format=%s'])).stdout).toContain(' a.js | 2 +-');
  });
  await test.step('what is discarded comes back by Undo', async () => {
    await machine.write('a.js', 'const one = 4;\n');
    await change(machine, 'a.js, modified').hover();
    await change(machine, 'a.js, modified').getByRole('button', { name: 'Discard changes' }).click();
    await expect.poll(() => machine.read('a.js')).toBe('const one = 3;\n');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => machine.read('a.js')).toBe('const one = 4;\n');
  });
  await test.step('a branch is made, and what the shell does shows', async () => {
    await page.getByRole('button', { name: 'Branch: main' }).click();
    await page.getByRole('menuitem', { name: 'New branch…' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('no good');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('not a valid branch name');
    await page.getByRole('dialog').getByLabel('Name').fill('next');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Branch: next' })).toBeVisible();
    await machine.exec('git', ['commit', '-qam', 'In the shell']);
    await expect(changes(machine).getByRole('treeitem')).toHaveText([/^Changes1/, /b\.js/]);
  });
});
