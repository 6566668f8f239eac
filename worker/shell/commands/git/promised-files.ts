// The machine's files as isomorphic-git asks for them: Node's fs.promises, as far as it goes.

import type { FileSystem, Stats } from '../../../vfs/filesystem.ts';
import { decodeText } from '../../stream/text.ts';

interface Encoding {
  readonly encoding?: string;
}

const hasEncoding = (options: Encoding | string | undefined): boolean =>
  typeof options === 'string' || options?.encoding !== undefined;

const nodeStats = (stats: Stats) => ({
  ...stats,
  dev: 0,
  isFile: () => stats.type === 'file',
  isDirectory: () => stats.type === 'directory',
  isSymbolicLink: () => stats.type === 'symlink',
});

export const promisedFiles = (fs: FileSystem) => ({
  promises: {
    readFile: async (path: string, options?: Encoding | string) => {
      const bytes = fs.readFile(path);
      return hasEncoding(options) ? decodeText(bytes) : bytes;
    },
    writeFile: async (path: string, contents: Uint8Array | string) => fs.writeFile(path, contents),
    mkdir: async (path: string) => fs.mkdir(path, 0o755),
    rmdir: async (path: string) => fs.rmdir(path),
    rm: async (path: string) => fs.remove(path),
    unlink: async (path: string) => fs.unlink(path),
    rename: async (from: string, to: string) => fs.rename(from, to),
    stat: async (path: string) => nodeStats(fs.stat(path)),
    lstat: async (path: string) => nodeStats(fs.lstat(path)),
    readdir: async (path: string) => fs.readdir(path).map(({ name }) => name),
    readlink: async (path: string) => fs.readlink(path),
    symlink: async (target: string, path: string) => fs.symlink(target, path),
  },
});
