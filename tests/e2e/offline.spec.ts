// Without a network: the browser is told so and the static server, with the registry's proxy, is closed. What the page says it
// kept is all there is.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { FileTree } from '../../worker/protocol/kernel-api.ts';
import { registryBase } from '../../tools/registry-base.mjs';
import { serveStatic } from '../../tools/static-server.mjs';
import { builtApp } from './serve-built-app.ts';
import { counterServer, expect, Machine, test as base } from './machine.ts';

const folder = new URL('../../src/projects/templates/', import.meta.url);
/** What npm needs of each template, in a folder of its own; React, and those without packages, aside. */
const templates: FileTree = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name !== 'react' && existsSync(new URL(`${name}/package-lock.json`, folder)))
    .map((name) => {
      const read = (file: string) => readFileSync(new URL(`${name}/${file}`, folder), 'utf8');
      return [name, { 'package.json': read('package.json'), 'package-lock.json': read('package-lock.json') }];
    }),
);

/** A server of its own, since this journey ends it. */
const test = base.extend<{ server: Awaited<ReturnType<typeof serveStatic>> }>({
  server: async ({ browserName: _ }, use) => {
    const server = await serveStatic({ root: builtApp(), port: 0, registry: registryBase() });
    await use(server);
    await server.close().catch(() => undefined);
  },
});

const installed = {
  ...counterServer,
  'package.json': JSON.stringify({
    name: 'installed',
    type: 'module',
    scripts: { start: 'node server.js' },
    dependencies: { 'is-odd': '3.0.1' },
  }),
};

test('without a network: reload, run, install, build, and every template', async ({
  page,
  context,
  server,
}) => {
  // Half a minute on two idle cores; the same two often run other suites beside it.
  test.setTimeout(240_000);
  await page.goto(server.url);
  const machine = new Machine(page);
  await machine.ready();
  const install = async (...args: string[]) => {
    const { code, stderr } = await machine.exec('npm', args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  };

  await test.step('with a network: a server runs, packages are installed, and Holdfast says that all is kept', async () => {
    await machine.run();
    await expect(machine.preview.locator('h1')).toBeVisible();
    await machine.project(installed, 'installed');
    await install('install');
    await expect(page.getByTestId('status-offline')).toHaveText('Works offline', { timeout: 90_000 });
  });
  await server.close();
  await context.setOffline(true);

  await test.step('the reload finds the machine, which runs what it never ran before', async () => {
    await machine.reload();
    await expect(page.getByTestId('status-offline')).toHaveText('Offline');
    await machine.run();
    await expect(machine.preview.locator('#count')).toHaveText('0');
  });
  await test.step('what was installed installs again, with the lockfile and without', async () => {
    await install('ci');
    await machine.exec('rm', ['-rf', 'node_modules', 'package-lock.json']);
    await install('install');
    expect(await machine.exec('node', ['-p', 'require("is-odd")(3)'])).toMatchObject({ stdout: 'true\n' });
  });
  await test.step('React is made, installed, run and built', async () => {
    await machine.template('react');
    await machine.run();
    await expect(machine.preview.locator('h1')).toHaveText('Hello, React', { timeout: 120_000 });
    expect(await machine.exec('npm', ['run', 'build'])).toMatchObject({ code: 0 });
    await page.evaluate(() => window.holdfast.kernel.stopRuntime());
  });
  await test.step('every other template installs, and is made', async () => {
    await machine.project(templates, 'templates');
    const all = await machine.exec('sh', ['-c', 'for t in *; do (cd $t && npm ci) || exit 1; done']);
    expect(all).toMatchObject({ code: 0, stderr: '' });
    expect(all.stdout.match(/^added \d+ packages/gm)).toHaveLength(Object.keys(templates).length);
    for (const template of ['vue', 'fastify', 'library']) await machine.template(template);
    expect(await machine.read('package.json')).toContain('vitest');
  });
});
