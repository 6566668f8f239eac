// From a package's tarball to a pack: the unzipped archive itself is the pack's blob, and its index points into it, so
// that not one byte of the files is copied.
import { gunzipSync } from 'fflate';
import { type Manifest, normalizeManifest } from '../manifest.ts';
import { npmError } from '../npm-error.ts';
import { resolvePath } from '../../os/posix-path.ts';
import type { PackEntry } from '../../vfs/filesystem.ts';
import { readTar } from './tar.ts';

export interface UnpackedPackage {
  readonly entries: readonly PackEntry[];
  readonly archive: Uint8Array<ArrayBuffer>;
  readonly manifest: Manifest;
  /** Manifests of the packages that lie in its own node_modules, by their path in it. */
  readonly bundled: Readonly<Record<string, Manifest>>;
}

/** What is kept of a package.json: the lockfile's fields, and what an install runs. */
const keptFields = [
  'name',
  'version',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'bundleDependencies',
  'acceptDependencies',
  'bin',
  'engines',
  'os',
  'cpu',
  'libc',
  'license',
  'funding',
  'gypfile',
  'workspaces',
] as const;
const keptScripts = ['preinstall', 'install', 'postinstall'];

/** Throws EBADTARBALL where it is no gzipped tar with a package.json. */
export async function unpackTarball(bytes: Uint8Array<ArrayBuffer>, url: string): Promise<UnpackedPackage> {
  try {
    const archive = await gunzip(bytes);
    return await indexArchive(archive);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw npmError('EBADTARBALL', '', `${url} is not a package's tarball: ${reason}`);
  }
}

async function indexArchive(archive: Uint8Array<ArrayBuffer>): Promise<UnpackedPackage> {
  const byPath = new Map<string, PackEntry>();
  for (const { path, mode, offset, size } of readTar(archive)) {
    // The first folder is the archive's own, usually `package`.
    const inside = resolvePath('/', path.replace(/^\/*[^/]*\//, '')).slice(1);
    if (inside === '' || path.split('/').includes('..')) continue;
    byPath.set(inside, { path: inside, mode, offset, size });
  }
  const { manifest, bundled } = await describePack([...byPath.values()], async ({ offset, size }) =>
    new TextDecoder().decode(archive.subarray(offset, offset + size)),
  );
  const executables = new Set(Object.values(manifest.bin ?? {}));
  for (const [location, inner] of Object.entries(bundled)) {
    for (const bin of Object.values(inner.bin ?? {})) executables.add(`${location}/${bin}`);
  }
  const entries = [...byPath.values()].map((entry) => ({
    ...entry,
    mode: fileMode(entry.mode, executables.has(entry.path)),
  }));
  return { entries, archive, manifest, bundled };
}

/** What a package says of itself and of those that lie in its own node_modules. */
export async function describePack(
  entries: readonly PackEntry[],
  readText: (entry: PackEntry) => Promise<string>,
): Promise<{ manifest: Manifest; bundled: Record<string, Manifest> }> {
  const hasBindings = entries.some(({ path }) => path === 'binding.gyp');
  const read = async (entry: PackEntry): Promise<Manifest> =>
    keep(normalizeManifest(JSON.parse(stripMark(await readText(entry))) as object), hasBindings);
  const own = entries.find(({ path }) => path === 'package.json');
  if (own === undefined) throw new Error('it has no package.json');
  const bundled: Record<string, Manifest> = {};
  for (const entry of entries) {
    const match = bundledManifest.exec(entry.path);
    if (match?.[1] !== undefined) bundled[match[1]] = await read(entry);
  }
  return { manifest: await read(own), bundled };
}

const bundledManifest = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\/package\.json$/;

function stripMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** As pacote sets it: readable by all, writable by the owner, commands executable. */
function fileMode(mode: number, executable: boolean): number {
  return (((mode & 0o777) | 0o666) & ~0o022) | (executable ? 0o111 : 0);
}

function keep(manifest: Manifest, hasBindings: boolean): Manifest {
  const kept: Record<string, unknown> = {};
  for (const field of keptFields) if (manifest[field] !== undefined) kept[field] = manifest[field];
  const scripts = Object.entries(manifest.scripts ?? {}).filter(([name]) => keptScripts.includes(name));
  if (scripts.length > 0) kept['scripts'] = Object.fromEntries(scripts);
  else if (hasBindings && manifest.gypfile !== false) kept['scripts'] = { install: 'node-gyp rebuild' };
  return kept;
}

/** The browser's own inflater, off this thread; it refuses trailing bytes, which some old tarballs have. */
async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  // A small tarball is inflated faster than a stream is set up.
  if (bytes.length < smallTarball) return gunzipSync(bytes);
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return gunzipSync(bytes);
  }
}

const smallTarball = 64 * 1024;
