// `npm run bench`: measures the built app in a real Chromium beside native Node, npm and a native pty, in one run, and
// writes docs/bench.md. `--list` names, `--only a,b` some, `--json FILE` also as JSON, `--runs N`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './browser.mjs';
import { registryBase } from './registry-base.mjs';
import { serveStatic } from './static-server.mjs';
import { benchmarks } from '../tests/bench/benchmarks.mjs';
import { openMachine } from '../tests/bench/machine.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
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
const results = {};
for (const benchmark of chosen) {
  const runs = Number(option('runs') ?? benchmark.runs);
  try {
    const { samples, baseline } = await benchmark.run({
      open: (options) => openMachine({ chromium, url: server.url, ...options }),
      url: server.url,
      runs,
    });
    results[benchmark.name] = {
      unit: benchmark.unit,
      median: round(quantile(samples, 0.5)),
      p95: round(quantile(samples, 0.95)),
      runs: samples.length,
      baseline: {
        what: benchmark.baseline,
        median: baseline === undefined ? null : round(quantile(baseline, 0.5)),
      },
    };
  } catch (error) {
    results[benchmark.name] = {
      unit: benchmark.unit,
      median: null,
      p95: null,
      runs: 0,
      baseline: { what: benchmark.baseline, median: null },
      error: String(error?.message ?? error),
    };
  }
  console.log(benchmark.name, JSON.stringify(results[benchmark.name]));
}
await server.close();

const json = option('json');
if (json !== undefined) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
if (only === undefined) {
  const rows = chosen.map(({ name, what, target, better }) => {
    const { unit, median, p95, runs, baseline, error } = results[name];
    const measured =
      error === undefined ? `${median} | ${p95}` : `failed: ${error.split('\n')[0].slice(0, 80)} | `;
    return `| \`${name}\` | ${what} | ${unit} | ${measured} | ${runs} | ${target} | ${baseline.what}: ${baseline.median ?? '–'} | ${better} |`;
  });
  const table = [
    '# Benchmarks',
    '',
    `Made by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, headless Chromium, medians and 95th percentiles.`,
    '',
    '| name | what | unit | median | p95 | runs | target | beside | better |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ];
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, 'docs/bench.md'), table.join('\n'));
}
process.exit(0);
