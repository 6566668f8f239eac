// The packages of the templates as packs of the static build: dist/packs, and beside them what Vite makes of them
// (optimized-deps.mjs).
//
// A bundle holds the packages that the same set of templates needs: one request each for what is needed together, nothing
// twice. packs/index.json says which bundle holds which pack. worker/npm/store/shipped-packs.ts reads it.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleOf, format } from './bundle.mjs';
import { cacheFolder, loadNpmParts } from './npm-parts.mjs';
import { optimizedDepsOf } from './optimized-deps.mjs';
import { templateIds, wasmBuildsFile } from './template-list.mjs';
import { each, keep, packagesOf, shortHash, tarball } from './template-packages.mjs';

/** As the realm reads source files. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const parallelRequests = 8;

/** `[{packages, templates}]`: packages by the set of templates that need them. */
function groupByUse(templates) {
  const uses = new Map();
  for (const { id, packages } of templates) {
    for (const { name, version, integrity } of packages) {
      const known = uses.get(integrity) ?? { name, version, integrity, templates: new Set() };
      known.templates.add(id);
      uses.set(integrity, known);
    }
  }
  const groups = new Map();
  for (const { templates: users, ...one } of uses.values()) {
    const key = [...users].sort().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].map(([key, packages]) => ({
    templates: key.split(' '),
    packages: packages.sort((a, b) => (a.integrity < b.integrity ? -1 : 1)),
  }));
}

/** What the Node realm would work out when it loads the files. */
function derivedOf({ entries, archive }, { transformsOf }) {
  const text = ({ offset, size }) => utf8.decode(archive.subarray(offset, offset + size));
  const files = entries.map((entry) => ({ path: entry.path, text: () => text(entry) }));
  return transformsOf(files) ?? new Uint8Array(0);
}

const bundleName = ({ packages }, { transformVersion }) =>
  `${shortHash(JSON.stringify([format, transformVersion, packages]))}.pack`;

async function packOf(one, parts) {
  const unpacked = await parts.unpackTarball(await tarball(one, parts), one.name);
  const { entries, archive, manifest, bundled } = unpacked;
  const files = entries.map(({ path, mode, offset, size }) => ({
    path,
    mode,
    bytes: archive.subarray(offset, offset + size),
  }));
  return { id: one.integrity, files, derived: derivedOf(unpacked, parts), manifest, bundled };
}

/** Writes the bundle of one group to the cache; returns its name. */
async function makeBundle(group, parts) {
  const name = bundleName(group, parts);
  const file = join(cacheFolder, name);
  if (existsSync(file)) return name;
  const packs = [];
  for (const one of group.packages) packs.push(await packOf(one, parts));
  keep(file, await bundleOf(packs));
  return name;
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
    parallelRequests,
    (one) => tarball(one, parts),
  );
  /** `{bundle, ids}`: its file's name, and the packs in it. */
  const bundles = [];
  for (const group of groups) {
    const ids = group.packages.map(({ integrity }) => integrity);
    bundles.push({ bundle: await makeBundle(group, parts), ids });
  }
  bundles.push(...(await optimizedDepsOf(templates, parts)));

  const out = join(dist, 'packs');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const { bundle } of bundles) writeFileSync(join(out, bundle), readFileSync(join(cacheFolder, bundle)));
  const index = {
    format,
    bundles: bundles.map(({ bundle }) => bundle),
    packs: Object.fromEntries(bundles.flatMap(({ ids }, at) => ids.map((id) => [id, at]))),
    /** `name/version` as the registry's path has it, to the integrity: WebAssembly builds, which no lockfile names. */
    versions: Object.fromEntries(
      Object.entries(builds).map(([id, integrity]) => [id.replace(/(?<=.)@/, '/'), integrity]),
    ),
  };
  writeFileSync(join(out, 'index.json'), JSON.stringify(index));
  return { bundles: bundles.length, packages: packages.length };
}
