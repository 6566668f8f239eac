// Holds our trees against those of npm's own tree builder (@npmcli/arborist, from the machine's npm) on made-up packages:
//   node tools/registry/fuzz-against-npm.mjs [--from 1] [--count 150] [--show]
// Each seed is a registry of a few packages with every kind of dependency, a project, and some installs in a row. It needs
// no network. --show prints a seed's project and registry.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScenario } from './fuzz-scenario.mjs';
import { loadMachine } from './load-machine.mjs';
import { npmCli, npmVersion } from './real-npm.mjs';

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? fallback : Number(process.argv[at + 1]);
};
const from = option('from', 1);
const count = option('count', 150);
const show = process.argv.includes('--show');

const folder = mkdtempSync(join(tmpdir(), 'fuzz-against-npm-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const Arborist = createRequire(npmCli)('@npmcli/arborist');
const { createMachine, createFixtureRegistry } = await loadMachine(folder);

let answer;
const server = createServer((request, response) => {
  void answer(request.url).then(async (found) => {
    response.writeHead(found.status, { 'content-type': 'application/json' });
    response.end(Buffer.from(await found.arrayBuffer()));
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;

// On some graphs npm places the same packages for ever; what it logs is the only place to stop it.
let placements = 0;
process.on('log', (_level, title) => {
  if (title === 'placeDep' && ++placements > 2000) throw new Error(endless);
});
const endless = 'npm does not end on this';

const started = performance.now();
let failed = 0;
let trees = 0;
let packages = 0;
const errors = {};
let withoutEnd = 0;
for (let seed = from; seed < from + count; seed++) {
  const scenario = createScenario(seed);
  if (show) console.log(JSON.stringify(scenario, null, 1));
  const registry = createFixtureRegistry(scenario.packages, scenario.tags);
  answer = (path) => registry.fetch(new URL(path, registry.url).href, {});
  const theirs = await theirSteps(seed, scenario);
  if (theirs.some(({ error }) => error?.includes(endless))) {
    withoutEnd++;
    continue;
  }
  const ours = await ourSteps(scenario, registry);
  const index = theirs.findIndex((each, at) => each.text !== ours[at]?.text);
  for (const each of theirs) {
    trees++;
    packages += each.count;
    if (each.error !== undefined) errors[each.error] = (errors[each.error] ?? 0) + 1;
  }
  if (index === -1) continue;
  failed++;
  console.log(`DIFFERENT seed ${seed}, step ${index}: ${JSON.stringify(scenario.steps[index])}`);
  for (const line of differences(theirs[index], ours[index])) console.log(`    ${line}`);
}
server.closeAllConnections();
server.close();
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(
  `beside npm ${npmVersion}: ${count - failed} of ${count} made-up projects have its tree ` +
    `(${trees} installs, ${packages} packages, errors ${JSON.stringify(errors)}, ${withoutEnd} left out since npm does not end on them, ${seconds} s)`,
);
process.exitCode = failed === 0 ? 0 : 1;

async function theirSteps(seed, { files, steps, flags }) {
  const path = join(folder, String(seed));
  for (const [name, manifest] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), `${JSON.stringify(manifest, null, 2)}\n`);
  }
  const results = [];
  for (const step of steps) {
    if (step.edit !== undefined) writeFileSync(join(path, 'package.json'), printed(step.edit));
    const options = {
      path,
      registry: `${url}/registry/`,
      replaceRegistryHost: 'always',
      cache: join(folder, `cache-${seed}`),
      nodeVersion: 'v24.21.0',
      npmVersion,
      packageLockOnly: true,
      complete: true,
      save: true,
      audit: false,
      ignoreScripts: true,
      force: flags.includes('--force'),
      legacyPeerDeps: flags.includes('--legacy-peer-deps'),
      strictPeerDeps: flags.includes('--strict-peer-deps'),
    };
    let error;
    placements = 0;
    try {
      await new Arborist(options).reify({ ...options, add: step.add ?? [], rm: step.remove ?? [] });
    } catch (thrown) {
      error = thrown.code ?? String(thrown);
    }
    results.push(resultOf(error, (name) => readFileSync(join(path, name), 'utf8')));
  }
  rmSync(path, { recursive: true, force: true });
  return results;
}

async function ourSteps({ files, steps, flags }, registry) {
  const machine = createMachine({ registry: registry.url, fetch: registry.fetch, project: '/project' });
  const { fs } = machine;
  for (const [name, manifest] of Object.entries(files)) {
    const path = `/project/${name}`;
    fs.makeDirectories(path.slice(0, path.lastIndexOf('/')), 0o755);
    fs.writeFile(path, printed(manifest));
  }
  const results = [];
  for (const step of steps) {
    if (step.edit !== undefined) fs.writeFile('/project/package.json', printed(step.edit));
    const words =
      step.remove === undefined ? ['install', ...(step.add ?? [])] : ['uninstall', ...step.remove];
    const { code, stderr } = await machine.npm([...words, '--package-lock-only', ...flags]);
    const error = code === 0 ? undefined : (/npm error code (\S+)/.exec(stderr)?.[1] ?? stderr);
    results.push(resultOf(error, (name) => new TextDecoder().decode(fs.readFile(`/project/${name}`))));
  }
  return results;
}

function printed(manifest) {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function resultOf(error, read) {
  const state = { error, manifest: JSON.parse(read('package.json')), locked: undefined };
  try {
    state.locked = JSON.parse(read('package-lock.json')).packages;
  } catch (thrown) {
    if (thrown.code !== 'ENOENT') throw thrown;
  }
  // The made-up registry's short documents have none, and npm asks for no other.
  for (const entry of Object.values(state.locked ?? {})) delete entry.license;
  return { ...state, count: Object.keys(state.locked ?? {}).length, text: JSON.stringify(state) };
}

function differences(theirs, ours) {
  const lines = [];
  if (theirs.error !== ours.error) lines.push(`error: npm ${theirs.error}, ours ${ours.error}`);
  const [a, b] = [theirs.manifest, ours.manifest].map((each) => JSON.stringify(each));
  if (a !== b) lines.push(`package.json: npm ${a}`, `              ours ${b}`);
  const [x, y] = [theirs.locked ?? {}, ours.locked ?? {}];
  for (const location of [...new Set([...Object.keys(x), ...Object.keys(y)])].sort()) {
    const [p, q] = [JSON.stringify(x[location]), JSON.stringify(y[location])];
    if (p !== q) lines.push(`${location}: npm ${p}`, `${' '.repeat(location.length)}  ours ${q}`);
  }
  return lines;
}
