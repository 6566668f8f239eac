// `npm run bench`: measures the built app in a real Chromium beside native Node, npm and a native pty, in one run, and
// writes docs/bench.md. `--list` names, `--only a,b` some, `--json FILE` also as JSON, `--runs N` for a quick look, which
// leaves the table alone.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTable, tableRow, writeTable } from './bench-table.mjs';
import { findChromium } from './browser.mjs';
import { registryBase } from './registry-base.mjs';
import { serveStatic } from './static-server.mjs';
import { benchmarks } from '../tests/bench/benchmarks.mjs';
import { openMachine } from '../tests/bench/machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const table = join(root, 'docs/bench.md');
/** A benchmark that hangs loses its own row and no other. */
const deadlineMs = 300_000;
const option = (name) =>
  process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : undefined;

if (process.argv.includes('--list')) {
  for (const { name, what } of benchmarks) console.log(`${name}\t${what}`);
  process.exit(0);
}

const only = option('only')?.split(',');
const chosen = benchmarks.filter(({ name }) => only === undefined || only.includes(name));
const unknown = only?.find((name) => !benchmarks.some((benchmark) => benchmark.name === name));
if (unknown !== undefined) {
  console.error(`No benchmark is called ${unknown}; see --list.`);
  process.exit(2);
}
if (!existsSync(join(root, 'dist/.built'))) {
  const { status } = spawnSync(process.execPath, ['tools/build.mjs'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const quantile = (samples, q) => {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
};
const round = (value) => (value === undefined ? null : Number(value.toPrecision(4)));

const server = await serveStatic({ root: join(root, 'dist'), port: 0, registry: registryBase() });
const chromium = await findChromium();

/** Samples of one benchmark; its browsers are closed however it ends. */
async function measure(benchmark) {
  const machines = [];
  const open = async (options) => {
    const machine = await openMachine({ chromium, url: server.url, ...options });
    machines.push(machine);
    return machine;
  };
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${deadlineMs / 1000} s`)), deadlineMs);
  });
  const runs = Number(option('runs') ?? benchmark.runs);
  try {
    return await Promise.race([benchmark.run({ open, url: server.url, runs }), late]);
  } finally {
    clearTimeout(timer);
    await Promise.all(machines.map((machine) => machine.close().catch(() => undefined)));
  }
}

const results = {};
for (const benchmark of chosen) {
  const { name, unit, baseline: what } = benchmark;
  try {
    const { samples, baseline } = await measure(benchmark);
    results[name] = {
      unit,
      median: round(quantile(samples, 0.5)),
      p95: round(quantile(samples, 0.95)),
      runs: samples.length,
      baseline: { what, median: baseline === undefined ? null : round(quantile(baseline, 0.5)) },
    };
  } catch (error) {
    const message = String(error?.message ?? error);
    results[name] = {
      unit,
      median: null,
      p95: null,
      runs: 0,
      baseline: { what, median: null },
      error: message,
    };
  }
  console.log(name, JSON.stringify(results[name]));
}
await server.close();

const json = option('json');
if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
if (option('runs') === undefined) {
  const before = readTable(table);
  const day = new Date().toISOString().slice(0, 10);
  const rows = benchmarks.map((benchmark) => {
    const result = results[benchmark.name];
    return result === undefined ? before.get(benchmark.name) : tableRow(benchmark, result, day);
  });
  writeTable(
    table,
    rows.filter((row) => row !== undefined),
  );
}
process.exit(0);
