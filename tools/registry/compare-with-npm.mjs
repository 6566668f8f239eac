// Holds our lockfiles against those of the real npm, from the same registry at the same time:
//   node tools/registry/compare-with-npm.mjs [--all | name…]
// Without arguments: the quick ones, as in `npm test`. The projects are in tests/npm-trees, a folder each; list.json says
// which commands are run in it, one after the other. After each, package.json and the lockfile have to be equal, or the
// code of the error. Nothing is unpacked. The registry is npm's own setting and is never written down.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { registryBase } from '../registry-base.mjs';
import { createCachingProxy } from './caching-proxy.mjs';
import { loadMachine } from './load-machine.mjs';
import { npmVersion, runNpm } from './real-npm.mjs';

const trees = fileURLToPath(new URL('../../tests/npm-trees', import.meta.url));
const list = JSON.parse(readFileSync(join(trees, 'list.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'compare-with-npm-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const all = process.argv.includes('--all');
const unknown = names.filter((name) => list[name] === undefined);
if (unknown.length > 0) throw new Error(`not in list.json: ${unknown.join(', ')}`);
const wanted = Object.keys(list).filter((name) =>
  names.length > 0 ? names.includes(name) : all || list[name].quick === true,
);

const { createMachine } = await loadMachine(folder);
const proxy = await createCachingProxy(registryBase());
console.log(`beside npm ${npmVersion}`);
let failed = 0;
const queue = [...wanted];
// Two at a time: npm is one thread most of the time, and so are we.
await Promise.all([work(), work()]);
proxy.close();
console.log(`${wanted.length - failed} of ${wanted.length} projects have npm's tree`);
process.exitCode = failed === 0 ? 0 : 1;

async function work() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const { folder: source = name, steps = [['install']] } = list[name];
    const theirs = await theirSteps(name, join(trees, source), steps);
    const ours = await ourSteps(join(trees, source), steps);
    const report = steps.map((step, index) => compare(step, theirs[index], ours[index]));
    const differs = report.some(({ differences }) => differences.length > 0);
    if (differs) failed++;
    console.log(`${differs ? 'DIFFERENT' : 'equal    '} ${name}`);
    for (const { summary, differences } of report) {
      console.log(`    ${summary}`);
      for (const line of differences.slice(0, 40)) console.log(`      ${line}`);
      if (differences.length > 40) console.log(`      … ${differences.length - 40} more`);
    }
  }
}

async function theirSteps(name, source, steps) {
  const cwd = join(folder, name);
  cpSync(source, cwd, { recursive: true });
  const results = [];
  for (const step of steps) {
    const started = performance.now();
    const { code, stderr } = await runNpm(cwd, [...step, '--package-lock-only'], {
      registry: proxy.url,
      folder,
    });
    const read = (file) => readIfThere(() => readFileSync(join(cwd, file), 'utf8'));
    results.push(resultOf(code, stderr, read, started));
  }
  return results;
}

async function ourSteps(source, steps) {
  const machine = createMachine({
    registry: proxy.url,
    fetch: (url, init) => fetch(url, init),
    sleep: (time) => new Promise((resolve) => setTimeout(resolve, time)),
    project: '/project',
  });
  machine.now = Date.now();
  for (const file of readdirSync(source, { recursive: true })) {
    const path = `/project/${file}`;
    if (statSync(join(source, file)).isDirectory()) machine.fs.makeDirectories(path, 0o755);
    else {
      machine.fs.makeDirectories(path.slice(0, path.lastIndexOf('/')), 0o755);
      machine.fs.writeFile(path, new Uint8Array(readFileSync(join(source, file))));
    }
  }
  const results = [];
  for (const step of steps) {
    const started = performance.now();
    const { code, stderr } = await machine.npm([...step, '--package-lock-only']);
    const read = (file) =>
      readIfThere(() => new TextDecoder().decode(machine.fs.readFile(`/project/${file}`)));
    results.push(resultOf(code, stderr, read, started));
  }
  return results;
}

function readIfThere(read) {
  try {
    return read();
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function resultOf(code, stderr, read, started) {
  return {
    error: code === 0 ? undefined : (/npm error code (\S+)/.exec(stderr)?.[1] ?? `exit ${code}`),
    stderr,
    manifest: read('package.json'),
    lockfile: read('npm-shrinkwrap.json') ?? read('package-lock.json'),
    time: performance.now() - started,
  };
}

function compare(step, theirs, ours) {
  const differences = [];
  if (theirs.error !== ours.error) {
    differences.push(`error: npm ${theirs.error}, ours ${ours.error}`);
    differences.push(...`--- npm\n${theirs.stderr}--- ours\n${ours.stderr}`.split('\n'));
  }
  if (theirs.manifest !== ours.manifest) differences.push(`package.json:\n${ours.manifest}`);
  const a = JSON.parse(theirs.lockfile ?? '{}').packages ?? {};
  const b = JSON.parse(ours.lockfile ?? '{}').packages ?? {};
  const locations = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  for (const location of locations) {
    if (JSON.stringify(a[location]) === JSON.stringify(b[location])) continue;
    if (a[location] === undefined) differences.push(`+ ${location} ${b[location].version}`);
    else if (b[location] === undefined) differences.push(`- ${location} ${a[location].version}`);
    else differences.push(`~ ${location}: ${fields(a[location], b[location])}`);
  }
  if (theirs.lockfile !== ours.lockfile && differences.length === 0) {
    differences.push('the text of the lockfile, not its packages');
  }
  const count = theirs.error ?? `${Math.max(0, locations.length - 1)} packages`;
  const seconds = ({ time }) => `${(time / 1000).toFixed(1)} s`;
  const summary = `npm ${step.join(' ')}: ${count} (npm ${seconds(theirs)}, ours ${seconds(ours)})`;
  return { summary, differences };
}

function fields(a, b) {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))
    .map((key) => `${key} ${JSON.stringify(a[key])} → ${JSON.stringify(b[key])}`)
    .join(', ');
}
