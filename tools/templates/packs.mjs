// The packages of the templates as packs of the static build: dist/packs. Fetched through the configured registry, checked
// against the committed lockfiles, and kept in a git-ignored cache, so that a further build needs neither network nor time.
//
// A bundle holds the packages that the same set of templates needs: one request each for what is needed together, nothing
// twice. It is a gzip of: length of the header (4 bytes, little endian), header (JSON), the files one after the other.
// packs/index.json says which bundle holds which integrity. worker/npm/store/shipped-packs.ts reads both.
/* global crypto -- Node's own */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { registryBase } from '../registry-base.mjs';
import { cacheFolder, loadNpmParts } from './npm-parts.mjs';
import { lockfileOf, nameAt, templateIds, wasmBuildsFile } from './template-list.mjs';

const compress = promisify(gzip);
/** As the realm reads source files. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
/** Part of every cached file's name: to be changed with the format. */
const format = 2;
const parallel = 8;

/** The registry, once it is needed. */
let base;

const shortHash = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** What a template's install mounts: name, version and integrity of each package, native ones replaced. */
function packagesOf(id, { wasmBuildOf, platformFits, machine }, builds) {
  const found = [];
  for (const [location, entry] of Object.entries(lockfileOf(id).packages)) {
    if (location === '' || entry.link || entry.inBundle) continue;
    if (entry.optional && !platformFits(entry, machine)) continue;
    const name = nameAt(location, entry);
    const { version, integrity } = entry;
    const build = wasmBuildOf({ name, version });
    if (build?.place !== 'instead') {
      if (integrity === undefined) throw new Error(`${id}: ${location} has no integrity`);
      found.push({ name, version, integrity });
      continue;
    }
    const pinned = builds[`${build.name}@${version}`];
    if (pinned === undefined)
      throw new Error(`${build.name}@${version} is not pinned: node tools/templates/lock.mjs`);
    found.push({ name: build.name, version, integrity: pinned });
  }
  return found;
}

/** `[{packages, templates}]`: packages by the set of templates that need them. */
function groupByUse(templates) {
  const uses = new Map();
  for (const { id, packages } of templates) {
    for (const each of packages) {
      const known = uses.get(each.integrity) ?? { ...each, templates: new Set() };
      known.templates.add(id);
      uses.set(each.integrity, known);
    }
  }
  const groups = new Map();
  for (const { templates: users, ...each } of uses.values()) {
    const key = [...users].sort().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups].map(([key, packages]) => ({
    templates: key.split(' '),
    packages: packages.sort((a, b) => (a.integrity < b.integrity ? -1 : 1)),
  }));
}

async function tarball({ name, version, integrity }, verifyIntegrity) {
  const file = join(cacheFolder, `${shortHash(integrity)}.tgz`);
  if (existsSync(file)) return new Uint8Array(readFileSync(file));
  // Asking npm for it takes half a second.
  base ??= registryBase();
  const url = `${base}${name}/-/${name.replace(/^.*\//, '')}-${version}.tgz`;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${name}@${version}: ${response.status} of the registry`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  await verifyIntegrity(bytes, integrity, `${name}@${version}`, crypto.subtle);
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
  return bytes;
}

/** What the Node realm would work out when it loads the files. */
function derivedOf({ entries, archive }, { transformsOf }) {
  const text = ({ offset, size }) => utf8.decode(archive.subarray(offset, offset + size));
  const files = entries.map((entry) => ({ path: entry.path, text: () => text(entry) }));
  return transformsOf(files) ?? new Uint8Array(0);
}

const bundleName = ({ packages }, { transformVersion }) =>
  `${shortHash(JSON.stringify([format, transformVersion, packages]))}.pack`;

/** Writes the bundle of one group to the cache; returns its name. */
async function makeBundle({ packages }, parts) {
  const name = bundleName({ packages }, parts);
  if (existsSync(join(cacheFolder, name))) return name;
  const headers = [];
  const contents = [];
  let end = 0;
  for (const each of packages) {
    const bytes = await tarball(each, parts.verifyIntegrity);
    const { entries, archive, manifest, bundled } = await parts.unpackTarball(bytes, each.name);
    let size = 0;
    const numbers = [];
    for (const entry of entries) {
      numbers.push(entry.mode, size, entry.size);
      contents.push(archive.subarray(entry.offset, entry.offset + entry.size));
      size += entry.size;
    }
    const paths = entries.map(({ path }) => path);
    const derived = derivedOf({ entries, archive }, parts);
    contents.push(derived);
    const derivedSize = derived.length;
    headers.push({ id: each.integrity, offset: end, size, derivedSize, paths, numbers, manifest, bundled });
    end += size + derivedSize;
  }
  const header = Buffer.from(JSON.stringify(headers));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const data = await compress(Buffer.concat([length, header, ...contents]), { level: 9 });
  writeFileSync(join(cacheFolder, `${name}.part`), data);
  renameSync(join(cacheFolder, `${name}.part`), join(cacheFolder, name));
  return name;
}

/** Runs `task` over `items`, a few at a time. */
async function each(items, task) {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item);
    }),
  );
}

/** Writes dist/packs. Throws where the registry cannot be reached and the cache lacks something. */
export async function writePacks(dist) {
  mkdirSync(cacheFolder, { recursive: true });
  const parts = await loadNpmParts();
  const builds = JSON.parse(readFileSync(wasmBuildsFile, 'utf8'));
  const templates = templateIds().map((id) => ({ id, packages: packagesOf(id, parts, builds) }));
  const groups = groupByUse(templates);
  const packages = groups.flatMap((group) => group.packages);
  const missing = groups.filter((group) => !existsSync(join(cacheFolder, bundleName(group, parts))));
  await each(
    missing.flatMap((group) => group.packages),
    (one) => tarball(one, parts.verifyIntegrity),
  );
  for (const group of groups) group.bundle = await makeBundle(group, parts);

  const out = join(dist, 'packs');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const { bundle } of groups) writeFileSync(join(out, bundle), readFileSync(join(cacheFolder, bundle)));
  const index = {
    format,
    bundles: groups.map(({ bundle }) => bundle),
    packs: Object.fromEntries(
      groups.flatMap((group, at) => group.packages.map(({ integrity }) => [integrity, at])),
    ),
    /** `name/version` as the registry's path has it, to the integrity: WebAssembly builds, which no lockfile names. */
    versions: Object.fromEntries(
      Object.entries(builds).map(([id, integrity]) => [id.replace(/(?<=.)@/, '/'), integrity]),
    ),
  };
  writeFileSync(join(out, 'index.json'), JSON.stringify(index));
  return { bundles: groups.length, packages: packages.length };
}
