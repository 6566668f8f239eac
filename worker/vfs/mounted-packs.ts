// What a filesystem knows of its packs: mounts them, tells which file of which pack an inode has the contents of, and keeps
// what was worked out of a pack beside it. One a filesystem, owned by that.

import { Blob } from '../os/browser-globals.ts';
import type { BlobReader } from './blob-reader.ts';
import { Contents } from './contents.ts';
import type { PackedFile, PackSource } from './filesystem.ts';
import type { DirectoryNode, Inode } from './inode.ts';
import type { MountedPack, Operation } from './operation.ts';
import { inOneBlob, packImage, wholeBlob } from './pack.ts';
import type { InodeTree } from './tree.ts';

interface MountedPacksHost {
  readonly tree: InodeTree;
  readonly blobs: BlobReader;
  readonly clock: () => number;
  readonly allocate: (count: number) => number;
  readonly commit: (op: Operation) => void;
}

export class MountedPacks {
  constructor(private readonly host: MountedPacksHost) {}

  /** `directoryAt` makes the directory where there is none. */
  mount(
    mounts: readonly { readonly path: string; readonly pack: PackSource }[],
    directoryAt: (path: string) => DirectoryNode,
  ): void {
    if (mounts.length === 0) return;
    const { tree, clock, allocate, commit } = this.host;
    const packs = inOneBlob(mounts.map(({ pack }) => packImage(pack)));
    const mounted = packs.map((pack, index): MountedPack => {
      const { ino } = directoryAt(mounts[index]?.path ?? '');
      return { ino, inoBase: allocate(tree.pack(pack).inoCount), pack };
    });
    commit({ type: 'mount', mounts: mounted, at: clock() });
  }

  /** undefined where the inode is no file of a pack, or is changed. */
  fileOf(node: Inode | undefined): PackedFile | undefined {
    if (node?.type !== 'file' || node.packed === null || node.contents.version !== 0) return undefined;
    const { mount, index } = node.packed;
    return { packId: mount.pack.id, index };
  }

  readDerived(packId: string): Uint8Array | undefined {
    const derived = this.host.tree.knownPack(packId)?.image.derived;
    if (derived === undefined) return undefined;
    return Contents.ofBlob(derived.blob, derived.start, derived.size).bytes(this.host.blobs);
  }

  writeDerived(packId: string, derived: Uint8Array): void {
    const { tree, clock, commit } = this.host;
    if (tree.knownPack(packId) === undefined) return;
    const blob = new Blob([new Uint8Array(derived)]);
    commit({ type: 'derive', packId, derived: wholeBlob(blob), at: clock() });
  }
}
