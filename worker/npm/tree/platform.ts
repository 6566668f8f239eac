// Which packages may run here: `engines`, `os`, `cpu` and `libc`. An optional package that may not is recorded in the
// lockfile and left out (npm-install-checks).
import { satisfies } from 'semver';
import { type Manifest, packageId } from '../manifest.ts';
import { NpmError, type ErrorLine } from '../npm-error.ts';
import { optionalSet } from './dependency-set.ts';
import type { PackageNode } from './node.ts';

export interface Platform {
  readonly os: string;
  readonly cpu: string;
  readonly libc: string;
  readonly nodeVersion: string;
  readonly npmVersion: string;
}

export interface EngineWarning {
  readonly id: string;
  readonly required: unknown;
}

/** Marks optional packages inert that cannot run here; throws EBADPLATFORM for others, and warns of engines. */
export function checkPlatforms(
  root: PackageNode,
  platform: Platform,
  options: { force: boolean; engineStrict: boolean; onEngine: (warning: EngineWarning) => void },
): void {
  for (const node of [root, ...root.inventory()]) {
    if (node.isLink) continue;
    const { manifest } = node;
    if (node.optional) {
      if (!node.inert && !(engineFits(manifest, platform) && platformFits(manifest, platform))) {
        for (const each of optionalSet(node)) each.inert = true;
      }
      continue;
    }
    if (!engineFits(manifest, platform, options.force)) {
      if (options.engineStrict) throw engineError(manifest, platform);
      options.onEngine({ id: packageId(manifest), required: manifest.engines });
    }
    if (!options.force && !platformFits(manifest, platform)) throw platformError(manifest, platform);
  }
}

export function engineFits({ engines }: Manifest, platform: Platform, force = false): boolean {
  if (engines === undefined || engines === null || Array.isArray(engines)) return true;
  const { node, npm } = engines as Record<string, string>;
  const options = { includePrerelease: true };
  if (node && !force && !satisfies(platform.nodeVersion, node, options)) return false;
  return !npm || satisfies(platform.npmVersion, npm, options);
}

export function platformFits(manifest: Manifest, platform: Platform): boolean {
  return (
    listFits(platform.os, manifest.os) &&
    listFits(platform.cpu, manifest.cpu) &&
    listFits(platform.libc, manifest.libc)
  );
}

/** None of the `!` entries, and one of the others where there are any. */
function listFits(value: string, list: string | readonly string[] | undefined): boolean {
  if (list === undefined || list.length === 0) return true;
  const entries = typeof list === 'string' ? [list] : list;
  if (entries.length === 1 && entries[0] === 'any') return true;
  if (entries.includes(`!${value}`)) return false;
  return entries.includes(value) || entries.every((entry) => entry.startsWith('!'));
}

function platformError(manifest: Manifest, platform: Platform): NpmError {
  const required: Record<string, string> = {};
  const rows: string[] = [];
  for (const key of ['os', 'cpu', 'libc'] as const) {
    const list = manifest[key];
    if (list === undefined || list.length === 0) continue;
    required[key] = typeof list === 'string' ? list : list.join(',');
  }
  const longest = Math.max(...Object.keys(required).map((key) => key.length));
  for (const [key, value] of Object.entries(required)) {
    const padding = ' '.repeat(1 + longest - key.length);
    rows.push(`Valid ${key}:${padding} ${value}`, `Actual ${key}:${padding}${platform[key as 'os']}`);
  }
  const current = Object.fromEntries(Object.keys(required).map((key) => [key, platform[key as 'os']]));
  const text = `Unsupported platform for ${packageId(manifest)}: wanted ${JSON.stringify(required)} (current: ${JSON.stringify(current)})`;
  return new NpmError('EBADPLATFORM', [
    { prefix: 'notsup', text },
    ...rows.map((row): ErrorLine => ({ prefix: 'notsup', text: row })),
  ]);
}

function engineError(manifest: Manifest, platform: Platform): NpmError {
  const id = packageId(manifest);
  const actual = JSON.stringify({ node: `v${platform.nodeVersion}`, npm: platform.npmVersion });
  return new NpmError('EBADENGINE', [
    { prefix: 'engine', text: 'Unsupported engine' },
    { prefix: 'engine', text: `Not compatible with your version of node/npm: ${id}` },
    { prefix: 'notsup', text: `Not compatible with your version of node/npm: ${id}` },
    { prefix: 'notsup', text: `Required: ${JSON.stringify(manifest.engines)}` },
    { prefix: 'notsup', text: `Actual:   ${actual}` },
  ]);
}
