// Applies one operation to a tree: the same code for a process's own operations, for remote ones and in the authority, so
// that all end alike. A gate holds back what a replica must not change now: names and inodes that its own unacknowledged
// operations have set win until the authority has answered (its order puts them later anyway).

import type { Ino } from '../protocol/ids.ts';
import type { BlobReader } from './blob-reader.ts';
import { Contents } from './contents.ts';
import {
  directoryNode,
  fileNode,
  newAttributes,
  socketNode,
  symlinkNode,
  type DirectoryNode,
  type Inode,
} from './inode.ts';
import { Mount } from './mount.ts';
import type { InodeState, NewNode, Operation } from './operation.ts';
import type { InodeTree } from './tree.ts';

export interface Gate {
  /** Whether this name may be set. */
  slot(parent: Ino, name: string): boolean;
  /** Whether this inode's own state may be set. */
  inode(ino: Ino): boolean;
}

export const openGate: Gate = { slot: () => true, inode: () => true };

export function apply(tree: InodeTree, op: Operation, gate: Gate, blobs: BlobReader): void {
  switch (op.type) {
    case 'create': {
      const node = newNode(op.ino, op.node, op.at);
      tree.define(node);
      setSlot(tree, op.parent, op.name, node, op.at, gate);
      return;
    }
    case 'link': {
      const node = tree.resolve(op.ino);
      if (node === undefined) return;
      setSlot(tree, op.parent, op.name, node, op.at, gate);
      node.ctimeMs = Math.max(node.ctimeMs, op.at);
      return;
    }
    case 'unlink':
    case 'rmdir':
    case 'remove': {
      const node = tree.resolve(op.ino);
      if (node !== undefined) node.ctimeMs = Math.max(node.ctimeMs, op.at);
      setSlot(tree, op.parent, op.name, null, op.at, gate);
      return;
    }
    case 'rename': {
      const node = tree.resolve(op.ino);
      if (node === undefined) return;
      // The new name first: the inode is never without one.
      setSlot(tree, op.to.parent, op.to.name, node, op.at, gate);
      setSlot(tree, op.from.parent, op.from.name, null, op.at, gate);
      node.ctimeMs = Math.max(node.ctimeMs, op.at);
      return;
    }
    case 'write':
    case 'replace':
    case 'truncate':
    case 'setattr':
      if (gate.inode(op.ino)) applyToInode(tree, op, blobs);
      return;
    case 'mount':
      for (const { ino, inoBase, pack } of op.mounts) {
        const directory = tree.resolveDirectory(ino);
        if (directory === undefined) continue;
        tree.mount(directory, new Mount(tree.pack(pack), inoBase, op.at));
        touch(directory, op.at, gate);
      }
      return;
    case 'derive':
      tree.knownPack(op.packId)?.derive(op.derived);
      return;
  }
}

/** The part of an operation that changes an inode's own state. */
export function applyToInode(tree: InodeTree, op: Operation, blobs: BlobReader): void {
  if (op.type === 'setattr') {
    const node = tree.resolve(op.ino);
    if (node === undefined) return;
    if (op.mode !== undefined) node.mode = op.mode & 0o7777;
    if (op.atimeMs !== undefined) node.atimeMs = op.atimeMs;
    if (op.mtimeMs !== undefined) node.mtimeMs = op.mtimeMs;
    changed(tree, node, op.at);
    return;
  }
  if (op.type !== 'write' && op.type !== 'replace' && op.type !== 'truncate') return;
  const file = tree.resolveFile(op.ino);
  if (file === undefined) return;
  if (op.type === 'replace') {
    const { version } = file.contents;
    file.contents = Contents.of(op.data);
    file.contents.version = version + 1;
  } else if (op.type === 'truncate') {
    file.contents.truncate(op.length);
  } else {
    file.contents.write(op.position ?? file.contents.size, op.data, blobs);
  }
  file.mtimeMs = op.at;
  changed(tree, file, op.at);
}

/** Sets an inode to the authority's state of it. */
export function applyState(tree: InodeTree, state: InodeState): void {
  const node = tree.resolve(state.ino);
  if (node === undefined) return;
  node.mode = state.mode;
  node.atimeMs = state.atimeMs;
  node.mtimeMs = state.mtimeMs;
  node.ctimeMs = state.ctimeMs;
  if (node.type === 'file' && state.data !== undefined) {
    const { version } = node.contents;
    node.contents = Contents.of(state.data);
    node.contents.version = version + 1;
  }
  tree.markChanged(node);
  tree.watchers.changed(node);
}

export function stateOf(node: Inode, blobs: BlobReader): InodeState {
  const { ino, mode, atimeMs, mtimeMs, ctimeMs } = node;
  return {
    ...{ ino, mode, atimeMs, mtimeMs, ctimeMs },
    ...(node.type === 'file' ? { data: node.contents.transfer(blobs) } : {}),
  };
}

function setSlot(
  tree: InodeTree,
  parent: Ino,
  name: string,
  node: Inode | null,
  at: number,
  gate: Gate,
): void {
  const directory = tree.resolveDirectory(parent);
  if (directory === undefined) return;
  touch(directory, at, gate);
  if (gate.slot(directory.ino, name)) tree.setSlot(directory, name, node);
}

/** Later wins, in whatever order the changes arrive: so the times converge. */
function touch(directory: DirectoryNode, at: number, gate: Gate): void {
  directory.ctimeMs = Math.max(directory.ctimeMs, at);
  if (gate.inode(directory.ino)) directory.mtimeMs = Math.max(directory.mtimeMs, at);
}

function changed(tree: InodeTree, node: Inode, at: number): void {
  node.ctimeMs = Math.max(node.ctimeMs, at);
  tree.markChanged(node);
  tree.watchers.changed(node);
}

function newNode(ino: Ino, node: NewNode, at: number): Inode {
  switch (node.type) {
    case 'file':
      return fileNode(ino, newAttributes(node.mode, at), Contents.empty(), null);
    case 'directory':
      return directoryNode(ino, newAttributes(node.mode, at), null);
    case 'symlink':
      return symlinkNode(ino, newAttributes(0o777, at), node.target);
    case 'socket':
      return socketNode(ino, newAttributes(node.mode, at));
  }
}
