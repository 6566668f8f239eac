// The tree before anything is resolved: the project, and what its lockfile says is in it.
import type { FileSystem } from '../../vfs/filesystem.ts';
import { growFromLockfile, type Lockfile, readHiddenLockfile, readLockfile } from '../lockfile.ts';
import { type Manifest, normalizeManifest } from '../manifest.ts';
import { readManifest } from '../package-json.ts';
import { basename } from '../../os/posix-path.ts';
import { nameFromFolder } from '../spec.ts';
import type { ManifestSource } from '../tree/manifest-source.ts';
import { PackageNode } from '../tree/node.ts';
import { findWorkspaces } from '../workspaces.ts';

export function projectRoot(
  fs: FileSystem,
  prefix: string,
  manifest: Manifest,
  legacyPeerDeps: boolean,
): PackageNode {
  return new PackageNode({
    name: basename(prefix) || 'root',
    manifest,
    path: prefix,
    loadDev: true,
    loadOverrides: true,
    workspaces: findWorkspaces(fs, prefix, manifest),
    legacyPeerDeps,
  });
}

export interface LoadedLockfile {
  readonly lockfile: Lockfile | undefined;
  /** True for the project's own lockfile; what node_modules holds is only a starting point. */
  readonly isProjectLockfile: boolean;
}

/** The project's lockfile, else what npm remembers of node_modules. */
export function findLockfile(fs: FileSystem, prefix: string, usePackageLock: boolean): LoadedLockfile {
  const lockfile = usePackageLock ? readLockfile(fs, prefix) : undefined;
  if (lockfile !== undefined) return { lockfile, isProjectLockfile: true };
  return { lockfile: readHiddenLockfile(fs, prefix), isProjectLockfile: false };
}

/** Where nothing is locked, workspaces count from the start: what is put into the root has to please them too. */
export function addWorkspaceFolders(fs: FileSystem, root: PackageNode): void {
  for (const path of root.workspaces.values()) {
    const node = new PackageNode({
      name: nameFromFolder(path),
      manifest: readManifest(fs, `${path}/package.json`) ?? {},
      path,
      overrides: root.overrides,
      loadDev: true,
      legacyPeerDeps: root.legacyPeerDeps,
    });
    node.attachTarget(root);
  }
}

/** Fills `root`'s tree from the lockfile; asks the registry for what version 1 does not record. */
export async function loadTree(
  fs: FileSystem,
  root: PackageNode,
  lockfile: Lockfile,
  manifests: ManifestSource,
): Promise<void> {
  const complete = lockfile.needsManifests ? await inflate(lockfile, manifests) : lockfile;
  growFromLockfile(root, complete, (path) => readManifest(fs, `${path}/package.json`));
}

async function inflate(lockfile: Lockfile, manifests: ManifestSource): Promise<Lockfile> {
  const packages = await Promise.all(
    Object.entries(lockfile.packages).map(async ([location, locked]) => {
      const name = locked.name ?? location.slice(location.lastIndexOf('node_modules/') + 13);
      const { version } = locked;
      if (version === undefined || version === '') return [location, locked] as const;
      const spec = { type: 'version', name, raw: version, fetchSpec: version } as const;
      // What the lockfile says of where the package comes from stays, as does that it says nothing.
      const { manifest } = await manifests.resolve(spec);
      return [location, { ...normalizeManifest(manifest), ...locked }] as const;
    }),
  );
  return { ...lockfile, packages: Object.fromEntries(packages) };
}
