// What the editor knows of a project: types of its packages, of Node and of its own files, with no network at hand.

import { appUrl, expect, test, type Machine } from './machine.ts';

/** Packages as an install leaves them: one with types of its own, one with @types, one that only another one needs. */
const packages = {
  teller: {
    'package.json': '{"name":"teller","exports":{".":{"types":"./types/index.d.ts","default":"./index.js"}}}',
    'index.js': 'export const tell = () => 1;',
    types: {
      'index.d.ts': "import type { Amount } from 'amounts';\nexport function tell(name: string): Amount;\n",
    },
  },
  amounts: {
    'package.json': '{"name":"amounts","types":"main.d.ts"}',
    'main.d.ts': 'export interface Amount { readonly pennies: number; readonly currency: string }\n',
  },
  '@types': {
    plain: {
      'package.json': '{"name":"@types/plain","types":"index.d.ts"}',
      'index.d.ts': 'export function shout(text: string): string;\n',
    },
  },
  plain: { 'package.json': '{"name":"plain","main":"index.js"}', 'index.js': 'exports.shout = (t) => t;' },
};

const project = {
  'package.json': '{"name":"typed","type":"module"}',
  'tsconfig.json':
    '{\n  // as editors write it\n  "compilerOptions": { "strict": true, "paths": { "@/*": ["./src/*"] } },\n}',
  src: {
    'index.ts': `import { tell } from 'teller';
import { shout } from 'plain';
import { double } from '@/maths.ts';
import { readFileSync } from 'node:fs';

const amount = tell('x');
const wrong: string = amount.pennies;
shout(double(2));
readFileSync(1n);
`,
    'maths.ts': 'export function double(value: number): number {\n  return value * 2;\n}\n',
  },
  node_modules: packages,
};

const editorOf = (machine: Machine) => machine.page.getByTestId('editor').locator('.monaco-editor').first();

/** The messages under the editor's red lines, by going from one to the next. */
async function problems(machine: Machine, count: number): Promise<string[]> {
  const { page } = machine;
  await expect(page.locator('.squiggly-error')).toHaveCount(count, { timeout: 60_000 });
  const seen: string[] = [];
  await editorOf(machine).locator('.view-line').first().click();
  for (let index = 0; index < count; index++) {
    await page.keyboard.press('F8');
    const zone = page.locator('.marker-widget .message, .zone-widget .message').first();
    await expect(zone).toBeVisible();
    seen.push(await zone.innerText());
  }
  await page.keyboard.press('Escape');
  return seen;
}

test.use({ savesData: true });

test('types of packages, of Node and of the project’s own files reach the editor, and none is fetched', async ({
  machine,
}) => {
  await machine.project(project);
  const elsewhere: string[] = [];
  machine.page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin !== new URL(appUrl()).origin || pathname.startsWith('/registry/'))
      elsewhere.push(request.url());
  });
  await machine.openFile('src/index.ts');
  const all = (await problems(machine, 3)).join('\n');
  expect(all).toMatch(/Type 'number' is not assignable to type 'string'/);
  expect(all).toMatch(/Argument of type 'number' is not assignable to parameter of type 'string'/);
  expect(all).toMatch(/bigint/);
  expect(elsewhere).toEqual([]);
});

test('completions, a definition in another file and in a package, and a rename across files', async ({
  machine,
}) => {
  const { page } = machine;
  await machine.project(project);
  await machine.openFile('src/index.ts');
  await expect(page.locator('.squiggly-error')).toHaveCount(3, { timeout: 60_000 });
  const editor = editorOf(machine);
  await editor.locator('.view-line', { hasText: 'readFileSync(1n)' }).click();
  await page.keyboard.press('End');
  await page.keyboard.type('\namount.');
  await expect(page.locator('.suggest-widget')).toContainText('currency');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');

  await editor
    .locator('.view-line span span', { hasText: /^double$/ })
    .last()
    .click();
  await page.keyboard.press('F2');
  await page.locator('.rename-box input').fill('twice');
  await page.keyboard.press('Enter');
  await expect.poll(() => machine.read('src/maths.ts')).toContain('export function twice(');

  await editor.locator('.view-line span span', { hasText: /twice/ }).last().click();
  await page.keyboard.press('F12');
  await expect(page.getByRole('tab', { name: 'maths.ts' })).toBeVisible();
  await machine.openFile('src/index.ts');
  await editor
    .locator('.view-line', { hasText: 'const amount' })
    .locator('span span', { hasText: 'tell' })
    .click();
  await page.keyboard.press('F12');
  await expect(page.getByRole('tab', { name: 'index.d.ts' })).toBeVisible();
});
