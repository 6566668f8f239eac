// Objects of another repository on this machine: files that never change, so that those that are there already are left.

import type { FileSystem } from '../../../vfs/filesystem.ts';

export function copyTree(fs: FileSystem, from: string, to: string): void {
  fs.makeDirectories(to, 0o755);
  for (const { name, type } of fs.readdir(from)) {
    if (type === 'directory') copyTree(fs, `${from}/${name}`, `${to}/${name}`);
    else if (fs.tryStat(`${to}/${name}`) === undefined)
      fs.writeFile(`${to}/${name}`, fs.readFile(`${from}/${name}`));
  }
}
