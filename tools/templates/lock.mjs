// Writes the templates' lockfiles with the real npm, and the integrity of the WebAssembly builds that they need:
//   node tools/templates/lock.mjs [id…]
// Run by hand when a template's versions change; the results are committed. Lockfiles hold no registry's host.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import semver from 'semver';
import { registryBase } from '../registry-base.mjs';
import { loadNpmParts } from './npm-parts.mjs';
import { lockfileOf, nameAt, templateIds, templatesFolder, wasmBuildsFile } from './template-list.mjs';

const { wasmBuildOf } = await loadNpmParts();
const packuments = new Map();

function packument(name) {
  if (!packuments.has(name)) {
    const url = `${registryBase()}${name.replace('/', '%2f')}`;
    packuments.set(
      name,
      fetch(url, { headers: { accept: 'application/vnd.npm.install-v1+json' } }).then((response) => {
        if (!response.ok) throw new Error(`${name}: ${response.status} of the registry`);
        return response.json();
      }),
    );
  }
  return packuments.get(name);
}

function runNpm(folder) {
  const args = ['install', '--package-lock-only', '--omit-lockfile-registry-resolved', '--ignore-scripts'];
  execFileSync('npm', [...args, '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
}

/** A registry's copy may lag behind: a version counts where its build and every platform's package are there. */
async function isWhole(name, version, build) {
  if ((await packument(build.name)).versions[version] === undefined) return false;
  const { optionalDependencies = {} } = (await packument(name)).versions[version];
  const there = await Promise.all(
    Object.entries(optionalDependencies).map(async ([each, wanted]) => {
      const { versions } = await packument(each).catch(() => ({ versions: {} }));
      return semver.maxSatisfying(Object.keys(versions), wanted) !== null;
    }),
  );
  return there.every(Boolean);
}

/** For native packages whose chosen version is not whole: the newest below it that is. */
async function wholeVersions({ packages }) {
  const pins = {};
  for (const [location, entry] of Object.entries(packages)) {
    if (location === '') continue;
    const name = nameAt(location, entry);
    const build = wasmBuildOf({ name, version: entry.version });
    if (build?.place !== 'instead' || (await isWhole(name, entry.version, build))) continue;
    const versions = Object.keys((await packument(name)).versions);
    const below = semver.rsort(versions.filter((version) => semver.lt(version, entry.version)));
    for (const version of below) {
      if (!(await isWhole(name, version, build))) continue;
      pins[name] = version;
      break;
    }
    if (pins[name] === undefined) throw new Error(`no version of ${name} has a WebAssembly build`);
  }
  return pins;
}

/** A lockfile to start from: what the other templates have already is shipped once, and so kept, `except` what does not fit. */
function seed(id, manifest, except) {
  const packages = { '': manifest };
  for (const other of templateIds().filter((each) => each !== id)) {
    for (const [location, entry] of Object.entries(lockfileOf(other).packages)) {
      if (location === '' || location.lastIndexOf('node_modules/') > 0) continue;
      if (except.has(nameAt(location, entry))) continue;
      const known = packages[location];
      if (known === undefined || semver.gt(entry.version, known.version)) packages[location] = entry;
    }
  }
  return JSON.stringify({ name: manifest.name, lockfileVersion: 3, requires: true, packages });
}

/** npm takes a lockfile's places for right, and tells what does not fit only when asked. */
function lockFromSeed(id, folder, manifest) {
  const except = new Set();
  for (;;) {
    writeFileSync(join(folder, 'package-lock.json'), seed(id, manifest, except));
    const lockfile = runNpm(folder);
    const misfits = misplaced(folder);
    if (misfits.length === 0) return lockfile;
    const unfit = misfits.filter((name) => !except.has(name));
    if (unfit.length === 0) return completed(id, folder);
    console.log(`${id}: not kept: ${unfit.join(', ')}`);
    for (const name of unfit) except.add(name);
  }
}

/** What a lockfile of others lacks, npm adds to the one that it has written itself. */
function completed(id, folder) {
  const lockfile = runNpm(folder);
  const misfits = misplaced(folder);
  if (misfits.length > 0) throw new Error(`${id}: the lockfile does not hold ${misfits.join(', ')}`);
  return lockfile;
}

/** Names of packages whose version is not what a dependent asks for. */
function misplaced(folder) {
  const { stdout } = spawnSync('npm', ['ls', '--all', '--package-lock-only', '--json'], { cwd: folder });
  const { problems = [] } = JSON.parse(String(stdout));
  return problems.flatMap((problem) => /^(?:invalid: |missing: )(.+?)@/.exec(problem)?.[1] ?? []);
}

/** As npm resolves it, but with native packages at versions that run here too. */
async function lock(id) {
  const folder = mkdtempSync(join(tmpdir(), `template-${id}-`));
  try {
    const manifest = JSON.parse(readFileSync(join(templatesFolder, id, 'package.json'), 'utf8'));
    const write = (value) =>
      writeFileSync(join(folder, 'package.json'), `${JSON.stringify(value, null, 2)}\n`);
    write(manifest);
    let lockfile = lockFromSeed(id, folder, manifest);
    const overrides = await wholeVersions(lockfile);
    if (Object.keys(overrides).length > 0) {
      console.log(`${id}: ${JSON.stringify(overrides)}`);
      rmSync(join(folder, 'package-lock.json'));
      write({ ...manifest, overrides });
      runNpm(folder);
      // Without the override the lockfile alone holds the version: the project's package.json is an ordinary one.
      write(manifest);
      lockfile = runNpm(folder);
    }
    const text = readFileSync(join(folder, 'package-lock.json'), 'utf8');
    if (text.includes('"resolved"')) throw new Error(`${id}: the lockfile names a host`);
    cpSync(join(folder, 'package-lock.json'), join(templatesFolder, id, 'package-lock.json'));
    return lockfile;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const hasDependencies = (id) => {
  const path = join(templatesFolder, id, 'package.json');
  if (!existsSync(path)) return false;
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path, 'utf8'));
  return dependencies !== undefined || devDependencies !== undefined;
};

const chosen = process.argv.slice(2);
for (const id of chosen.length > 0 ? chosen : readdirSync(templatesFolder).filter(hasDependencies)) {
  await lock(id);
  console.log(`locked ${id}`);
}

const builds = {};
for (const id of templateIds()) {
  for (const [location, entry] of Object.entries(lockfileOf(id).packages)) {
    if (location === '') continue;
    const build = wasmBuildOf({ name: nameAt(location, entry), version: entry.version });
    if (build?.place !== 'instead') continue;
    const published = (await packument(build.name)).versions[entry.version];
    if (published === undefined) throw new Error(`${id}: ${build.name}@${entry.version} does not exist`);
    builds[`${build.name}@${entry.version}`] = published.dist.integrity;
  }
}
const sorted = Object.fromEntries(Object.entries(builds).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(wasmBuildsFile, `${JSON.stringify(sorted, null, 2)}\n`);
