// What is in node_modules now: from the hidden lockfile where it is still true, else from the folders themselves.
import type { FileSystem } from '../../vfs/filesystem.ts';
import { readHiddenLockfile } from '../lockfile.ts';
import { NpmError } from '../npm-error.ts';
import { readManifest } from '../package-json.ts';
import { dirname, isInside, relativePath, resolvePath } from '../../os/posix-path.ts';

export interface ActualPackage {
  readonly location: string;
  readonly version: string;
  /** undefined where nobody remembers. */
  readonly integrity: string | undefined;
  /** Where a link leads, absolute. */
  readonly linkPath: string | undefined;
  /** Unpacked with the package that bundles it. */
  readonly bundled: boolean;
}

/** By location. */
export function readActualTree(fs: FileSystem, prefix: string): Map<string, ActualPackage> {
  const known = readHiddenLockfile(fs, prefix)?.packages ?? {};
  const found = new Map<string, ActualPackage>();
  const visited = new Set<string>();
  const visit = (folder: string): void => {
    if (visited.has(folder)) return;
    visited.add(folder);
    const nodeModules = `${folder}/node_modules`;
    if (fs.tryStat(nodeModules)?.type !== 'directory') return;
    for (const path of packageFolders(fs, nodeModules)) {
      const location = relativePath(prefix, path);
      const locked = known[location];
      const stats = fs.lstat(path);
      if (stats.type === 'symlink') {
        const linkPath = resolvePath(dirname(path), fs.readlink(path));
        found.set(location, { location, version: '', integrity: undefined, linkPath, bundled: false });
        // A folder of the project, with a node_modules of its own.
        if (isInside(prefix, linkPath) && !linkPath.includes('/node_modules/')) visit(linkPath);
        continue;
      }
      if (stats.type !== 'directory') continue;
      const version = locked?.version ?? versionOf(fs, path);
      const bundled = locked?.inBundle === true;
      found.set(location, { location, version, integrity: locked?.integrity, linkPath: undefined, bundled });
      visit(path);
    }
  };
  visit(prefix);
  return found;
}

function packageFolders(fs: FileSystem, nodeModules: string): string[] {
  return fs.readdir(nodeModules).flatMap(({ name }) => {
    if (name.startsWith('.')) return [];
    const path = `${nodeModules}/${name}`;
    if (!name.startsWith('@')) return [path];
    if (fs.tryStat(path)?.type !== 'directory') return [];
    return fs.readdir(path).map((entry) => `${path}/${entry.name}`);
  });
}

function versionOf(fs: FileSystem, path: string): string {
  try {
    return readManifest(fs, `${path}/package.json`)?.version ?? '';
  } catch (error) {
    // A damaged package is replaced.
    if (error instanceof NpmError) return '';
    throw error;
  }
}
