// `npm test`: typecheck, lint, unused exports, unit tests, our npm's trees beside the real npm's, the build, then the
// journeys in a real Chromium against it, and the machine held against the real Node and the real sh.
// `--only name,name` runs some of the steps.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const only = process.argv.includes('--only')
  ? process.argv[process.argv.indexOf('--only') + 1].split(',')
  : null;

if (!existsSync(join(root, 'node_modules'))) {
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exit(status ?? 1);
}

const node = (script, ...args) => [process.execPath, [script, ...args]];
const steps = [
  ['node-lib', node('tools/node-lib/generate.mjs')],
  ['typecheck', node('tools/typecheck.mjs')],
  ['lint', ['npm', ['run', '--silent', 'lint']]],
  ['knip', node('node_modules/knip/bin/knip.js')],
  ['unit', node('tools/unit.mjs')],
  ['npm trees', node('tools/registry/compare-with-npm.mjs')],
  ['npm trees, made up', node('tools/registry/fuzz-against-npm.mjs', '--count', '40')],
  ['build', node('tools/build.mjs')],
  ['journeys', node('tools/journeys.mjs')],
  ['conformance: node', node('tests/conformance/run-in-chromium.mjs')],
  ['conformance: sh', node('tests/conformance/shell/run-in-chromium.mjs')],
];

const failed = [];
for (const [name, [command, args]] of steps) {
  if (only !== null && !only.includes(name)) continue;
  const started = Date.now();
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: root });
  console.log(
    `── ${name}: ${status === 0 ? 'ok' : `FAILED (${status})`} in ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) failed.push(name);
  // What comes after the build needs it.
  if (status !== 0 && name === 'build') break;
}
console.log(`\n${steps.length - failed.length} passed, ${failed.length} failed`);
if (failed.length > 0) process.exit(1);
