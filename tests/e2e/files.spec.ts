// Files in the window: getting them in and out, moving among them by keyboard, and what the editor says of unsaved text.

import { readFileSync } from 'node:fs';
import { unzipSync, zipSync } from 'fflate';
import { expect, test, type Machine } from './machine.ts';

const text = (value: string) => new TextEncoder().encode(value);
const tree = (machine: Machine) => machine.page.getByTestId('file-tree');
const tab = (machine: Machine, path: string) => machine.page.getByTestId(`tab-${path}`);
const focusedPane = (machine: Machine) =>
  machine.page.evaluate(() => document.activeElement?.closest('section[id^=pane-]')?.id ?? '');

async function command(machine: Machine, title: string): Promise<void> {
  await machine.page.keyboard.press('F1');
  await machine.page.getByRole('combobox').fill(title);
  await machine.page.getByRole('option').filter({ hasText: title }).first().click();
}

async function open(machine: Machine, path: string): Promise<void> {
  await tree(machine).locator(`[data-path="${path}"]`).dblclick();
  await expect(machine.page.locator('.monaco-editor .view-line').first()).toBeVisible();
}

test('files dropped on a folder of the tree are uploaded into it', async ({ machine }) => {
  await machine.project({ 'package.json': '{}', docs: { 'a.txt': 'a' } });
  const transfer = await machine.page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['dropped text'], 'dropped 🦑.txt'));
    data.items.add(new File([new Uint8Array([0, 1, 2])], 'bytes.bin'));
    const picture =
      '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>';
    data.items.add(new File([picture], 'box.svg'));
    return data;
  });
  const folder = tree(machine).locator('[data-path="docs"]');
  await folder.dispatchEvent('dragover', { dataTransfer: transfer });
  await expect(folder).toHaveAttribute('data-drop', 'true');
  await folder.dispatchEvent('drop', { dataTransfer: transfer });
  await expect(tree(machine).locator('[data-path="docs/dropped 🦑.txt"]')).toBeVisible();
  await expect.poll(() => machine.read('docs/dropped 🦑.txt')).toBe('dropped text');
  expect((await machine.exec('wc', ['-c', 'docs/bytes.bin'])).stdout).toMatch(/^\s*3 /);
  await open(machine, 'docs/box.svg');
  await machine.page.getByRole('button', { name: 'Show picture' }).click();
  await expect(machine.page.getByRole('figure')).toContainText(/^30 × 20 · \d+ bytes · SVG/);
});

test('a zip becomes a project, and a project a zip', async ({ machine }) => {
  const { page } = machine;
  await machine.open();
  await command(machine, 'New project');
  await page.locator('input[type=file][accept*=zip]').setInputFiles({
    name: 'brought.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from(
      zipSync({ 'top/package.json': text('{"name":"brought"}'), 'top/src/main.js': text('1;') }),
    ),
  });
  await expect(page.getByText('Taken: brought')).toBeVisible();
  await page.getByTestId('create-project').click();
  await expect(page).toHaveTitle(/^brought/);
  await expect(tree(machine).locator('[data-path="package.json"]')).toBeVisible();
  expect(await machine.read('src/main.js')).toBe('1;');
  const download = page.waitForEvent('download');
  await command(machine, 'Export project');
  const file = await download;
  expect(file.suggestedFilename()).toBe('brought.zip');
  const entries = unzipSync(new Uint8Array(readFileSync(await file.path())));
  expect(Object.keys(entries).sort()).toEqual(['package.json', 'src/', 'src/main.js']);
  expect(new TextDecoder().decode(entries['src/main.js'])).toBe('1;');
});

test('what is no zip is refused, and says why', async ({ machine }) => {
  const { page } = machine;
  await machine.open();
  await command(machine, 'New project');
  await page
    .locator('input[type=file][accept*=zip]')
    .setInputFiles({ name: 'broken.zip', mimeType: 'application/zip', buffer: Buffer.from('no archive') });
  const refused = page.getByRole('alert').filter({ hasText: 'broken.zip cannot be read as a zip' });
  await expect(refused).toBeVisible();
});

