// npm install of Express 5: with nothing cached, and with its packs in the browser, beside native npm.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
