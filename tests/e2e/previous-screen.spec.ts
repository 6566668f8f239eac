// What a reload paints before the kernel has answered (docs/adr: the previous screen is a picture).

import { endKernels, expect, test, type Machine } from './machine.ts';

interface Seen {
  /** Text of the picture's terminal, and of its status bar, when it was first seen. */
  readonly terminal: string;
  readonly footer: string;
  /** Elements in the picture that could be taken for the real ones. */
  readonly usable: number;
  readonly paintedBeforeReact: boolean;
}

declare global {
  interface Window {
    seenPicture?: Seen;
  }
}

async function watchPicture(machine: Machine): Promise<void> {
  await machine.page.addInitScript(() => {
    new MutationObserver(() => {
      const picture = document.getElementById('previous');
      if (picture === null || window.seenPicture !== undefined) return;
      window.seenPicture = {
        terminal: picture.querySelector('[data-active] [data-screen]')?.textContent ?? '',
        footer: picture.querySelector('footer')?.textContent ?? '',
        usable: picture.querySelectorAll('[data-testid], [role], [id], iframe').length,
        paintedBeforeReact: document.getElementById('root')?.childElementCount === 0,
      };
    }).observe(document, { childList: true, subtree: true });
  });
}

test('K2: a reload shows the previous screen at once, says that it is not live, and then the live one', async ({
  machine,
}) => {
  await machine.project({ 'package.json': '{}', 'index.js': 'const answer = 42;\n' });
  await machine.type('echo marker-$((6 * 7))\r');
  const rows = machine.page.getByTestId('terminal').locator('.xterm-rows');
  await expect(rows).toContainText('marker-42');
  await watchPicture(machine);
  await machine.reload();
  await expect(rows).toContainText('marker-42');
  await expect(machine.page.locator('#previous')).toHaveCount(0);
  const seen = await machine.page.evaluate(() => window.seenPicture);
  expect(seen?.terminal).toContain('marker-42');
  expect(seen?.footer).toMatch(/^Reconnecting to the machine…/);
  expect(seen?.footer).not.toMatch(/Ready|Running|survived|#\d/);
  expect(seen).toMatchObject({ usable: 0, paintedBeforeReact: true });
});

test('K2: what a reload paints first is kept before the page goes, which then has nothing left to do', async ({
  machine,
}) => {
  const id = await machine.project({ 'package.json': '{}' });
  await machine.type('echo marker-$((6 * 7))\r');
  const kept = () =>
    machine.page.evaluate((key) => sessionStorage.getItem(key) ?? '', `holdfast:previous:${id}`);
  await expect.poll(kept).toContain('marker-42');
  await machine.page.addInitScript(() => {
    if (window !== window.parent) return;
    let isGoing = false;
    window.addEventListener('pagehide', () => (isGoing = true), { capture: true });
    const setItem: (key: string, value: string) => void = Reflect.get(Storage.prototype, 'setItem');
    Storage.prototype.setItem = function (key: string, value: string) {
      setItem.call(this, key, value);
      if (isGoing && key.startsWith('holdfast:previous:')) setItem.call(localStorage, 'kept-late', 'yes');
    };
  });
  // A window that has just changed is kept as it goes; one that a person looks at is not.
  const late = async (): Promise<string | null> => {
    await machine.page.evaluate(() => localStorage.removeItem('kept-late'));
    await machine.reload();
    await expect(machine.page.locator('#previous')).toHaveCount(0);
    return machine.page.evaluate(() => localStorage.getItem('kept-late'));
  };
  await machine.reload();
  await expect
    .poll(
      async () => {
        const before = await kept();
        const isLate = (await late()) !== null;
        return !isLate && before.includes('marker-42');
      },
      { intervals: [3_000], timeout: 60_000 },
    )
    .toBe(true);
});

test('K10: the picture of a machine that is gone gives way to what the new kernel says', async ({
  machine,
  browser,
}) => {
  const id = await machine.project({ 'package.json': '{}' });
  await machine.type('echo marker-$((6 * 7))\r');
  await machine.shows(/^marker-42$/m);
  await watchPicture(machine);
  // Files and screens are written behind: killed after that, nothing may be missing.
  await expect.poll(() => machine.checkpoint(id)).toMatch(/marker-42/);
  await machine.page.goto('about:blank');
  await endKernels(browser, id);
  await machine.page.goBack();
  await machine.ready();
  await expect(machine.page.locator('#previous')).toHaveCount(0);
  await expect(machine.page.getByTestId('terminal-ended')).toContainText(/files and screens were restored/);
  await expect(machine.page.getByTestId('terminal').locator('.xterm-rows')).toContainText('History restored');
});
