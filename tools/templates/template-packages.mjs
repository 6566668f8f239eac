// What a template installs: from its committed lockfile to checked tarballs, fetched through the configured registry and kept
// in a git-ignored cache, so that a further build needs neither network nor time.
/* global crypto -- Node's own */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registryBase } from '../registry-base.mjs';
import { cacheFolder } from './npm-parts.mjs';
import { lockfileOf, nameAt } from './template-list.mjs';

/** The registry, once it is needed. */
let base;

export const shortHash = (data) => createHash('sha256').update(data).digest('hex').slice(0, 16);

/**
 * What a template's install mounts: `{location, locked, name, version, integrity}` of each package. Of a native one the last
 * three are its WebAssembly build's; `locked` is the integrity that the lockfile has.
 */
export function packagesOf(id, { wasmBuildOf, platformFits, machine }, builds) {
  const found = [];
  for (const [location, entry] of Object.entries(lockfileOf(id).packages)) {
    if (location === '' || entry.link || entry.inBundle) continue;
    if (entry.optional && !platformFits(entry, machine)) continue;
    const name = nameAt(location, entry);
    const { version, integrity: locked } = entry;
    const build = wasmBuildOf({ name, version });
    if (build?.place !== 'instead') {
      if (locked === undefined) throw new Error(`${id}: ${location} has no integrity`);
      found.push({ location, locked, name, version, integrity: locked });
      continue;
    }
    const integrity = builds[`${build.name}@${version}`];
    if (integrity === undefined)
      throw new Error(`${build.name}@${version} is not pinned: node tools/templates/lock.mjs`);
    found.push({ location, locked, name: build.name, version, integrity });
  }
  return found;
}

/** What npm would install of a template on this machine: native packages as they are. */
export function nativePackagesOf(id, { platformFits }) {
  const isGlibc = process.report.getReport().header.glibcVersionRuntime !== undefined;
  const host = { os: process.platform, cpu: process.arch, libc: isGlibc ? 'glibc' : 'musl' };
  return Object.entries(lockfileOf(id).packages)
    .filter(([location, entry]) => location !== '' && !entry.link && !entry.inBundle)
    .filter(([, entry]) => !entry.optional || platformFits(entry, host))
    .map(([location, entry]) => ({ location, name: nameAt(location, entry), ...entry }));
}

/** The checked bytes of a package's tarball. Throws where the registry cannot be reached and the cache lacks it. */
export async function tarball({ name, version, integrity }, { verifyIntegrity }) {
  const file = join(cacheFolder, `${shortHash(integrity)}.tgz`);
  if (existsSync(file)) return new Uint8Array(readFileSync(file));
  // Asking npm for it takes half a second.
  base ??= registryBase();
  const url = `${base}${name}/-/${name.replace(/^.*\//, '')}-${version}.tgz`;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${name}@${version}: ${response.status} of the registry`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  await verifyIntegrity(bytes, integrity, `${name}@${version}`, crypto.subtle);
  keep(file, bytes);
  return bytes;
}

/** Writes a file of the cache, whole or not at all. */
export function keep(file, bytes) {
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

/** Runs `task` over `items`, `parallel` at a time. */
export async function each(items, parallel, task) {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: parallel }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item);
    }),
  );
}
