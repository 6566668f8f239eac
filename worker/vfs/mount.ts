// One pack mounted at one directory. Its entries have inode numbers that follow from the mount alone, so every replica
// names an entry alike without having looked at it.

import type { Ino } from '../protocol/ids.ts';
import type { DirectoryNode } from './inode.ts';
import type { Pack } from './pack.ts';

export class Mount {
  /** Inodes of the pack's directories that exist by now, by their number in the pack. */
  readonly directories = new Map<number, DirectoryNode>();

  constructor(
    readonly pack: Pack,
    readonly inoBase: number,
    /** Timestamp of everything in it. */
    readonly at: number,
  ) {}

  holds(ino: number): boolean {
    return ino >= this.inoBase && ino < this.inoBase + this.pack.inoCount;
  }

  fileIno(index: number): Ino {
    return (this.inoBase + index) as Ino;
  }

  directoryIno(index: number): Ino {
    return (this.inoBase + this.pack.fileCount + index) as Ino;
  }

  /** The number in the pack of the directory that holds this inode, or that it is. */
  parentOf(ino: number): number | undefined {
    const index = ino - this.inoBase;
    const { fileCount } = this.pack;
    return index < fileCount ? this.pack.directoryOf(index) : this.pack.directory(index - fileCount)?.parent;
  }
}
