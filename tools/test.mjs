// `npm test`: typecheck, lint, unused exports, unit tests, our npm's trees beside the real npm's, the build, then the
// journeys in a real Chromium against it, and the machine held against the real Node and the real sh.
// `--only name,name` runs some of the steps.
import { spawn, spawnSync } from 'node:child_process';
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
/** Lanes of a stage run beside each other: these steps keep about one core busy each, what comes later keeps them all. */
const stages = [
  [[['node-lib', node('tools/node-lib/generate.mjs')]]],
  [
    [
      ['typecheck', node('tools/typecheck.mjs')],
      ['npm trees', node('tools/registry/compare-with-npm.mjs')],
      ['npm trees, made up', node('tools/registry/fuzz-against-npm.mjs', '--count', '40')],
      ['build', node('tools/build.mjs')],
    ],
    [
      ['lint', ['npm', ['run', '--silent', 'lint']]],
      ['knip', node('node_modules/knip/bin/knip.js')],
      ['unit', node('tools/unit.mjs')],
    ],
  ],
  [
    [
      ['journeys', node('tools/journeys.mjs')],
      ['conformance: node', node('tests/conformance/run-in-chromium.mjs')],
      ['conformance: sh', node('tests/conformance/shell/run-in-chromium.mjs')],
    ],
  ],
];

const passed = [];
const failed = [];

/** `shown`: what it says is seen at once; else when it is done, so that lanes do not talk into each other. */
async function run([name, [command, args]], shown) {
  const started = Date.now();
  const heading = `\n── ${name}`;
  if (shown) console.log(heading);
  const child = spawn(command, args, { stdio: shown ? 'inherit' : ['ignore', 'pipe', 'pipe'], cwd: root });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => said.push(data));
  const status = await new Promise((resolve) => {
    child.once('error', (error) => {
      said.push(`${error}\n`);
      resolve(null);
    });
    child.once('close', resolve);
  });
  const outcome = status === 0 ? 'ok' : `FAILED (${status})`;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(shown ? '' : `${heading}\n${Buffer.concat(said.map((part) => Buffer.from(part)))}`);
  console.log(`── ${name}: ${outcome} in ${seconds} s`);
  (status === 0 ? passed : failed).push(name);
}

async function runLane(steps, shown) {
  for (const step of steps) if (only === null || only.includes(step[0])) await run(step, shown);
}

for (const lanes of stages) {
  await Promise.all(lanes.map((steps, lane) => runLane(steps, lane === 0)));
  // What comes after the build needs it.
  if (failed.includes('build')) break;
}
console.log(
  `\n${passed.length} passed, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`,
);
if (failed.length > 0) process.exit(1);
