// Links to what the host of this Holdfast offers beside the build (docs/hosting.md).

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishDemo } from './demos.ts';
import { appUrl, counterServer, expect, test } from './machine.ts';

test('a zip of the host: a first visit that its page names, and links to it', async ({ machine }) => {
  const { page } = machine;
  const demo = await publishDemo(counterServer, 'Counter');
  await test.step('a first visit makes that project alone, and runs it', async () => {
    // As the build puts it into the page (HOLDFAST_FIRST_VISIT): there before any module runs.
    await page.addInitScript((link) => {
      new MutationObserver((_changes, observer) => {
        if ((document.head as HTMLHeadElement | null) === null) return;
        observer.disconnect();
        const tag = document.createElement('meta');
        Object.assign(tag, { name: 'holdfast-first-visit', content: link });
        document.head.append(tag);
      }).observe(document, { childList: true, subtree: true });
    }, `${demo}&run`);
    await machine.open();
    await expect(machine.preview.locator('#count')).toHaveText('0');
    expect(await page.evaluate(() => window.holdfast.projects.list())).toMatchObject([{ name: 'Counter' }]);
  });
  await test.step('a later visit comes back to it', async () => {
    const id = await page.evaluate(() => window.holdfast.projects.current());
    await page.goto('about:blank');
    await machine.open();
    expect(await page.evaluate(() => window.holdfast.projects.current())).toBe(id);
  });
  await test.step('a link makes another of it', async () => {
    const first = await page.evaluate(() => window.holdfast.projects.current());
    await page.goto(`${appUrl()}${demo?.replace(/&name=.*/, '')}`);
    // Only the hash changes: the page goes on showing the first one until the other is made.
    await page.waitForFunction((id) => window.holdfast.projects.current() !== id, first);
    expect(await page.evaluate(async () => (await window.holdfast.projects.list()).length)).toBe(2);
    expect(await machine.read('server.js')).toBe(counterServer['server.js']);
  });
  await test.step('what cannot be followed is told, and what was open stays', async () => {
    await writeFile(join(process.env['HOLDFAST_DEMOS'] ?? '', 'broken.zip'), 'no archive');
    const before = page.url();
    for (const [link, words] of [
      ['demos/broken.zip', '/demos/broken.zip cannot be read as a zip: invalid zip data'],
      ['https://else.where/x.zip', 'A link can only name a zip of this host, which “https'],
      ['/registry/x/-/x.zip', 'A link can only name a zip of this host, which “/registry/'],
    ]) {
      await page.goto(`${appUrl()}#zip=${encodeURIComponent(link ?? '')}`);
      await expect(page.getByText(words ?? '')).toBeVisible();
      await expect(page).toHaveURL(before);
    }
  });
});
