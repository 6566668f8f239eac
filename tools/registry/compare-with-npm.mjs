// Holds our lockfiles against those of the real npm, from the same registry at the same time. Run by hand:
//   node tools/registry/compare-with-npm.mjs [name…]
// The registry is npm's own setting (`npm config get registry`) and is never written down. Nothing is unpacked.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { options, projects } from './projects.mjs';

const folder = mkdtempSync(join(tmpdir(), 'compare-with-npm-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const registry = npm(folder, ['config', 'get', 'registry']).stdout.trim();
const { createMachine } = await loadMachine();

let differences = 0;
const wanted = process.argv.slice(2);
for (const [name, manifest] of Object.entries(projects)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const theirs = await realLockfile(name, manifest, options[name] ?? []);
  const ours = await ourLockfile(manifest, options[name] ?? []);
  differences += compare(name, theirs, ours);
}
process.exitCode = differences === 0 ? 0 : 1;

/** The test machine, bundled: it is TypeScript. */
async function loadMachine() {
  const outfile = join(folder, 'machine.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../../worker/npm/testing/machine.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    outfile,
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

function npm(cwd, args) {
  return spawnSync('npm', args, { cwd, encoding: 'utf8' });
}

async function realLockfile(name, manifest, more) {
  const cwd = join(folder, name);
  const { mkdirSync } = await import('node:fs');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'package.json'), JSON.stringify(manifest, null, 2));
  const started = performance.now();
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--omit-lockfile-registry-resolved=false'];
  const { status, stderr } = npm(cwd, ['install', '--package-lock-only', ...flags, ...more]);
  const text = status === 0 ? readFileSync(join(cwd, 'package-lock.json'), 'utf8') : undefined;
  return { text, stderr, time: performance.now() - started };
}

async function ourLockfile(manifest, more) {
  const machine = createMachine({
    registry,
    fetch: (url, init) => fetch(url, init),
    sleep: (time) => new Promise((resolve) => setTimeout(resolve, time)),
    project: '/project',
  });
  machine.now = Date.now();
  machine.fs.writeFile('/project/package.json', JSON.stringify(manifest, null, 2));
  const started = performance.now();
  const { code, stderr } = await machine.npm(['install', '--package-lock-only', ...more]);
  const path = '/project/package-lock.json';
  const text = code === 0 ? new TextDecoder().decode(machine.fs.readFile(path)) : undefined;
  return { text, stderr, time: performance.now() - started };
}

/** Prints what differs; returns how many packages do. */
function compare(name, theirs, ours) {
  const times = `npm ${(theirs.time / 1000).toFixed(1)} s, ours ${(ours.time / 1000).toFixed(1)} s`;
  if (theirs.text === undefined || ours.text === undefined) {
    const same = theirs.text === ours.text;
    console.log(
      `${same ? 'both fail' : 'DIFFERENT'}  ${name} (${times})\n--- npm\n${theirs.stderr}--- ours\n${ours.stderr}`,
    );
    return same ? 0 : 1;
  }
  const a = JSON.parse(theirs.text).packages;
  const b = JSON.parse(ours.text).packages;
  const lines = [];
  for (const location of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()) {
    if (JSON.stringify(a[location]) === JSON.stringify(b[location])) continue;
    if (a[location] === undefined) lines.push(`  + ${location} ${b[location].version}`);
    else if (b[location] === undefined) lines.push(`  - ${location} ${a[location].version}`);
    else lines.push(`  ~ ${location}: ${fields(a[location], b[location])}`);
  }
  const bytes = theirs.text === ours.text ? 'byte for byte' : 'not byte for byte';
  const count = Object.keys(a).length - 1;
  console.log(
    `${lines.length === 0 ? 'equal, ' + bytes : 'DIFFERENT'}  ${name}: ${count} packages (${times})`,
  );
  for (const line of lines.slice(0, 40)) console.log(line);
  if (lines.length > 40) console.log(`  … ${lines.length - 40} more`);
  return lines.length;
}

function fields(a, b) {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))
    .map((key) => `${key} ${JSON.stringify(a[key])} → ${JSON.stringify(b[key])}`)
    .join(', ');
}