test('F6 goes through the panes and back, out of the terminal too', async ({ machine }) => {
  await machine.project({ 'package.json': '{}' });
  await open(machine, 'package.json');
  await tree(machine).focus();
  const seen: string[] = [];
  for (let step = 0; step < 4; step++) {
    await machine.page.keyboard.press('F6');
    seen.push(await focusedPane(machine));
  }
  expect(seen).toEqual(['pane-editor', 'pane-terminal', 'pane-preview', 'pane-sidebar']);
  await machine.page.keyboard.press('Shift+F6');
  expect(await focusedPane(machine)).toBe('pane-preview');
  const { page } = machine;
  // A new shell has the cursor, and the one before it has it again.
  const typedInto = page.locator('[data-active] .xterm-helper-textarea');
  await page.getByRole('button', { name: 'New terminal' }).click();
  await expect(page.getByRole('tab', { name: 'Shell 2' })).toHaveAttribute('aria-selected', 'true');
  await expect(typedInto).toBeFocused();
  await page.getByRole('button', { name: 'Close Shell 2' }).click();
  await expect(page.getByRole('tab', { name: 'Shell', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(typedInto).toBeFocused();
});

test('the tree by keyboard: expand, open, rename, make, delete and undo', async ({ machine }) => {
  const { page } = machine;
  await machine.project({ 'package.json': '{}', src: { 'one.js': '1', 'two.js': '2' } });
  await expect(tree(machine).locator('[data-path="src"]')).toBeVisible();
  await tree(machine).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(tree(machine).locator('[data-path="src/two.js"]')).toBeVisible();
  await page.keyboard.press('t');
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('renamed.js');
  await page.keyboard.press('Enter');
  await expect(tree(machine).locator('[data-path="src/renamed.js"]')).toBeVisible();
  await expect(tree(machine)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(tree(machine).locator('[data-path="src/renamed.js"]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => machine.read('src/renamed.js')).toBe('2');
  await tree(machine).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('o');
  await page.keyboard.press('Enter');
  await expect(tab(machine, 'src/one.js')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Alt+w');
  await expect(tab(machine, 'src/one.js')).toHaveCount(0);
  await page.keyboard.press('Alt+Shift+w');
  await expect(tab(machine, 'src/one.js')).toHaveAttribute('aria-selected', 'true');
  await machine.exec('ln', ['-s', 'src', 'lib']);
  await tree(machine).locator('[data-path="lib"]').click();
  await expect(tree(machine).locator('[data-path="lib/one.js"]')).toBeVisible();
});

test('unsaved marks, autosave on and off, and a save by hand', async ({ machine }) => {
  const { page } = machine;
  await machine.project({ 'a.txt': 'first' });
  await open(machine, 'a.txt');
  const autosave = page.getByRole('button', { name: /^Autosave/ });
  if ((await autosave.getAttribute('aria-pressed')) === 'true') await autosave.click();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(' typed');
  await expect(tab(machine, 'a.txt')).toHaveAttribute('aria-label', 'a.txt, unsaved');
  await expect(tree(machine).getByRole('treeitem', { name: 'a.txt, unsaved' })).toBeVisible();
  // The text outlives a reload unsaved.
  await machine.reload();
  await expect(tab(machine, 'a.txt')).toHaveAttribute('aria-label', 'a.txt, unsaved');
  expect(await machine.read('a.txt')).toBe('first');
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('Control+s');
  await expect(tab(machine, 'a.txt')).toHaveAttribute('aria-label', 'a.txt');
  expect(await machine.read('a.txt')).toBe('first typed');
  await autosave.click();
  await page.locator('.monaco-editor .view-line').first().click();
  await page.keyboard.press('End');
  await page.keyboard.type(' by itself');
  await expect.poll(() => machine.read('a.txt')).toBe('first typed by itself');
  await expect(tab(machine, 'a.txt')).toHaveAttribute('aria-label', 'a.txt');
  // Settings hold at once, and leave the focus where it was.
  await page.keyboard.press('Control+,');
  await page.getByRole('combobox', { name: /^Font size/ }).selectOption('18 px');
  await expect(page.locator('.monaco-editor .view-line').first()).toHaveCSS('font-size', '18px');
  await page.keyboard.press('Escape');
  await expect(page.locator('.monaco-editor.focused')).toBeVisible();
  await page.keyboard.type(' again');
  await expect.poll(() => machine.read('a.txt')).toBe('first typed by itself again');
});

test('a file that changes on disk under unsaved text: the editor asks, and both answers hold', async ({
  machine,
}) => {
  const { page } = machine;
  await machine.project({ 'a.txt': 'first' });
  await open(machine, 'a.txt');
  const autosave = page.getByRole('button', { name: /^Autosave/ });
  if ((await autosave.getAttribute('aria-pressed')) === 'true') await autosave.click();
  const line = page.locator('.monaco-editor .view-line').first();
  await line.click();
  await page.keyboard.press('End');
  await page.keyboard.type(' mine');
  await machine.write('a.txt', 'theirs');
  const bar = page.getByRole('alert').filter({ hasText: 'changed on disk' });
  await bar.getByRole('button', { name: 'Keep mine' }).click();
  await expect.poll(() => machine.read('a.txt')).toBe('first mine');
  await line.click();
  await page.keyboard.press('End');
  await page.keyboard.type(' again');
  await machine.write('a.txt', 'theirs again');
  await bar.getByRole('button', { name: 'Take the disk’s' }).click();
  await expect(bar).toHaveCount(0);
  await expect(line).toHaveText(/theirs.again/);
  await expect(tab(machine, 'a.txt')).toHaveAttribute('aria-label', 'a.txt');
});

test('a project is renamed in its dialog', async ({ machine }) => {
  await machine.project({ 'package.json': '{}' }, 'before');
  await command(machine, 'Rename project');
  await machine.page.getByRole('textbox', { name: 'Name' }).fill('after 🦑');
  await machine.page.keyboard.press('Enter');
  await expect(machine.page).toHaveTitle(/^after 🦑/);
  await machine.reload();
  await expect(machine.page).toHaveTitle(/^after 🦑/);
});

test('a file that the terminal names, or `code`, opens at its line', async ({ machine }) => {
  const { page } = machine;
  await machine.project({
    'package.json': JSON.stringify({ scripts: { start: 'node open.js' } }),
    'open.js': `require('http').createServer((request, response) => {
      if (request.url === '/open') require('child_process').spawn(process.env.EDITOR, ['-r', '-g', 'lib/broken.js:3:5'], { stdio: 'inherit' });
      response.end();
    }).listen(3000);`,
    lib: { 'broken.js': "const one = 1;\n\n  throw new Error('on line three');\n" },
  });
  await machine.type('cd lib; node broken.js 2>&1 | grep anonymous; echo see broken.js:1:7\r');
  await machine.shows(/^see broken\.js:1:7$/m);
  for (const [named, place] of [
    ['/lib/broken.js:3:9', '3:9'],
    ['see broken.js:1:7', '1:7'],
  ] as const) {
    const row = page.locator('[data-screen] .xterm-rows > div').filter({ hasText: named }).last();
    const { x, y } = await row.evaluate((element, text) => {
      const range = document.createRange();
      const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = nodes.nextNode(); node !== null; node = nodes.nextNode()) {
        const at = node.textContent?.indexOf(text) ?? -1;
        if (at === -1) continue;
        // The last characters: a word before the name is none of it.
        range.setStart(node, at + text.length - 3);
        range.setEnd(node, at + text.length - 1);
        return range.getBoundingClientRect();
      }
      throw new Error(`no single run of text has ${text}`);
    }, named);
    await page.mouse.move(x, y + 2);
    await expect(page.locator('[data-screen] .xterm-cursor-pointer')).toBeVisible();
    await page.mouse.click(x, y + 2);
    await expect(tab(machine, 'lib/broken.js')).toBeVisible();
    await expect(page.getByRole('contentinfo').getByText(place, { exact: true })).toBeVisible();
  }
  await machine.type('clear; code broken.js:2:1 gone.js; code /etc/hostname\r');
  await machine.shows(/^code: gone\.js: No such file or directory$/m);
  await expect(page.getByRole('contentinfo').getByText('2:1', { exact: true })).toBeVisible();
  await expect(page.getByText('The editor shows the files of this project alone.')).toBeVisible();
  // As launch-editor does it for Vite and others: a server's child, on a terminal that this tab has never shown.
  await machine.run();
  await machine.until((state) => state.ports.length > 0);
  await page.getByRole('tab', { name: 'Shell' }).click();
  await machine.reload();
  await machine.type('curl localhost:3000/open\r');
  await expect(page.getByRole('contentinfo').getByText('3:5', { exact: true })).toBeVisible();
});
