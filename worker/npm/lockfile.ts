// package-lock.json (https://docs.npmjs.com/cli/configuring-npm/package-lock-json) and node_modules/.package-lock.json:
// from text to a tree and back, field for field as npm writes them.
import { isSystemError } from '../protocol/errno.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import { isObject, type JsonLayout, parseJsonFile, printJson, sortKeys } from './json-file.ts';
import { flattenV1, type LegacyDependency } from './lockfile-v1.ts';
import { hasInstallScript, type Manifest, normalizeManifest } from './manifest.ts';
import { NpmError } from './npm-error.ts';
import { relativePath, resolvePath } from '../os/posix-path.ts';
import { nameFromFolder } from './spec.ts';
import { compareNames } from './tree/collate.ts';
import { PackageNode } from './tree/node.ts';

/** An entry of `packages`: a manifest with the place it was got from and the reasons it is there for. */
export interface LockedPackage extends Manifest {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

export interface Lockfile {
  readonly path: string;
  readonly version: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
  /** Version 1 knows no dependencies of packages: they have to be asked of the registry. */
  readonly needsManifests: boolean;
}

const firstKeys = [
  'name',
  'version',
  'lockfileVersion',
  'resolved',
  'integrity',
  'requires',
  'packages',
  'dependencies',
];

/** npm-shrinkwrap.json wins over package-lock.json. undefined where there is neither; throws EJSONPARSE. */
export function readLockfile(fs: FileSystem, folder: string): Lockfile | undefined {
  for (const name of ['npm-shrinkwrap.json', 'package-lock.json']) {
    const found = readLockfileAt(fs, `${folder}/${name}`, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What npm last put into node_modules; undefined where that is not known. */
export function readHiddenLockfile(fs: FileSystem, folder: string): Lockfile | undefined {
  try {
    return readLockfileAt(fs, `${folder}/node_modules/.package-lock.json`, '.package-lock.json');
  } catch (error) {
    // Damaged: node_modules is read instead.
    if (error instanceof NpmError) return undefined;
    throw error;
  }
}

function readLockfileAt(fs: FileSystem, path: string, label: string): Lockfile | undefined {
  let text: string;
  try {
    text = new TextDecoder().decode(fs.readFile(path));
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return undefined;
    throw error;
  }
  return readLockfileText(text, path, label);
}

export function readLockfileText(text: string, path: string, label: string): Lockfile {
  const { value } = parseJsonFile(text, label);
  assertEntries(value['packages'], 'packages', label);
  assertEntries(value['dependencies'], 'dependencies', label);
  const { packages, dependencies, lockfileVersion } = value as {
    packages?: Record<string, LockedPackage>;
    dependencies?: Record<string, LegacyDependency>;
    lockfileVersion?: number;
  };
  const version = typeof lockfileVersion === 'number' ? lockfileVersion : 1;
  if (packages !== undefined) return { path, version, packages, needsManifests: false };
  return { path, version, packages: flattenV1(dependencies ?? {}), needsManifests: true };
}

/** Throws EJSONPARSE where a list of packages is none, or has something else in it: the file is left as it is. */
function assertEntries(list: unknown, path: string, label: string): void {
  if (list === undefined) return;
  if (!isObject(list)) throw shapeError(label, path, list);
  for (const [key, entry] of Object.entries(list)) {
    const at = `${path}[${JSON.stringify(key)}]`;
    if (!isObject(entry)) throw shapeError(label, at, entry);
    for (const field of ['version', 'resolved', 'integrity'] as const) {
      // npm 6 wrote `false` for what has no version of its own.
      const value = entry[field];
      if (value !== undefined && value !== false && typeof value !== 'string')
        throw shapeError(label, `${at}.${field}`, value);
    }
    if (path !== 'packages' && entry['dependencies'] !== undefined)
      assertEntries(entry['dependencies'], `${at}.dependencies`, label);
  }
}

function shapeError(label: string, path: string, value: unknown): NpmError {
  const shown = JSON.stringify(value).slice(0, 60);
  return new NpmError('EJSONPARSE', [
    { prefix: '', text: `Invalid ${label}: ${path} is ${shown}` },
    { prefix: '', text: `To fix: correct the file, or remove it and run npm install.` },
  ]);
}

/** Puts every package of the lockfile into `root`'s tree. */
export function growFromLockfile(
  root: PackageNode,
  lockfile: Lockfile,
  folder: (path: string) => Manifest | undefined,
): void {
  const { legacyPeerDeps } = root;
  const nodes = new Map<string, PackageNode>([['', root]]);
  const locations = Object.keys(lockfile.packages).filter((location) => location !== '');
  for (const location of locations) {
    const locked = lockfile.packages[location];
    if (locked === undefined) continue;
    const path = resolvePath(root.path, location);
    const name = nameAt(location) ?? locked.name ?? nameFromFolder(path);
    if (locked.link === true) {
      const linkPath = resolvePath(root.path, locked.resolved ?? '');
      nodes.set(location, new PackageNode({ name, manifest: {}, linkPath, legacyPeerDeps }));
      continue;
    }
    const isTarget = nameAt(location) === undefined;
    const manifest = normalizeManifest(
      // The user may have changed a linked folder since.
      (isTarget ? folder(path) : undefined) ?? { name, ...withoutPlace(locked) },
    );
    const resolved = locked.resolved?.startsWith('file:')
      ? `file:${resolvePath(root.path, locked.resolved.slice(5))}`
      : locked.resolved;
    const { integrity } = locked;
    const node = new PackageNode({
      name,
      manifest,
      resolved,
      integrity,
      legacyPeerDeps,
      path,
      loadDev: isTarget,
    });
    node.bundled = locked.inBundle === true && !bundledByRoot(root, location);
    nodes.set(location, node);
  }
  root.adopt(nodes);
  assertTargets(nodes);
}

function assertTargets(nodes: ReadonlyMap<string, PackageNode>): void {
  for (const [location, node] of nodes) {
    if (!node.isLink || node.target !== undefined) continue;
    const target = node.linkPath ?? '';
    throw new NpmError('EMISSINGTARGET', [
      {
        prefix: '',
        text: `Missing target in lock file: "${target}" is referenced by "${location}" but does not exist.`,
      },
      { prefix: '', text: 'To fix:\n1. rm package-lock.json\n2. npm install' },
    ]);
  }
}

/** What the project itself bundles is installed like anything else. */
function bundledByRoot(root: PackageNode, location: string): boolean {
  return (root.manifest.bundleDependencies ?? []).length > 0 && location.lastIndexOf('node_modules/') === 0;
}

/** The name that a location in node_modules gives; undefined for the folder of a linked package. */
function nameAt(location: string): string | undefined {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(location)?.[1];
}

function withoutPlace(locked: LockedPackage): Manifest {
  const { resolved: _resolved, integrity: _integrity, link: _link, inBundle: _inBundle, ...rest } = locked;
  const {
    dev: _dev,
    optional: _optional,
    peer: _peer,
    devOptional: _devOptional,
    extraneous: _extraneous,
    ...manifest
  } = rest as typeof rest & Record<'dev' | 'optional' | 'peer' | 'devOptional' | 'extraneous', unknown>;
  return manifest;
}

export interface PrintOptions {
  readonly layout: JsonLayout;
  /** omit-lockfile-registry-resolved */
  readonly omitRegistryResolved: boolean;
}

export function printLockfile(root: PackageNode, options: PrintOptions): string {
  const own = lockedPackage(root, root, options);
  const packages = entries(root, options, () => true);
  return print(root, Object.keys(own).length === 0 ? packages : { '': own, ...packages }, options);
}

/** Without the project itself, and of what is really unpacked alone. */
export function printHiddenLockfile(
  root: PackageNode,
  options: PrintOptions,
  installed: (node: PackageNode) => boolean,
): string {
  return print(root, entries(root, options, installed), options);
}

function print(root: PackageNode, packages: Record<string, LockedPackage>, { layout }: PrintOptions): string {
  const { name, version } = root.manifest;
  const whole = {
    name: name ?? root.name,
    ...(version ? { version } : {}),
    lockfileVersion: 3,
    requires: true,
    packages,
  };
  return printJson(sortKeys(whole, firstKeys, compareNames), layout);
}

function entries(
  root: PackageNode,
  options: PrintOptions,
  included: (node: PackageNode) => boolean,
): Record<string, LockedPackage> {
  const packages: Record<string, LockedPackage> = {};
  for (const node of root.inventory()) {
    // An optional package that could not be loaded has nothing to record.
    if (node === root || (node.inert && node.version === '') || !included(node)) continue;
    // A folder that nothing links to any more.
    if (node.extraneous && node.parent === undefined && (node.folderParent ?? root) === root) continue;
    packages[node.location] = lockedPackage(node, root, options);
  }
  return packages;
}

const manifestFields = [
  'version',
  'dependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'optionalDependencies',
  'bundleDependencies',
  'acceptDependencies',
  'funding',
  'engines',
  'os',
  'cpu',
  'libc',
  'license',
  'bin',
  'deprecated',
  'workspaces',
] as const satisfies readonly (keyof Manifest)[];

function lockedPackage(node: PackageNode, root: PackageNode, options: PrintOptions): LockedPackage {
  if (node.isLink) return { resolved: relativePath(root.path, node.linkPath ?? ''), link: true };
  const { manifest } = node;
  const locked: Record<string, unknown> = {};
  for (const field of manifestFields) {
    const value = manifest[field];
    if (value === undefined || value === '' || value === null) continue;
    if (typeof value === 'object' && Object.keys(value).length === 0) continue;
    locked[field] = value;
  }
  const { license } = manifest;
  if (typeof license === 'object' && license?.type) locked['license'] = license.type;
  if (
    manifest.name &&
    (node === root || manifest.name !== node.name || nameFromFolder(node.path) !== manifest.name)
  ) {
    locked['name'] = manifest.name;
  }
  if (node.isTop && manifest.devDependencies !== undefined) {
    locked['devDependencies'] = manifest.devDependencies;
  }
  if (node.integrity !== undefined) locked['integrity'] = node.integrity;
  if (node.bundled) locked['inBundle'] = true;
  if (manifest._hasShrinkwrap === true) locked['hasShrinkwrap'] = true;
  if (hasInstallScript(manifest)) locked['hasInstallScript'] = true;
  const resolved = resolvedOf(node, root, options);
  if (resolved !== undefined) locked['resolved'] = resolved;
  if (node.extraneous) locked['extraneous'] = true;
  else {
    if (node.peer) locked['peer'] = true;
    if (node.dev) locked['dev'] = true;
    if (node.optional) locked['optional'] = true;
    if (node.devOptional && !node.dev && !node.optional) locked['devOptional'] = true;
  }
  return locked;
}

function resolvedOf(node: PackageNode, root: PackageNode, options: PrintOptions): string | undefined {
  const { resolved } = node;
  if (resolved === undefined) return undefined;
  if (resolved.startsWith('file:')) return `file:${relativePath(root.path, resolved.slice(5))}`;
  if (!options.omitRegistryResolved) return resolved;
  const fromRegistry = [...node.edgesIn].every((edge) => !/^(?:https?|file):/.test(edge.spec));
  return fromRegistry && node.edgesIn.size > 0 ? undefined : resolved;
}
