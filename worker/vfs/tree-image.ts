// A whole tree as columns: the form in which it crosses to a new replica and lies in storage. Twenty thousand files are a
// handful of typed arrays and two strings, which clone in a few milliseconds. What is still as its pack has it is one record.

import type { Ino } from '../protocol/ids.ts';
import { Contents } from './contents.ts';
import {
  deviceNode,
  directoryNode,
  fileNode,
  socketNode,
  symlinkNode,
  typeBits,
  type DeviceName,
  type DirectoryNode,
  type FileNode,
  type Inode,
} from './inode.ts';
import { Mount } from './mount.ts';
import type { PackImage } from './pack.ts';
import type { InodeTree } from './tree.ts';

/** What follows a record's attributes. `a` and `b` are its two reference numbers. */
export const kinds = {
  /** A directory without a pack; a symlink or device, whose text is in `texts`; a socket. */
  plain: 0,
  /** A directory as in mount `a`, directory `b`. */
  packed: 1,
  /** A directory of mount `a`, directory `b`, whose entries follow one by one. */
  opened: 2,
  /** A file as in mount `a`, file `b`. */
  packedFile: 3,
  /** Another name of the inode with the same number, which came before. */
  hardLink: 4,
  /** A file whose contents the image's owner keeps: `a` and `b` are the owner's. */
  stored: 5,
} as const;

export interface TreeImage {
  /** Separated by `/`, which no name can have. In depth-first order; the first is the top directory's own. */
  readonly names: string;
  /** Of symlinks and devices, in order, separated by NUL. */
  readonly texts: string;
  /** Record number of the directory. */
  readonly parents: Uint32Array;
  readonly inos: Float64Array;
  /** With the type's bits. */
  readonly modes: Uint32Array;
  /** atime, mtime, ctime, birthtime. */
  readonly times: Float64Array;
  readonly sizes: Float64Array;
  readonly kinds: Uint8Array;
  /** `a`, `b`. */
  readonly references: Float64Array;
  readonly mounts: readonly {
    readonly pack: number;
    readonly inoBase: number;
    readonly inoCount: number;
    readonly at: number;
  }[];
}

interface EncodedTree {
  readonly image: TreeImage;
  readonly packs: readonly PackImage[];
  readonly mounts: ReadonlySet<Mount>;
}

/** `store` is asked where the contents of each file are kept that is not as in its pack. */
export function encodeTree(
  tree: InodeTree,
  top: DirectoryNode,
  store: (file: FileNode) => readonly [a: number, b: number],
): EncodedTree {
  const names: string[] = [];
  const texts: string[] = [];
  const parents: number[] = [];
  const inos: number[] = [];
  const modes: number[] = [];
  const times: number[] = [];
  const sizes: number[] = [];
  const kindList: number[] = [];
  const references: number[] = [];
  const mounts = new Map<Mount, number>();
  const packs = new Map<string, number>();
  const packImages: PackImage[] = [];
  const mountList: TreeImage['mounts'][number][] = [];
  const seen = new Set<Inode>();
  const mountNumber = (mount: Mount): number => {
    let number = mounts.get(mount);
    if (number !== undefined) return number;
    const { pack, inoBase, at } = mount;
    let packNumber = packs.get(pack.id);
    if (packNumber === undefined) {
      packs.set(pack.id, (packNumber = packImages.length));
      packImages.push(pack.image);
    }
    mounts.set(mount, (number = mountList.length));
    mountList.push({ pack: packNumber, inoBase, inoCount: pack.inoCount, at });
    return number;
  };
  const record = (node: Inode, name: string, parent: number, kind: number, a: number, b: number): number => {
    names.push(name);
    parents.push(parent);
    inos.push(node.ino);
    modes.push(typeBits[node.type] | node.mode);
    times.push(node.atimeMs, node.mtimeMs, node.ctimeMs, node.birthtimeMs);
    sizes.push(node.type === 'file' ? node.contents.size : 0);
    kindList.push(kind);
    references.push(a, b);
    return names.length - 1;
  };
  const walk = (node: Inode, name: string, parent: number): void => {
    if (seen.has(node)) {
      // A directory in two places exists only for a moment in a replica; no image is made there.
      if (node.type !== 'directory') record(node, name, parent, kinds.hardLink, 0, 0);
      return;
    }
    if (node.links.length > 1) seen.add(node);
    if (node.type === 'symlink' || node.type === 'character' || node.type === 'socket') {
      if (node.type !== 'socket') texts.push(node.type === 'symlink' ? node.target : node.device);
      record(node, name, parent, kinds.plain, 0, 0);
    } else if (node.type === 'file') {
      if (node.packed !== null && node.contents.version === 0)
        record(node, name, parent, kinds.packedFile, mountNumber(node.packed.mount), node.packed.index);
      else record(node, name, parent, kinds.stored, ...store(node));
    } else {
      const { packed } = node;
      const mount = packed === null ? 0 : mountNumber(packed.mount);
      if (packed !== null && !node.explicit) {
        record(node, name, parent, kinds.packed, mount, packed.index);
        return;
      }
      const kind = packed === null ? kinds.plain : kinds.opened;
      // Reading the lower layer first: it may change `packed`'s directories.
      const entries = tree.entries(node);
      const number = record(node, name, parent, kind, mount, packed?.index ?? 0);
      for (const [child, inode] of entries) walk(inode, child, number);
    }
  };
  walk(top, '', 0);
  return {
    packs: packImages,
    mounts: new Set(mounts.keys()),
    image: {
      names: names.join('/'),
      texts: texts.join('\0'),
      parents: Uint32Array.from(parents),
      inos: Float64Array.from(inos),
      modes: Uint32Array.from(modes),
      times: Float64Array.from(times),
      sizes: Float64Array.from(sizes),
      kinds: Uint8Array.from(kindList),
      references: Float64Array.from(references),
      mounts: mountList,
    },
  };
}

