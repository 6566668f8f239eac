// Vite, unmodified, from the packages that are shipped with the build: no registry is asked for what a lockfile names.

import { expect, test } from './machine.ts';
import { buildAndPreview, listeners, reactProject } from './vite-react.ts';

test.use({ savesData: true });

test('React on Vite: install, hot reload with its state, build, preview, and the reload of the tab', async ({
  machine,
}) => {
  // A minute on two idle cores; the same two often run other suites beside it.
  test.setTimeout(240_000);
  const { heading, hotReload } = await reactProject(machine, 'react');

  await test.step('Run installs, and the page is there', async () => {
    await machine.run();
    await expect(heading).toHaveText('Hello, React', { timeout: 60_000 });
  });

  await test.step('Vite takes what was shipped of its optimizer for its own (ADR 14)', async () => {
    const [made, installed] = await machine.page.evaluate(() =>
      Promise.all(
        ['.vite/deps/_metadata.json', '.package-lock.json'].map(
          async (path) => (await window.holdfast.fs.stat(`node_modules/${path}`)).mtimeMs,
        ),
      ),
    );
    expect(made).toBeLessThanOrEqual(installed ?? 0);
  });

  await test.step('an edit reaches the page, and the component keeps its state', async () => {
    await hotReload('Edited', 2);
  });

  const server = listeners((await machine.snapshot()).state);
  await test.step('after a reload the same server goes on, and so does hot reload', async () => {
    await machine.reload();
    await expect(heading).toHaveText('Edited');
    expect(listeners((await machine.snapshot()).state)).toEqual(server);
    await hotReload('Edited again', 1);
  });

  await buildAndPreview(machine, 'Edited again');

  await test.step('esbuild was compiled from where the browser keeps its code (ADR 41)', async () => {
    const kept = await machine.page.evaluate(
      async () => (await (await caches.open('holdfast-wasm')).keys()).length,
    );
    expect(kept).toBe(1);
  });
});
