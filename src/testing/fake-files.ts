// An in-memory project for tests and for looking at the workbench without a machine: KernelFiles over a Map.

import { SystemError } from '../../worker/protocol/errno.ts';
import type { Ino } from '../../worker/protocol/ids.ts';
import type { FileTree, KernelFiles } from '../../worker/protocol/kernel-api.ts';
import type { DirectoryEntry, Stats, WatchEvent } from '../../worker/vfs/filesystem.ts';

type Node = Uint8Array | 'directory';

export interface FakeFiles extends KernelFiles {
  /** Every path, sorted, for assertions. */
  paths(): string[];
}

export function createFakeFiles(tree: FileTree): FakeFiles {
  const nodes = new Map<string, Node>([['', 'directory']]);
  const watchers = new Set<MessagePort>();
  const clean = (path: string) => path.replace(/^\.?\/?/, '').replace(/\/$/, '');
  const parent = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
  const tell = (type: WatchEvent['type'], filename: string) => {
    for (const port of watchers) port.postMessage([{ type, filename }] satisfies WatchEvent[]);
  };
  const add = (folder: string, entries: FileTree) => {
    for (const [name, value] of Object.entries(entries)) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (typeof value === 'string') nodes.set(path, new TextEncoder().encode(value));
      else if (value instanceof Uint8Array) nodes.set(path, value);
      else {
        nodes.set(path, 'directory');
        add(path, value);
      }
    }
  };
  add('', tree);
  const need = (path: string, syscall: string): Node => {
    const node = nodes.get(path);
    if (node === undefined) throw new SystemError('ENOENT', syscall, path);
    return node;
  };

  return {
    paths: () => [...nodes.keys()].filter((path) => path !== '').sort(),
    async readFile(path) {
      const node = need(clean(path), 'open');
      if (node === 'directory') throw new SystemError('EISDIR', 'read', path);
      return node.slice();
    },
    async writeFile(path, contents) {
      const at = clean(path);
      if (nodes.get(parent(at)) !== 'directory') throw new SystemError('ENOENT', 'open', path);
      const isNew = !nodes.has(at);
      nodes.set(at, typeof contents === 'string' ? new TextEncoder().encode(contents) : contents.slice());
      tell(isNew ? 'rename' : 'change', at);
    },
    async readdir(path) {
      const at = clean(path);
      if (need(at, 'scandir') !== 'directory') throw new SystemError('ENOTDIR', 'scandir', path);
      const entries: DirectoryEntry[] = [];
      for (const [each, node] of nodes)
        if (each !== '' && parent(each) === at)
          entries.push({
            name: each.slice(at === '' ? 0 : at.length + 1),
            type: node === 'directory' ? 'directory' : 'file',
          });
      return entries;
    },
    async mkdir(path, options = {}) {
      const at = clean(path);
      if (nodes.has(at)) {
        if (options.recursive === true) return;
        throw new SystemError('EEXIST', 'mkdir', path);
      }
      const names = at.split('/');
      for (let depth = 1; depth <= names.length; depth++) {
        const each = names.slice(0, depth).join('/');
        if (nodes.has(each)) continue;
        if (depth < names.length && options.recursive !== true)
          throw new SystemError('ENOENT', 'mkdir', path);
        nodes.set(each, 'directory');
        tell('rename', each);
      }
    },
    async rm(path, options = {}) {
      const at = clean(path);
      if (!nodes.has(at)) {
        if (options.force === true) return;
        throw new SystemError('ENOENT', 'lstat', path);
      }
      for (const each of [...nodes.keys()]) if (each === at || each.startsWith(`${at}/`)) nodes.delete(each);
      tell('rename', at);
    },
    async rename(from, to) {
      const source = clean(from);
      const target = clean(to);
      need(source, 'rename');
      for (const [each, node] of [...nodes])
        if (each === source || each.startsWith(`${source}/`)) {
          nodes.delete(each);
          nodes.set(target + each.slice(source.length), node);
        }
      tell('rename', source);
      tell('rename', target);
    },
    async stat(path): Promise<Stats> {
      const node = need(clean(path), 'stat');
      return {
        ino: 1 as Ino,
        type: node === 'directory' ? 'directory' : 'file',
        mode: 0o644,
        nlink: 1,
        uid: 0,
        gid: 0,
        size: node === 'directory' ? 0 : node.length,
        atimeMs: 0,
        mtimeMs: 0,
        ctimeMs: 0,
        birthtimeMs: 0,
      };
    },
    async locate(path) {
      const at = clean(path);
      return nodes.get(at) instanceof Uint8Array ? at : null;
    },
    async watch(_path, _options, port) {
      watchers.add(port);
      port.onmessage = () => watchers.delete(port);
    },
    exportZip: () => Promise.reject(new SystemError('ENOSYS', 'exportZip')),
    importZip: () => Promise.reject(new SystemError('ENOSYS', 'importZip')),
  };
}