/** One of the paths of an inode, relative to `top`. */
export function pathBelow(top: DirectoryNode, node: Inode): string {
  const names: string[] = [];
  for (let at = node; at !== top;) {
    const link = at.links[0];
    if (link === undefined) break;
    names.push(link.name);
    at = link.parent;
  }
  return names.reverse().join('/');
}

interface DecodeOptions {
  readonly packs: readonly (PackImage | null)[];
  /** Where a mount's inode numbers begin now; the image's own where nothing else is said. */
  readonly inoBase?: (mount: TreeImage['mounts'][number]) => number;
  readonly ino?: (recorded: number) => Ino;
  /** Contents by the owner's reference; null where they cannot be read: the file is left out. */
  readonly contents: (a: number, b: number, size: number, path: () => string) => Contents | null;
  /** Called for what a missing pack takes with it. */
  readonly missingPack?: (path: string) => void;
}

/** Adds an image's entries below `top`, whose own attributes become the image's. */
export function decodeTree(
  tree: InodeTree,
  top: DirectoryNode,
  image: TreeImage,
  options: DecodeOptions,
): void {
  const names = image.names.split('/');
  const texts = image.texts.split('\0');
  const mounts = image.mounts.map((mount) => {
    const pack = options.packs[mount.pack];
    if (pack == null) return null;
    const decoded = new Mount(tree.pack(pack), options.inoBase?.(mount) ?? mount.inoBase, mount.at);
    tree.adopt(decoded);
    return decoded;
  });
  const byIno = new Map<number, Inode>();
  const made: (Inode | null)[] = [];
  let text = 0;
  const count = image.inos.length;
  for (let index = 0; index < count; index++) {
    const parentNumber = image.parents[index] ?? 0;
    const parent = index === 0 ? null : made[parentNumber];
    const recorded = image.inos[index] ?? 0;
    const mode = image.modes[index] ?? 0;
    const kind = image.kinds[index];
    const a = image.references[index * 2] ?? 0;
    const b = image.references[index * 2 + 1] ?? 0;
    const attributes = {
      mode: mode & 0o7777,
      atimeMs: image.times[index * 4] ?? 0,
      mtimeMs: image.times[index * 4 + 1] ?? 0,
      ctimeMs: image.times[index * 4 + 2] ?? 0,
      birthtimeMs: image.times[index * 4 + 3] ?? 0,
    };
    const path = (): string => pathOf(names, image.parents, index);
    const packed = (): { mount: Mount; index: number } | null => {
      const mount = mounts[a];
      return mount == null ? null : { mount, index: b };
    };
    let node: Inode | null = null;
    const type = mode & 0o170000;
    if (index === 0) {
      Object.assign(top, { ...attributes, birthtimeMs: top.birthtimeMs });
      node = top;
    } else if (kind === kinds.hardLink) {
      node = byIno.get(recorded) ?? null;
    } else {
      const ino = options.ino?.(recorded) ?? (recorded as Ino);
      if (type === typeBits.symlink) {
        node = symlinkNode(ino, attributes, texts[text++] ?? '');
      } else if (type === typeBits.character) {
        node = deviceNode(ino, attributes, (texts[text++] ?? 'null') as DeviceName);
      } else if (type === typeBits.socket) {
        node = socketNode(ino, attributes);
      } else if (type === typeBits.directory) {
        const at = kind === kinds.plain ? null : packed();
        if (at === null && kind !== kinds.plain) options.missingPack?.(path());
        const directory = directoryNode(ino, attributes, at);
        if (at !== null) at.mount.directories.set(b, directory);
        if (kind === kinds.opened) {
          directory.lazy = null;
          directory.explicit = true;
        }
        node = directory;
      } else if (kind === kinds.packedFile) {
        const at = packed();
        if (at === null) options.missingPack?.(path());
        else {
          const { offset, size } = at.mount.pack.file(b);
          node = fileNode(ino, attributes, Contents.ofBlob(at.mount.pack.image.blob, offset, size), at);
        }
      } else {
        const contents = options.contents(a, b, image.sizes[index] ?? 0, path);
        if (contents !== null) {
          contents.version = 1;
          node = fileNode(ino, attributes, contents, null);
        }
      }
    }
    made.push(node);
    if (node === null) continue;
    byIno.set(recorded, node);
    if (index === 0) continue;
    tree.define(node);
    if (parent?.type === 'directory') tree.attach(parent, names[index] ?? '', node);
  }
}

function pathOf(names: readonly string[], parents: Uint32Array, index: number): string {
  const parts: string[] = [];
  for (let at = index; at !== 0; at = parents[at] ?? 0) parts.push(names[at] ?? '');
  return parts.reverse().join('/');
}
