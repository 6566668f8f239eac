// What a new replica starts from: the tree as columns, small contents in one buffer, large ones and packs as Blobs.

import { Blob } from '../os/browser-globals.ts';
import type { Ino } from '../protocol/ids.ts';
import type { BlobReader } from './blob-reader.ts';
import { Contents } from './contents.ts';
import type { FileNode } from './inode.ts';
import type { PackImage } from './pack.ts';
import type { InodeTree } from './tree.ts';
import { decodeTree, encodeTree, type TreeImage } from './tree-image.ts';

export interface Snapshot {
  /** The last operation in it. */
  readonly seq: number;
  /** Number of the replica that it is for: the origin of its operations and the upper part of its inode numbers. */
  readonly origin: number;
  /** How far each origin's operations are in it. */
  readonly applied: readonly (readonly [origin: number, number: number])[];
  readonly image: TreeImage;
  readonly packs: readonly PackImage[];
  readonly inline: Uint8Array;
  readonly blobs: readonly Blob[];
}

/** A file up to this size is copied into each snapshot; a larger one moves into a Blob once. */
const inlineFile = 4 * 1024;
/** But all of them together take no more than this. */
const inlineTotal = 4 * 1024 * 1024;

export function takeSnapshot(
  tree: InodeTree,
  blobs: BlobReader,
  position: Pick<Snapshot, 'seq' | 'origin' | 'applied'>,
): Snapshot {
  const inline: Uint8Array[] = [];
  let inlineSize = 0;
  const blobNumbers = new Map<Blob, number>();
  const moved: FileNode[] = [];
  const { image, packs, mounts } = encodeTree(tree, tree.root, ({ contents }) => {
    if (contents.size === 0) return [0, 0];
    const range = contents.blobRange;
    if (range !== null) return [blobNumber(range.blob), range.offset];
    if (contents.size <= inlineFile && inlineSize + contents.size <= inlineTotal) {
      inline.push(contents.bytes(blobs));
      inlineSize += contents.size;
      return [0, inlineSize - contents.size];
    }
    // Filled in below: one Blob for all that is in memory now.
    return [-1, 0];
  });
  const missing: number[] = [];
  for (let at = 0; at < image.references.length; at += 2) if (image.references[at] === -1) missing.push(at);
  if (missing.length > 0) {
    const parts: BlobPart[] = [];
    let size = 0;
    for (const at of missing) {
      const file = tree.resolveFile((image.inos[at / 2] ?? 0) as Ino);
      if (file === undefined) continue;
      parts.push(...file.contents.parts());
      image.references[at + 1] = size;
      size += file.contents.size;
      moved.push(file);
    }
    const blob = new Blob(parts);
    const number = blobNumber(blob);
    let offset = 0;
    for (const file of moved) {
      file.contents.moveTo(blob, offset);
      offset += file.contents.size;
    }
    for (const at of missing) image.references[at] = number;
  }
  tree.keepMounts(mounts);
  const buffer = new Uint8Array(inlineSize);
  let offset = 0;
  for (const bytes of inline) {
    buffer.set(bytes, offset);
    offset += bytes.length;
  }
  return { ...position, image, packs, inline: buffer, blobs: [...blobNumbers.keys()] };

  /** From 1; 0 is the inline buffer. */
  function blobNumber(blob: Blob): number {
    let number = blobNumbers.get(blob);
    if (number === undefined) blobNumbers.set(blob, (number = blobNumbers.size + 1));
    return number;
  }
}

export function loadSnapshot(tree: InodeTree, snapshot: Snapshot): void {
  decodeTree(tree, tree.root, snapshot.image, {
    packs: snapshot.packs,
    contents: (a, b, size) => {
      if (a === 0) return Contents.ofBytes(snapshot.inline.subarray(b, b + size));
      const blob = snapshot.blobs[a - 1];
      return blob === undefined ? null : Contents.ofBlob(blob, b, size);
    },
  });
}
