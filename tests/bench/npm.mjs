// npm install of Express 5, with nothing cached and with its packs in the browser, and of a project of some 700 packages: its
// time, and what the browser's processes take for it. Beside native npm.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserMemory, megabytes } from './memory.mjs';
import { timed } from './native.mjs';

const manifest = JSON.stringify({ name: 'bench', private: true, dependencies: { express: '5.1.0' } });

function nativeInstall(cache, offline) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-npm-'));
  writeFileSync(join(folder, 'package.json'), manifest);
  const ms = timed(
    'npm',
    [
      'install',
      '--no-audit',
      '--no-fund',
      '--silent',
      `--cache=${cache}`,
      ...(offline ? ['--prefer-offline'] : []),
    ],
    { cwd: folder },
  );
  rmSync(folder, { recursive: true, force: true });
  return ms;
}

async function install(machine) {
  await machine.exec('rm', ['-rf', 'node_modules', 'package-lock.json']);
  await machine.writeFiles({ 'package.json': manifest });
  const { code, output, ms } = await machine.exec('npm', ['install']);
  if (code !== 0) throw new Error(`npm install failed: ${output}`);
  return ms;
}

export async function npmCold({ open, runs }) {
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    const machine = await open();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    samples.push(await install(machine));
    await machine.close();
    const cache = mkdtempSync(join(tmpdir(), 'holdfast-npm-cache-'));
    baseline.push(nativeInstall(cache, false));
    rmSync(cache, { recursive: true, force: true });
  }
  return { samples, baseline };
}

export async function npmPacks({ open, runs }) {
  const machine = await open();
  const cache = mkdtempSync(join(tmpdir(), 'holdfast-npm-cache-'));
  await install(machine);
  nativeInstall(cache, false);
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    samples.push(await install(machine));
    baseline.push(nativeInstall(cache, true));
  }
  await machine.close();
  rmSync(cache, { recursive: true, force: true });
  return { samples, baseline };
}

const largeManifest = readFileSync(
  new URL('../npm-trees/webpack-jest/package.json', import.meta.url),
  'utf8',
);

async function installLarge(machine) {
  await machine.exec('rm', ['-rf', 'node_modules', 'package-lock.json']);
  await machine.writeFiles({ 'package.json': largeManifest });
  const { code, output, ms } = await machine.exec('npm', ['install', '--ignore-scripts']);
  if (code !== 0) throw new Error(`npm install failed: ${output}`);
  return ms;
}

/** Milliseconds, and the most memory that native npm ever took. */
function nativeLarge(cache) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-npm-'));
  writeFileSync(join(folder, 'package.json'), largeManifest);
  const started = performance.now();
  const flags = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  const child = spawn('npm', ['install', ...flags, `--cache=${cache}`], { cwd: folder, stdio: 'ignore' });
  let peak = 0;
  const look = setInterval(() => (peak = Math.max(peak, megabytes(child.pid, 'status', 'VmHWM'))), 20);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      const ms = performance.now() - started;
      clearInterval(look);
      rmSync(folder, { recursive: true, force: true });
      if (code === 0) resolve({ ms, peak });
      else reject(new Error(`native npm ended with ${code}`));
    });
  });
}

async function withLarge({ open, runs }, measure) {
  const machine = await open();
  const cache = mkdtempSync(join(tmpdir(), 'holdfast-npm-cache-'));
  await installLarge(machine);
  await nativeLarge(cache);
  const samples = [];
  const baseline = [];
  for (let run = 0; run < runs; run++) {
    const { ours, theirs } = await measure(machine, () => nativeLarge(cache));
    samples.push(ours);
    baseline.push(theirs);
  }
  await machine.close();
  rmSync(cache, { recursive: true, force: true });
  return { samples, baseline };
}

/** Everything cached on both sides, nothing locked: resolution and node_modules. */
export const npmLarge = (options) =>
  withLarge(options, async (machine, native) => ({
    ours: await installLarge(machine),
    theirs: (await native()).ms,
  }));

/** What the browser's processes grow by, a moment after the install; native npm's own at its peak. */
export const npmLargeMemory = (options) =>
  withLarge(options, async (machine, native) => {
    await machine.exec('rm', ['-rf', 'node_modules', 'package-lock.json']);
    const before = browserMemory();
    await installLarge(machine);
    const ours = browserMemory() - before;
    return { ours, theirs: (await native()).peak };
  });
