// The inode table and the directory tree over it: the primitives that every change is made of. It checks nothing (that is
// the callers' part) and keeps links, counts and lower layers right. One a filesystem.

import type { Ino } from '../protocol/ids.ts';
import { Contents } from './contents.ts';
import {
  directoryNode,
  fileNode,
  isUnlinked,
  newAttributes,
  rootIno,
  type Attributes,
  type DirectoryNode,
  type FileNode,
  type Inode,
  type Link,
} from './inode.ts';
import type { Mount } from './mount.ts';
import { Pack } from './pack.ts';
import type { PackImage } from './pack.ts';
import type { WatchRegistry } from './watch-registry.ts';

export class InodeTree {
  readonly root: DirectoryNode;
  readonly #inodes = new Map<number, Inode>();
  #mounts: Mount[] = [];
  readonly #packs = new Map<string, WeakRef<Pack>>();
  /** Directories that were merged into another (see apply.ts). */
  readonly #aliases = new Map<Ino, Ino>();
  /** Called with an inode that lost its last name; the owner decides when it is forgotten. */
  onOrphan: (node: Inode) => void = (node) => this.forget(node);

  constructor(
    readonly watchers: WatchRegistry,
    rootAttributes: Attributes,
  ) {
    this.root = directoryNode(rootIno, rootAttributes, null);
    this.#inodes.set(rootIno, this.root);
  }

  /** The inode of that number, made from its pack where no one has looked at it yet. */
  resolve(ino: Ino): Inode | undefined {
    const known = this.#inodes.get(ino);
    if (known !== undefined) return known;
    const alias = this.#aliases.get(ino);
    if (alias !== undefined) return this.resolve(alias);
    const mount = this.#mounts.find((candidate) => candidate.holds(ino));
    const parent = mount?.parentOf(ino);
    if (mount === undefined || parent === undefined) return undefined;
    this.#readPackDirectory(mount, parent);
    return this.#inodes.get(ino);
  }

  resolveDirectory(ino: Ino): DirectoryNode | undefined {
    const node = this.resolve(ino);
    return node?.type === 'directory' ? node : undefined;
  }

  resolveFile(ino: Ino): FileNode | undefined {
    const node = this.resolve(ino);
    return node?.type === 'file' ? node : undefined;
  }

  translate(ino: Ino): Ino {
    const alias = this.#aliases.get(ino);
    return alias === undefined ? ino : this.translate(alias);
  }

  define(node: Inode): void {
    this.#inodes.set(node.ino, node);
  }

  /** Every inode that was looked at so far. */
  all(): Iterable<Inode> {
    return this.#inodes.values();
  }

  /** A directory's names, the lower layer's included. */
  entries(directory: DirectoryNode): ReadonlyMap<string, Inode> {
    if (directory.lazy !== null) this.#readLowerLayer(directory);
    return directory.entries;
  }

  subdirectories(directory: DirectoryNode): number {
    if (directory.lazy !== null) this.#readLowerLayer(directory);
    return directory.subdirectories;
  }

  /** Makes a name lead to an inode, or to none. What it led to before loses that name. */
  setSlot(directory: DirectoryNode, name: string, node: Inode | null): void {
    const old = this.entries(directory).get(name);
    if (old === (node ?? undefined)) return;
    this.markExplicit(directory);
    if (old !== undefined) {
      this.watchers.unlinked(old, name);
      this.#unlink(directory, name, old);
      if (node === null) directory.entries.delete(name);
    }
    if (node !== null) this.#link(directory, name, node);
    this.watchers.renamed(directory, name);
    if (old !== undefined && old.links.length === 0) this.onOrphan(old);
  }

  /** From now on this directory and those above it are recorded entry by entry, not as "as in the pack". */
  markExplicit(directory: DirectoryNode): void {
    for (
      let at: DirectoryNode | undefined = directory;
      at !== undefined && at.packed !== null && !at.explicit;
      at = at.links[0]?.parent
    )
      at.explicit = true;
  }

  /** To be called on every change of an inode's own state. */
  markChanged(node: Inode): void {
    for (const { parent } of node.links) this.markExplicit(parent);
  }

  /** Drops an inode that has neither a name nor an open file, and all that is reachable through it alone. */
  forget(node: Inode): void {
    if (!isUnlinked(node) || node.opens > 0) return;
    this.#inodes.delete(node.ino);
    if (node.type !== 'directory') return;
    for (const [name, child] of node.entries) {
      removeLink(child.links, node, name);
      // It may have come into this directory after that was removed here: its owner decides anew.
      if (child.links.length === 0) this.onOrphan(child);
    }
  }

