/* global window -- runInPage runs in the page */
// Runs the lines in Holdfast in a real Chromium against the machine's own sh: `node
// tests/conformance/shell/run-in-chromium.mjs [--dist folder] [part of a line…]`. Needs a built app. Exits with 1 where one
// differs.
import { chromium } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { chromiumFlags, findChromium } from '../../../tools/browser.mjs';
import { serveStatic } from '../../../tools/static-server.mjs';
import { openMachine } from '../machine-page.mjs';
import { cases, files } from './cases.mjs';
import { caseOf, environment, normalizeOutcome, runRealShell } from './real-shell.mjs';

const words = process.argv.slice(2);
const distAt = words.indexOf('--dist');
const [, dist] = distAt < 0 ? [] : words.splice(distAt, 2);
const root = dist ?? fileURLToPath(new URL('../../../dist', import.meta.url));
const lineTimeout = 20_000;

/** Runs one line in the page's project; serialized, hence without closures. */
async function runInPage({ folder, line, stdin, files, env, timeout }) {
  const { fs, kernel } = window.holdfast;
  for (const [name, text] of Object.entries({ ...files, '../stdin': stdin })) {
    const path = `${folder}/${name}`;
    await fs.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    if (!name.endsWith('/')) await fs.writeFile(path, text);
  }
  // `sh` reads the line's input from a file beside its folder: exec gives it none.
  const args = ['-c', 'exec < ../stdin; exec sh -c "$0"', line];
  const child = await kernel.exec('sh', args, { cwd: folder, env: { ...env, HOME: folder } });
  const output = { stdout: '', stderr: '' };
  const timer = setTimeout(() => void child.kill('SIGKILL'), timeout);
  const reader = child.chunks.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read())
    output[next.value.stream] += next.value.data;
  const code = await child.exitCode;
  clearTimeout(timer);
  return { ...output, code };
}

const selected = cases
  .map(caseOf)
  .filter(({ line }) => words.length === 0 || words.some((part) => line.includes(part)));
const server = await serveStatic({ root, port: 0 });
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: chromiumFlags,
});
const failed = [];
try {
  const { page, base } = await openMachine(browser, server.url, 'shell');
  for (const [index, { line, stdin }] of selected.entries()) {
    const folder = `${base}/line-${index}/here`;
    const options = { folder, line, stdin, files, env: environment, timeout: lineTimeout };
    const actual = await page
      .evaluate(runInPage, options)
      .catch((error) => ({ stdout: '', stderr: `runner: ${error.message}`, code: -1 }));
    const [expected, ours] = [normalizeOutcome(runRealShell(line, stdin)), normalizeOutcome(actual)];
    const differences = ['stdout', 'stderr', 'code'].filter((key) => expected[key] !== ours[key]);
    if (differences.length === 0) continue;
    failed.push(line);
    console.log(`\n=== ${line}`);
    for (const key of differences)
      console.log(`--- ${key} expected\n${expected[key]}\n--- ${key} actual\n${ours[key]}`);
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(`\n${selected.length - failed.length} of ${selected.length} equal`);
process.exitCode = failed.length > 0 ? 1 : 0;
