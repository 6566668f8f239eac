// Tries the templates end to end in a real Chromium, against the built app: install, Run, edit, a mistake and its mending,
// reload of the tab, build, and what serves the build. By hand, as it takes minutes:
//   node tools/try-templates.mjs [id…]
// `react+vite@6` is the template with another version of a package, from the registry; several may follow.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium as playwright } from '@playwright/test';
import { chromiumFlags, findChromium } from './browser.mjs';
import { registryBase } from './registry-base.mjs';
import { serveStatic } from './static-server.mjs';
import { templates } from './try-templates/templates.mjs';
import { patience, Visit } from './try-templates/visit.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const expectThat = (condition, what) => {
  if (!condition) throw new Error(what);
};

async function expectBuild(visit) {
  const { code, output } = await visit.exec('npm', ['run', 'build']);
  expectThat(code === 0, output);
}

async function tryFrontEnd(visit, open, template, step) {
  const { file, from, state, reloads = false, mistake, preview, port } = template;
  /** Writes the file, then sees to it that the page that was loaded for it hears of the next edit. */
  const edit = async (text, seen) => {
    const before = visit.connections;
    await visit.write(file, text);
    await seen();
    if (reloads) await visit.connection(before);
  };
  await step('run', async () => {
    await open();
    await visit.heading(from);
  });
  const source = await visit.read(file);
  const edited = source.replace(from, 'Edited, once');
  await step(`edit, state ${state}`, async () => {
    if (state !== 'none') await visit.countTo(2);
    await edit(edited, () => visit.heading('Edited, once'));
    if (state !== 'none') await visit.button(state === 'kept' ? 'count is 2' : 'count is');
  });
  await step('mistake', async () => {
    const seq = await visit.lastSeq();
    let errors = [];
    await edit(mistake(edited), async () => ({ errors } = await visit.event('BUILD_FAILED', seq)));
    const [error] = errors;
    const placed = error?.file?.endsWith(file.slice(4)) && error.line > 0 && error.message !== '';
    expectThat(placed, `no place in ${JSON.stringify(errors)}`);
  });
  // Solid's plugin answers a mistake with a reload of the page: who mends it meanwhile waits in vain, natively too.
  await visit.page.waitForTimeout(1000);
  await step('mended', async () => {
    const seq = await visit.lastSeq();
    await edit(source.replace(from, 'Edited, twice'), () => visit.event('BUILD_SUCCEEDED', seq));
    await visit.heading('Edited, twice');
  });
  await step('reload', async () => {
    const before = visit.connections;
    await visit.reload();
    await visit.heading('Edited, twice');
    if (reloads) await visit.connection(before);
    await edit(edited, () => visit.heading('Edited, once'));
  });
  await step('build', () => expectBuild(visit));
  await step('preview', async () => {
    await visit.serve(...preview, port);
    const page = await visit.curl(`http://localhost:${port}/`);
    const scripts = [...page.matchAll(/src="(\/[\w./-]+\.js)"/g)];
    const served = await Promise.all(
      scripts.map(([, path]) => visit.curl(`http://localhost:${port}${path}`)),
    );
    expectThat(
      [page, ...served].some((text) => text.includes('Edited, once')),
      `an old build: ${page}`,
    );
  });
}

async function tryServer(visit, open, { within, shows }, step) {
  const counter = 'http://localhost:3000/api/counter';
  const count = async () => JSON.parse(await visit.curl(counter)).count;
  await step('run', async () => {
    await open();
    await visit.element(within, shows);
  });
  await step('post', async () => {
    const json = ['-H', 'content-type: application/json', '-d', '{"step":2}'];
    expectThat(JSON.parse(await visit.curl(...json, counter)).count === 2, 'the body did not arrive');
  });
  await step('reload', async () => {
    await visit.reload();
    await visit.element(within, shows);
    expectThat((await count()) === 2, 'the count was lost');
  });
}

async function tryLibrary(visit, open, _library, step) {
  const file = 'src/index.ts';
  await step('run', async () => {
    await open();
    await visit.shows('Tests  ', '2 passed');
  });
  const source = await visit.read(file);
  await step('mistake', async () => {
    await visit.write(file, source.replace('group.push(item)', 'group.unshift(item)'));
    await visit.shows('Tests  ', '1 failed');
  });
  await step('reload', async () => {
    await visit.reload();
    await visit.write(file, source);
    await visit.shows('Tests  ', '2 passed');
  });
  await step('build', async () => {
    await expectBuild(visit);
    const { output } = await visit.exec('node', ['-p', 'import("./dist/index.js").then(console.log)']);
    expectThat(output.includes('groupBy'), output);
  });
}

const kinds = { 'front end': tryFrontEnd, server: tryServer, library: tryLibrary };

const chosen = process.argv.slice(2);
const server = await serveStatic({
  root: process.env.HOLDFAST_DIST ?? join(root, 'dist'),
  port: 0,
  registry: registryBase(),
});
const executablePath = await findChromium();
let failures = 0;
for (const choice of chosen.length > 0 ? chosen : Object.keys(templates)) {
  const [id, ...others] = choice.split('+');
  const versions = Object.fromEntries(
    others.map((each) => [each.slice(0, each.lastIndexOf('@')), each.slice(each.lastIndexOf('@') + 1)]),
  );
  const profile = mkdtempSync(join(tmpdir(), 'holdfast-template-'));
  const context = await playwright.launchPersistentContext(profile, {
    executablePath,
    args: chromiumFlags,
    viewport: { width: 1440, height: 900 },
  });
  const results = [];
  let doing = '';
  const step = async (name, run) => {
    const started = performance.now();
    doing = name;
    await run();
    results.push(`${name} ${((performance.now() - started) / 1000).toFixed(1)} s`);
  };
  const page = context.pages()[0] ?? (await context.newPage());
  const visit = new Visit(page);
  try {
    page.setDefaultTimeout(patience);
    await page.goto(server.url);
    await visit.ready();
    await kinds[templates[id].kind](visit, () => visit.open(id, versions), templates[id], step);
    console.log(`ok      ${choice}: ${results.join(', ')}`);
  } catch (error) {
    failures++;
    console.log(`FAILED  ${choice} in ${doing} after ${results.join(', ')}: ${error}`);
    console.log(await visit.screen().catch(String));
  }
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
await server.close();
process.exit(failures === 0 ? 0 : 1);