  /** Mounts a pack at a directory: names that are there already stay (they are the upper layer). */
  mount(directory: DirectoryNode, mount: Mount): void {
    const wasEmpty = this.entries(directory).size === 0;
    this.adopt(mount);
    directory.packed = directory.lazy = { mount, index: 0 };
    directory.explicit = !wasEmpty;
    mount.directories.set(0, directory);
    const parent = directory.links[0]?.parent;
    if (parent !== undefined) this.markExplicit(parent);
    this.watchers.mounted(directory);
  }

  /** Makes a mount known, so that its inode numbers resolve. */
  adopt(mount: Mount): void {
    this.#mounts.push(mount);
  }

  /** Forgets the mounts that nothing in the tree refers to any more. */
  keepMounts(used: ReadonlySet<Mount>): void {
    this.#mounts = this.#mounts.filter((mount) => used.has(mount));
  }

  /** One Pack object for all mounts of the same pack: they share the index. */
  pack(image: PackImage): Pack {
    const known = this.knownPack(image.id);
    if (known !== undefined) {
      if (known.image.derived === undefined && image.derived !== undefined) known.derive(image.derived);
      return known;
    }
    const pack = new Pack(image);
    this.#packs.set(image.id, new WeakRef(pack));
    return pack;
  }

  knownPack(id: string): Pack | undefined {
    return this.#packs.get(id)?.deref();
  }

  /** Two directories turn out to be one: the names and the entries of `from` become those of `into`. */
  merge(from: DirectoryNode, into: DirectoryNode): void {
    this.#aliases.set(from.ino, into.ino);
    // The new name before the old one goes: nothing is without a name in between.
    for (const [name, child] of [...this.entries(from)]) {
      this.setSlot(into, name, child);
      this.setSlot(from, name, null);
    }
    for (const { parent, name } of [...from.links]) this.setSlot(parent, name, into);
    this.#inodes.delete(from.ino);
  }

  alias(from: Ino, into: Ino): void {
    this.#aliases.set(from, into);
  }

  /** Adds a name while a tree is being loaded: tells no one and marks nothing. */
  attach(directory: DirectoryNode, name: string, node: Inode): void {
    this.#link(directory, name, node);
  }

  #link(directory: DirectoryNode, name: string, node: Inode): void {
    directory.entries.set(name, node);
    node.links.push({ parent: directory, name });
    if (node.type === 'directory') directory.subdirectories++;
  }

  #unlink(directory: DirectoryNode, name: string, node: Inode): void {
    removeLink(node.links, directory, name);
    if (node.type === 'directory') directory.subdirectories--;
  }

  #readPackDirectory(mount: Mount, index: number): void {
    if (!mount.directories.has(index)) {
      const parent = mount.pack.directory(index)?.parent;
      if (parent === undefined || parent === index) return;
      this.#readPackDirectory(mount, parent);
    }
    const directory = mount.directories.get(index);
    if (directory !== undefined) this.entries(directory);
  }

  #readLowerLayer(directory: DirectoryNode): void {
    const { lazy } = directory;
    directory.lazy = null;
    if (lazy === null) return;
    const { mount } = lazy;
    const lower = mount.pack.directory(lazy.index);
    if (lower === undefined) return;
    for (const [name, index] of lower.directories) {
      const upper = directory.entries.get(name);
      if (upper === undefined) {
        const child = directoryNode(mount.directoryIno(index), newAttributes(0o755, mount.at), {
          mount,
          index,
        });
        this.define(child);
        mount.directories.set(index, child);
        this.#link(directory, name, child);
      } else if (upper.type === 'directory') {
        this.entries(upper);
        upper.lazy = { mount, index };
        mount.directories.set(index, upper);
        this.entries(upper);
      }
    }
    for (const [name, index] of lower.files) {
      if (directory.entries.has(name)) continue;
      const { mode, offset, size } = mount.pack.file(index);
      const contents = Contents.ofBlob(mount.pack.image.blob, offset, size);
      const file = fileNode(mount.fileIno(index), newAttributes(mode, mount.at), contents, { mount, index });
      this.define(file);
      this.#link(directory, name, file);
    }
  }
}

function removeLink(links: Link[], parent: DirectoryNode, name: string): void {
  const index = links.findIndex((link) => link.parent === parent && link.name === name);
  if (index !== -1) links.splice(index, 1);
}
