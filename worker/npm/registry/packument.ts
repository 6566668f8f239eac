// What a registry knows of a package (abbreviated metadata:
// https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md), and which version npm takes of it.
import { clean, compareLoose, satisfies } from 'semver';
import type { Manifest } from '../manifest.ts';
import { npmError } from '../npm-error.ts';
import type { RegistrySpec } from '../spec.ts';
import { engineFits, type Platform } from '../tree/platform.ts';

export interface Packument {
  readonly name: string;
  readonly 'dist-tags'?: Readonly<Record<string, string>>;
  readonly versions?: Readonly<Record<string, Manifest>>;
}

const keptFields = [
  'name',
  'version',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'bundleDependencies',
  'bundledDependencies',
  'acceptDependencies',
  'bin',
  'engines',
  'os',
  'cpu',
  'libc',
  'license',
  'funding',
  'deprecated',
  'hasInstallScript',
  '_hasShrinkwrap',
  'gypfile',
  'workspaces',
] as const;
const installScripts = ['preinstall', 'install', 'postinstall'] as const;

/** Drops what npm does not read: registries that know no abbreviated form send some ten times as much. */
export function trimPackument(full: Packument): Packument {
  const versions: Record<string, Manifest> = {};
  for (const [version, manifest] of Object.entries(full.versions ?? {})) {
    const source = manifest as Readonly<Record<string, unknown>>;
    const kept: Record<string, unknown> = {};
    for (const field of keptFields) if (source[field] !== undefined) kept[field] = source[field];
    const { scripts } = manifest;
    if (scripts !== undefined && installScripts.some((name) => scripts[name]))
      kept['hasInstallScript'] = true;
    const { tarball, integrity, shasum } = manifest.dist ?? {};
    kept['dist'] = { tarball, integrity, shasum };
    versions[version] = kept;
  }
  return { name: full.name, 'dist-tags': full['dist-tags'] ?? {}, versions };
}

/** npm-pick-manifest: `latest` where it satisfies, else the newest that runs here and is not deprecated. */
export function pickManifest(
  packument: Packument,
  spec: RegistrySpec,
  platform: Platform,
  defaultTag: string,
): Manifest {
  const picked = pick(packument, spec, platform, defaultTag);
  if (picked !== undefined) return picked;
  throw npmError('ETARGET', 'notarget', `No matching version found for ${spec.name}@${spec.raw}.`, {
    prefix: 'notarget',
    text: `In most cases you or one of your dependencies are requesting a package version that doesn't exist.`,
  });
}

function pick(
  packument: Packument,
  spec: RegistrySpec,
  platform: Platform,
  defaultTag: string,
): Manifest | undefined {
  const versions = packument.versions ?? {};
  const tags = packument['dist-tags'] ?? {};
  if (spec.type === 'tag') return versions[tags[spec.fetchSpec] ?? ''];
  if (spec.type === 'version') return versions[clean(spec.fetchSpec, { loose: true }) ?? ''];
  const range = spec.fetchSpec;
  const preferred = tags[defaultTag];
  if (preferred !== undefined && (range === '*' || satisfies(preferred, range, true))) {
    const manifest = versions[preferred];
    if (manifest !== undefined && engineFits(manifest, platform) && !manifest.deprecated) return manifest;
  }
  let best: Candidate | undefined;
  for (const [version, manifest] of Object.entries(versions)) {
    if (!satisfies(version, range, true)) continue;
    const candidate = { version, manifest, rank: rank(manifest, platform) };
    if (best === undefined || isBetter(candidate, best)) best = candidate;
  }
  return best?.manifest;
}

interface Candidate {
  readonly version: string;
  readonly manifest: Manifest;
  readonly rank: number;
}

/** Runs here and is not deprecated, runs here, is not deprecated: in this order before any version number. */
function rank(manifest: Manifest, platform: Platform): number {
  const fits = engineFits(manifest, platform);
  const current = !manifest.deprecated;
  return (fits && current ? 4 : 0) + (fits ? 2 : 0) + (current ? 1 : 0);
}

function isBetter(a: Candidate, b: Candidate): boolean {
  return a.rank === b.rank ? compareLoose(a.version, b.version) > 0 : a.rank > b.rank;
}
