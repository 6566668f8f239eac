// `npm start`: installs what is missing, builds what is out of date, serves it and opens the browser where there is one.
// Needs nothing but Node: it runs before any package is installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exit(status ?? 1);
}

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isStale() {
  const stamp = join(root, 'dist/.built');
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return ['src', 'worker', 'public', 'tools', 'index.html', 'package.json', 'vite.config.ts'].some(
    (path) => newest(join(root, path)) > built,
  );
}

function isInstalled() {
  const marker = join(root, 'node_modules/.package-lock.json');
  return existsSync(marker) && statSync(marker).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

if (!isInstalled()) {
  console.log('Installing packages …');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}
if (isStale()) {
  console.log('Building …');
  run(process.execPath, ['tools/build.mjs']);
}
const { serve } = await import('./serve.mjs');
const { url } = await serve();
console.log(`\n  Holdfast is at ${url}\n`);
if (process.stdout.isTTY && process.env.BROWSER !== 'none') {
  const opener = { darwin: 'open', win32: 'start' }[process.platform] ?? 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true, shell: process.platform === 'win32' })
    .on('error', () => undefined)
    .unref();
}
