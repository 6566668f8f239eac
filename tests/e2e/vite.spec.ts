// Vite, unmodified, from the packages that are shipped with the build: no registry is asked for what a lockfile names.

import { expect, test } from './machine.ts';
import { buildAndPreview } from './vite-build.ts';

const app = 'src/App.jsx';

test('React on Vite: install, hot reload with its state, build, preview, and the reload of the tab', async ({
  machine,
}) => {
  // A minute on two idle cores; the same two often run other suites beside it.
  test.setTimeout(240_000);
  await machine.template('react');
  const { preview } = machine;
  const button = preview.getByRole('button');
  const heading = preview.locator('h1');
  const source = await machine.read(app);
  const edit = (title: string) => machine.write(app, source.replace('Hello, React', title));

  await test.step('Run installs, and the page is there', async () => {
    await machine.run();
    await expect(heading).toHaveText('Hello, React', { timeout: 60_000 });
  });

  await test.step('an edit reaches the page, and the component keeps its state', async () => {
    await button.click();
    await button.click();
    await expect(button).toHaveText('count is 2');
    await edit('Edited');
    await expect(heading).toHaveText('Edited');
    await expect(button).toHaveText('count is 2');
  });

  const server = (await machine.snapshot()).state.ports.map(({ port, pid }) => ({ port, pid }));
  await test.step('after a reload the same server goes on, and so does hot reload', async () => {
    await machine.reload();
    await expect(heading).toHaveText('Edited');
    expect((await machine.snapshot()).state.ports.map(({ port, pid }) => ({ port, pid }))).toEqual(server);
    await button.click();
    await expect(button).toHaveText('count is 1');
    await edit('Edited again');
    await expect(heading).toHaveText('Edited again');
    await expect(button).toHaveText('count is 1');
  });

  await buildAndPreview(machine, 'Edited again');

  await test.step('esbuild was compiled from where the browser keeps its code (ADR 41)', async () => {
    const kept = await machine.page.evaluate(
      async () => (await (await caches.open('holdfast-wasm')).keys()).length,
    );
    expect(kept).toBe(1);
  });
});
