// node_modules/.bin: a symlink for each command of each package beside it.
import type { FileSystem } from '../../vfs/filesystem.ts';
import { dirname, relativePath, resolvePath } from '../../os/posix-path.ts';
import { compareNames } from '../tree/collate.ts';
import type { PackageNode } from '../tree/node.ts';

/** Link path → its text. The first package by path has a command that two offer. */
export type BinLinks = ReadonlyMap<string, string>;

export function wantedBinLinks(nodes: Iterable<PackageNode>): BinLinks {
  const links = new Map<string, string>();
  const sorted = [...nodes].sort((a, b) => a.depth - b.depth || compareNames(a.path, b.path));
  for (const node of sorted) {
    if (node.parent === undefined) continue;
    const { bin = {} } = (node.target ?? node).manifest;
    const folder = `${node.parent.path}/node_modules/.bin`;
    for (const [command, target] of Object.entries(bin)) {
      const link = `${folder}/${command}`;
      if (!links.has(link)) links.set(link, relativePath(folder, `${node.path}/${target}`));
    }
  }
  return links;
}

/** The symlinks that are there now, in every .bin folder of the project. */
export function readBinLinks(fs: FileSystem, folders: Iterable<string>): Map<string, string> {
  const links = new Map<string, string>();
  for (const folder of folders) {
    if (fs.tryStat(folder)?.type !== 'directory') continue;
    for (const { name, type } of fs.readdir(folder)) {
      if (type === 'symlink') links.set(`${folder}/${name}`, fs.readlink(`${folder}/${name}`));
    }
  }
  return links;
}

/** Makes the links be `wanted`; what is no symlink stays. */
export function updateBinLinks(fs: FileSystem, wanted: BinLinks, present: BinLinks): void {
  for (const link of present.keys()) if (!wanted.has(link)) fs.remove(link);
  for (const [link, text] of wanted) {
    if (present.get(link) !== text) {
      fs.remove(link);
      fs.makeDirectories(dirname(link), 0o755);
      fs.symlink(text, link);
    }
    makeExecutable(fs, resolvePath(dirname(link), text));
  }
  for (const folder of new Set([...present.keys()].map(dirname))) {
    if (fs.tryStat(folder)?.type === 'directory' && fs.readdir(folder).length === 0) fs.remove(folder);
  }
}

/** Packs have the bit already; files of linked folders may lack it. */
function makeExecutable(fs: FileSystem, path: string): void {
  const stats = fs.tryStat(path);
  if (stats?.type === 'file' && (stats.mode & 0o111) !== 0o111) fs.chmod(path, (stats.mode & 0o777) | 0o111);
}
