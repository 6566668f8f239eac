// The project's package.json: read whole, changed only where npm is asked to, written in its own layout.
import { isSystemError } from '../protocol/errno.ts';
import type { FileSystem } from '../vfs/filesystem.ts';
import { defaultLayout, type JsonLayout, parseJsonFile, printJson } from './json-file.ts';
import { type Manifest, normalizeManifest } from './manifest.ts';
import { npmError } from './npm-error.ts';
import { compareNames } from './tree/collate.ts';

export interface PackageJson {
  readonly path: string;
  /** As it is in the file. */
  readonly content: Record<string, unknown>;
  readonly manifest: Manifest;
  readonly layout: JsonLayout;
}

export type SaveType = 'prod' | 'dev' | 'optional' | 'peer';

export const dependencyFields = {
  prod: 'dependencies',
  dev: 'devDependencies',
  optional: 'optionalDependencies',
  peer: 'peerDependencies',
} as const satisfies Record<SaveType, keyof Manifest>;

/** undefined where there is no such file; throws EJSONPARSE where it is not JSON. */
export function readPackageJson(fs: FileSystem, path: string): PackageJson | undefined {
  let text: string;
  try {
    text = new TextDecoder().decode(fs.readFile(path));
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return undefined;
    throw error;
  }
  const { value, layout } = parseJsonFile(text, 'package.json');
  return { path, content: value, manifest: normalizeManifest(value), layout };
}

export function readManifest(fs: FileSystem, path: string): Manifest | undefined {
  return readPackageJson(fs, path)?.manifest;
}

/** Throws npm's ENOENT where there is none. */
export function requirePackageJson(fs: FileSystem, folder: string): PackageJson {
  const path = `${folder}/package.json`;
  const found = readPackageJson(fs, path);
  if (found !== undefined) return found;
  const problem = `ENOENT: no such file or directory, open '${path}'`;
  throw npmError(
    'ENOENT',
    'enoent',
    `Could not read package.json: Error: ${problem}`,
    { prefix: 'enoent', text: 'This is related to npm not being able to find a file.' },
    { prefix: 'enoent', text: '' },
  );
}

/** An empty one for a project that has none yet. */
export function newPackageJson(folder: string): PackageJson {
  return { path: `${folder}/package.json`, content: {}, manifest: {}, layout: defaultLayout };
}

/** The kind that a dependency has already, for `npm install name` without a flag. */
export function currentSaveType(manifest: Manifest, name: string): SaveType {
  for (const type of ['dev', 'optional', 'prod', 'peer'] as const) {
    if (manifest[dependencyFields[type]]?.[name] !== undefined) return type;
  }
  return 'prod';
}

/** The content with a dependency of one kind added; it leaves the kinds that exclude that one. */
export function withDependency(
  content: Readonly<Record<string, unknown>>,
  name: string,
  spec: string,
  type: SaveType,
): Record<string, unknown> {
  const leaves: Record<SaveType, readonly SaveType[]> = {
    prod: ['dev', 'peer', 'optional'],
    dev: ['prod'],
    optional: ['peer', 'prod'],
    peer: ['prod', 'optional'],
  };
  let next: Record<string, unknown> = { ...content };
  for (const other of leaves[type]) next = without(next, dependencyFields[other], name);
  const field = dependencyFields[type];
  next[field] = { ...(next[field] as Record<string, string> | undefined), [name]: spec };
  return tidied(next, content);
}

export function withoutDependencies(
  content: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  let next: Record<string, unknown> = { ...content };
  for (const name of names) {
    for (const field of Object.values(dependencyFields)) next = without(next, field, name);
  }
  return names.length === 0 ? next : tidied(next, content);
}

/**
 * As npm leaves the lists of a file that it writes: sorted, none empty, nothing both optional and required. What was a peer
 * and a dependency stays both, with the peer's range.
 */
function tidied(
  content: Readonly<Record<string, unknown>>,
  original: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const next: Record<string, unknown> = { ...content };
  const optional = (content['optionalDependencies'] ?? {}) as Record<string, string>;
  for (const field of Object.values(dependencyFields)) {
    const dependencies = content[field] as Record<string, string> | undefined;
    if (typeof dependencies !== 'object') continue;
    const entries = Object.entries(dependencies)
      .filter(([name]) => field !== 'dependencies' || optional[name] === undefined)
      .sort(([a], [b]) => compareNames(a, b));
    if (entries.length > 0) next[field] = Object.fromEntries(entries);
    else delete next[field];
  }
  const before = original as Manifest;
  for (const [name, spec] of Object.entries((next as Manifest).peerDependencies ?? {})) {
    if (before.dependencies?.[name] === undefined || before.peerDependencies?.[name] === undefined) continue;
    next['dependencies'] = { ...(next as Manifest).dependencies, [name]: spec };
  }
  return next;
}

function without(content: Record<string, unknown>, field: string, name: string): Record<string, unknown> {
  const dependencies = content[field] as Record<string, string> | undefined;
  if (dependencies?.[name] === undefined) return content;
  const { [name]: _gone, ...rest } = dependencies;
  if (Object.keys(rest).length > 0) return { ...content, [field]: rest };
  const { [field]: _empty, ...others } = content;
  return others;
}

export function writePackageJson(fs: FileSystem, { path, layout }: PackageJson, content: object): void {
  fs.writeFile(path, printJson(content, layout));
}
