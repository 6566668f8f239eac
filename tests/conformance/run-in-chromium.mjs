// Runs the cases in Holdfast in a real Chromium against the real Node: `node tests/conformance/run-in-chromium.mjs [--dist
// folder] [part of a name…]`. Needs a built app. Exits with 1 where one differs.
/* global window -- functions that run in the page */
import { chromium } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import { chromiumFlags, findChromium } from '../../tools/browser.mjs';
import { serveStatic } from '../../tools/static-server.mjs';
import { cases } from './cases.mjs';
import { openMachine } from './machine-page.mjs';
import { normalize } from './normalize.mjs';
import { environment, runReal } from './real-node.mjs';

const words = process.argv.slice(2);
const distAt = words.indexOf('--dist');
const [, dist] = distAt < 0 ? [] : words.splice(distAt, 2);
const root = dist ?? fileURLToPath(new URL('../../dist', import.meta.url));
const caseTimeout = 60_000;
/** Cases that run at once: two cores serve both sides. */
const lanes = 2;
const failed = [];

/** Runs one case in the page's project; serialized, hence without closures. */
async function runInPage({ folder, command, files, stdin, env, timeout }) {
  const { fs, kernel } = window.holdfast;
  await fs.mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    await fs.mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    await fs.writeFile(path, text);
  }
  const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;
  let [program, ...args] = command;
  if (stdin !== undefined) {
    await fs.writeFile(`${folder}.stdin`, stdin);
    args = ['-c', `cat ${quote(`${folder}.stdin`)} | ${command.map(quote).join(' ')}`];
    program = 'jsh';
  }
  const child = await kernel.exec(program, args, { cwd: folder, env });
  const output = { stdout: '', stderr: '' };
  const timer = setTimeout(() => void child.kill('SIGKILL'), timeout);
  const reader = child.chunks.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    output[next.value.stream] += next.value.data;
  }
  const code = await child.exitCode;
  clearTimeout(timer);
  return { ...output, code };
}

/** Runs a case on both sides and prints what differs. */
async function compare(page, base, index, testCase) {
  const folder = `${base}/case-${index}`;
  const [expected, actual] = await Promise.all([
    runReal(testCase),
    page
      .evaluate(runInPage, { ...testCase, folder, env: environment, timeout: caseTimeout })
      .catch((error) => ({ stdout: '', stderr: `runner: ${error.message}`, code: -1 })),
  ]);
  for (const key of ['stdout', 'stderr']) actual[key] = normalize(actual[key], folder);
  const differences = ['stdout', 'stderr', 'code'].filter((key) => expected[key] !== actual[key]);
  if (differences.length === 0) return;
  failed.push(testCase.name);
  console.log(`\n=== ${testCase.name}`);
  for (const key of differences) {
    console.log(`--- ${key} expected\n${expected[key]}\n--- ${key} actual\n${actual[key]}`);
  }
}

const selected = cases.filter(({ name }) => words.length === 0 || words.some((part) => name.includes(part)));
const server = await serveStatic({ root, port: 0 });
const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumFlags });
try {
  const { page, base } = await openMachine(browser, server.url, 'conformance');
  const queue = [...selected.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      await compare(page, base, ...next);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
} finally {
  await browser.close();
  await server.close();
}
console.log(
  `\n${selected.length - failed.length} of ${selected.length} equal${failed.length > 0 ? `; not: ${failed.join(', ')}` : ''}`,
);
process.exitCode = failed.length > 0 ? 1 : 0;
