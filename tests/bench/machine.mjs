// A browser with Holdfast in it, for benchmarks: opens the built app, waits for its API, gives shorthands over it.
import { chromium as playwright } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumFlags } from '../../tools/browser.mjs';
import { launchQuietBrowser } from './quiet-browser.mjs';

/** The prompt's last character, as jsh prints it. */
export const prompt = '❯';

const flags = [...chromiumFlags, '--window-size=1440,900'];

async function launchWatched({ chromium, profile }) {
  const context = await playwright.launchPersistentContext(profile, {
    executablePath: chromium,
    args: flags,
    headless: true,
    // The window as it is: what Playwright emulates is undone in the old page of each reload, which styles it all anew.
    viewport: null,
    colorScheme: null,
    reducedMotion: null,
    forcedColors: null,
    contrast: null,
  });
  // Slow machines are measured, too.
  context.setDefaultTimeout(120_000);
  return { context, page: context.pages()[0] ?? (await context.newPage()) };
}

async function launchQuiet({ chromium, profile }) {
  const context = await launchQuietBrowser({ chromium, profile, flags });
  return { context, page: context.page };
}

/** `quiet`: a page as a user has it, with less to drive it by (quiet-browser.mjs). */
export async function openMachine({ chromium, url, goto = true, quiet = false }) {
  const profile = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  const { context, page } = await (quiet ? launchQuiet : launchWatched)({ chromium, profile });
  const machine = {
    context,
    page,
    url,
    async ready() {
      await page.waitForFunction(() => globalThis.holdfast !== undefined);
      await page.evaluate(() => globalThis.holdfast.ready);
    },
    exec: (command, args = [], options = {}) =>
      page.evaluate(
        async ([name, rest, settings]) => {
          const started = performance.now();
          const child = await globalThis.holdfast.kernel.exec(name, rest, settings);
          let output = '';
          for (const reader = child.output.getReader(); ;) {
            const { done, value } = await reader.read();
            if (done) break;
            output += value;
          }
          return { code: await child.exitCode, output, ms: performance.now() - started };
        },
        [command, args, options],
      ),
    writeFiles: (files) =>
      page.evaluate(async (entries) => {
        for (const [path, text] of Object.entries(entries))
          await globalThis.holdfast.fs.writeFile(path, text);
      }, files),
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
  if (goto) {
    await page.goto(url);
    await machine.ready();
  }
  return machine;
}
