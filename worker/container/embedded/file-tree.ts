// `mount` and `export` of the WebContainer API: a FileSystemTree to files and back, and a folder as a zip.

import { zipSync, type Zippable } from 'fflate';
import type { ExportOptions, FileSystemTree } from '@webcontainer/api';
import { SystemError } from '../../protocol/errno.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';

/** Writes a tree into a folder; a malformed one changes nothing. */
export function mountTree(fs: FileSystem, folder: string, tree: FileSystemTree): void {
  checkTree(tree);
  writeTree(fs, folder, tree);
}

function checkTree(tree: FileSystemTree): void {
  for (const [name, node] of Object.entries(tree)) {
    if (name === '' || name === '.' || name === '..' || name.includes('/') || name.includes('\0'))
      throw new SystemError('EINVAL', 'mount', name);
    if ('directory' in node) checkTree(node.directory);
    else if (!('file' in node) || !('contents' in node.file || 'symlink' in node.file))
      throw new SystemError('EINVAL', 'mount', name);
  }
}

function writeTree(fs: FileSystem, folder: string, tree: FileSystemTree): void {
  fs.makeDirectories(folder, 0o755);
  for (const [name, node] of Object.entries(tree)) {
    const path = `${folder}/${name}`;
    if ('directory' in node) {
      writeTree(fs, path, node.directory);
    } else if ('symlink' in node.file) {
      fs.remove(path);
      fs.symlink(node.file.symlink, path);
    } else {
      fs.writeFile(path, node.file.contents);
    }
  }
}

/** Which relative paths an export has. */
type Selection = (path: string, directory: boolean) => boolean;

export function exportJson(fs: FileSystem, folder: string, selected: Selection, prefix = ''): FileSystemTree {
  const tree: FileSystemTree = {};
  for (const { name, type } of fs.readdir(folder)) {
    const path = `${folder}/${name}`;
    const relative = `${prefix}${name}`;
    if (!selected(relative, type === 'directory')) continue;
    if (type === 'directory') tree[name] = { directory: exportJson(fs, path, selected, `${relative}/`) };
    else if (type === 'symlink') tree[name] = { file: { symlink: fs.readlink(path) } };
    else if (type === 'file') tree[name] = { file: { contents: textOrBytes(fs.readFile(path)) } };
  }
  return tree;
}

export function exportZip(fs: FileSystem, folder: string, selected: Selection): Uint8Array {
  const collect = (directory: string, prefix: string): Zippable => {
    const entries: Zippable = {};
    for (const { name, type } of fs.readdir(directory)) {
      const relative = `${prefix}${name}`;
      if (!selected(relative, type === 'directory')) continue;
      if (type === 'directory') entries[name] = collect(`${directory}/${name}`, `${relative}/`);
      else if (type === 'file') entries[name] = fs.readFile(`${directory}/${name}`);
    }
    return entries;
  };
  return zipSync(collect(folder, ''));
}

/** `includes` wins over `excludes`, and a folder on the way to an included file is kept. */
export function selection({ includes = [], excludes = [] }: ExportOptions): Selection {
  const included = includes.map(globPattern);
  const excluded = excludes.map(globPattern);
  return (path, directory) => {
    if (!excluded.some((pattern) => pattern.test(path))) return true;
    return (
      included.some((pattern) => pattern.test(path)) ||
      (directory && includes.some((glob) => glob.startsWith(`${path}/`) || glob.startsWith('**')))
    );
  };
}

/** `*` within a name, `**` across names, `?` one character; a pattern names a folder's whole contents too. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/^\.?\//, '')
    .replace(/\/$/, '')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (token) =>
      token === '**/' ? '(?:.*/)?' : token === '**' ? '.*' : token === '*' ? '[^/]*' : '[^/]',
    );
  return new RegExp(`^${source}(?:/.*)?$`);
}

/** Text where the bytes are UTF-8, as the API's trees have it for readability. */
function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.slice();
  }
}
