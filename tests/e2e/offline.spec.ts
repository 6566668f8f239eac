// Without a network: the static server is closed and the browser is told that it is offline. What the page kept by itself is
// all there is.

import { fileURLToPath } from 'node:url';
import { precacheList } from '../../tools/precache.mjs';
import { registryBase } from '../../tools/registry-base.mjs';
import { serveStatic } from '../../tools/static-server.mjs';
import { expect, Machine, test as base } from './machine.ts';

const root = process.env['HOLDFAST_DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url));

/** A server of its own, since this journey ends it. */
const test = base.extend<{ server: Awaited<ReturnType<typeof serveStatic>> }>({
  server: async ({ browserName: _ }, use) => {
    const server = await serveStatic({ root, port: 0, registry: registryBase() });
    await use(server);
    await server.close().catch(() => undefined);
  },
});

const templates = ['react', 'react-ts', 'vanilla-ts', 'vue', 'svelte', 'preact', 'solid', 'lit'].concat([
  'http-static',
  'express',
  'hono',
  'fastify',
  'koa',
  'library',
  'script',
]);

test('without a network: reload, run, every template, install, build', async ({ page, context, server }) => {
  test.setTimeout(240_000);
  await page.goto(server.url);
  const machine = new Machine(page);
  await machine.ready();
  const first = await page.evaluate(() => window.holdfast.projects.current());

  await test.step('everything is kept', async () => {
    await machine.run();
    await expect(machine.preview.locator('h1')).toBeVisible();
    await page.waitForFunction(
      async (files) => {
        const { bundles } = (await (await fetch('/packs/index.json')).json()) as { bundles: string[] };
        const packs = bundles.map((name) => `/packs/${name}`);
        for (const file of [...files, ...packs]) if ((await caches.match(file)) === undefined) return false;
        return true;
      },
      [...precacheList(root).files],
      { timeout: 120_000, polling: 1_000 },
    );
    await page.evaluate(() => window.holdfast.kernel.stopRuntime());
  });
  await server.close();
  await context.setOffline(true);

  await test.step('reload and run', async () => {
    await machine.reload();
    await machine.run();
    await expect(machine.preview.locator('h1')).toBeVisible();
  });
  await test.step('create from every template', async () => {
    for (const template of templates)
      await page.evaluate((id) => window.holdfast.projects.create({ template: id }), template);
  });
  await test.step('open another project, install and build it', async () => {
    await machine.template('react');
    expect(await page.evaluate(() => window.holdfast.projects.current())).not.toBe(first);
    expect(await machine.exec('npm', ['install'])).toMatchObject({ code: 0 });
    expect(await machine.exec('npm', ['run', 'build'])).toMatchObject({ code: 0 });
  });
  await test.step('install again', async () => {
    expect(await machine.exec('npm', ['ci'])).toMatchObject({ code: 0 });
  });
});
