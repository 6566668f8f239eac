// React on Vite 7, the template that is shipped: install, start, first page, hot reload and build, beside the same project
// with native Node, npm and Vite, its page in the same browser.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nativeNode, timed } from './native.mjs';
import {
  createProject,
  installedProject,
  inTurns,
  nativeProject,
  succeed,
  templateFolder,
} from './template-project.mjs';

const template = 'react';
export const component = 'src/App.jsx';
const source = readFileSync(join(templateFolder(template), component), 'utf8');
export const titled = (title) => source.replace('Hello, React', title);
export const nativePort = 34_571;
const vite = 'node_modules/vite/bin/vite.js';

/** Starts native Vite; resolves with the milliseconds until it says that it is ready. */
export async function nativeServer(folder) {
  const started = performance.now();
  const child = spawn(nativeNode, [vite, '--port', String(nativePort), '--strictPort'], { cwd: folder });
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => String(chunk).includes('ready in') && resolve());
    child.once('exit', (code) => reject(new Error(`native Vite exited with ${code}`)));
  });
  const ms = performance.now() - started;
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await gone;
  };
  return { ms, stop };
}

/** Milliseconds until the dev server listens. */
export function startVite({ page }) {
  return page.evaluate(async () => {
    const { kernel } = window.holdfast;
    const started = performance.now();
    window.__vite = await kernel.exec('npx', ['vite']);
    await new Promise((resolve) =>
      kernel.subscribe(({ state }) => state.ports.some(({ port }) => port === 5173) && resolve()),
    );
    return performance.now() - started;
  });
}

async function stopVite({ page }) {
  await page.evaluate(async () => {
    await window.__vite.kill('SIGTERM');
    await window.__vite.exitCode;
  });
}

export const previewOf = (page) => page.frameLocator('[data-testid=preview-frame]');

/** An installed React project here and one in the real Node. */
async function reactProjects({ open, runs }) {
  const machine = await installedProject(open, template);
  return { machine, native: nativeProject(template), runs };
}

export async function viteInstall(options) {
  return inTurns(
    await reactProjects(options),
    async (machine) => {
      await succeed(machine, 'rm', ['-rf', 'node_modules']);
      return succeed(machine, 'npm', ['install']);
    },
    async ({ folder }) => {
      rmSync(join(folder, 'node_modules'), { recursive: true });
      const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--silent'];
      return timed('npm', args, { cwd: folder });
    },
  );
}

export async function viteReady(options) {
  return inTurns(
    await reactProjects(options),
    async (machine) => {
      const ms = await startVite(machine);
      await stopVite(machine);
      return ms;
    },
    async ({ folder }) => {
      const server = await nativeServer(folder);
      await server.stop();
      return server.ms;
    },
  );
}

/** From the command to the rendered component, with the optimizer's cache empty. */
export async function viteRender(options) {
  return inTurns(
    await reactProjects(options),
    async (machine) => {
      await succeed(machine, 'rm', ['-rf', 'node_modules/.vite']);
      const started = performance.now();
      await startVite(machine);
      await previewOf(machine.page).locator('h1', { hasText: 'Hello, React' }).waitFor();
      const ms = performance.now() - started;
      await stopVite(machine);
      return ms;
    },
    async ({ folder }, machine) => {
      rmSync(join(folder, 'node_modules/.vite'), { recursive: true, force: true });
      const page = await machine.context.newPage();
      const started = performance.now();
      const server = await nativeServer(folder);
      await page.goto(`http://localhost:${nativePort}/`);
      await page.locator('h1', { hasText: 'Hello, React' }).waitFor();
      const ms = performance.now() - started;
      await page.close();
      await server.stop();
      return ms;
    },
  );
}

/** Milliseconds since the epoch, here as in a page. */
const clock = () => performance.timeOrigin + performance.now();

/**
 * Resolves with when a frame of the page has painted the text in its `h1`. The page looks itself: a question from outside takes
 * longer to be answered than what is measured.
 */
const painted = (frame, wanted) =>
  frame.evaluate(
    (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (document.querySelector('h1')?.textContent.includes(text))
            resolve(performance.timeOrigin + performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
    wanted,
  );

/** From the write of the file to the new text on the screen; the component's state must be the same. */
export async function viteHmr({ open, runs }) {
  const { machine, native } = await reactProjects({ open, runs });
  await startVite(machine);
  const preview = await machine.page.getByTestId('preview-frame').elementHandle();
  await previewOf(machine.page).locator('h1').waitFor();
  const server = await nativeServer(native.folder);
  const page = await machine.context.newPage();
  await page.goto(`http://localhost:${nativePort}/`);
  const ours = {
    frame: await preview.contentFrame(),
    write: (text) => machine.writeFiles({ [component]: text }),
  };
  const theirs = {
    frame: page.mainFrame(),
    write: async (text) => writeFileSync(join(native.folder, component), text),
  };
  for (const { frame } of [ours, theirs]) await frame.locator('button').click();
  const edit = async ({ frame, write }, title) => {
    const seen = painted(frame, title);
    // The frame looks before the file is written.
    await frame.evaluate(() => undefined);
    const started = clock();
    await write(titled(title));
    const ms = (await seen) - started;
    const count = await frame.locator('button').textContent();
    if (count !== 'count is 1') throw new Error(`the state was lost: ${count}`);
    return ms;
  };
  // One after the other, not in turns: a tab that was just brought to the front has other things to paint.
  const edits = async (side, tab) => {
    await tab.bringToFront();
    const times = [];
    for (let run = 0; run < runs; run++) times.push(await edit(side, `Edit ${run}.`));
    return times;
  };
  const samples = await edits(ours, machine.page);
  const baseline = await edits(theirs, page);
  await server.stop();
  await machine.close();
  native.remove();
  return { samples, baseline };
}

export async function viteBuild(options) {
  return inTurns(
    await reactProjects(options),
    (machine) => succeed(machine, 'npx', ['vite', 'build']),
    async ({ folder }) => timed(nativeNode, [vite, 'build'], { cwd: folder }),
  );
}

async function firstVisits({ open, runs }, hash, start) {
  const samples = [];
  for (let run = 0; run < runs; run++) {
    const machine = await open({ goto: false });
    const started = performance.now();
    await machine.page.goto(machine.url + hash);
    await start(machine);
    await previewOf(machine.page).locator('h1', { hasText: 'Hello, React' }).waitFor();
    samples.push(performance.now() - started);
    await machine.close();
  }
  return { samples, baseline: [] };
}

/** An empty profile: from the navigation to the rendered React app, through the template and Run. */
export const firstVisit = (options) =>
  firstVisits(options, '', async (machine) => {
    await machine.ready();
    await createProject(machine, template);
    await machine.page.getByTestId('run').click();
  });

/** The same by a link that asks for both. */
export const firstVisitByLink = (options) =>
  firstVisits(options, `#template=${template}&run`, () => undefined);
