// The Vites before those of the templates, unmodified, from the registry.

import { expect, test } from './machine.ts';
import { buildAndPreview, listeners, reactProject } from './vite-react.ts';

test.use({ savesData: true });

for (const version of ['5.4.21', '6.4.6'])
  test(`React on Vite ${version}: install, hot reload with its state, the reload of the tab, build and preview`, async ({
    machine,
  }) => {
    // Two cores, which often run other suites beside it.
    test.setTimeout(240_000);
    const { heading, hotReload } = await reactProject(machine, 'react');

    await test.step('the version is installed, and the page is there', async () => {
      // The lockfile is the template's own.
      await machine.exec('rm', ['package-lock.json']);
      const install = await machine.exec('npm', ['install', '--save-dev', '--save-exact', `vite@${version}`]);
      expect(install.code, install.stderr).toBe(0);
      // The template's --configLoader is an option of Vite 6.1 and later: these bundle their configuration.
      await machine.exec('npm', ['pkg', 'set', 'scripts.dev=vite']);
      expect((await machine.exec('npx', ['vite', '--version'])).stdout).toContain(`vite/${version} `);
      await machine.run();
      await expect(heading).toHaveText('Hello, React', { timeout: 60_000 });
    });

    await test.step('an edit reaches the page, and the component keeps its state', async () => {
      await hotReload('Edited', 1);
    });

    await test.step('after a reload the same server goes on, and so does hot reload', async () => {
      const before = listeners((await machine.snapshot()).state);
      await machine.reload();
      await expect(heading).toHaveText('Edited');
      expect(listeners((await machine.snapshot()).state)).toEqual(before);
      await hotReload('Edited again', 1);
    });

    await buildAndPreview(machine, 'Edited again');
  });
