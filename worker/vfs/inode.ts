// Inodes: what a name refers to. Plain data, changed only by tree.ts and apply.ts.

import type { Ino } from '../protocol/ids.ts';
import type { Contents } from './contents.ts';
import type { FileType, Stats } from './filesystem.ts';
import type { Mount } from './mount.ts';

export interface Link {
  readonly parent: DirectoryNode;
  readonly name: string;
}

interface Common {
  readonly ino: Ino;
  /** Permission bits only. */
  mode: number;
  atimeMs: number;
  mtimeMs: number;
  ctimeMs: number;
  readonly birthtimeMs: number;
  /** The names that lead here; empty once unlinked. */
  readonly links: Link[];
  /** Open files: they keep an inode without a name. */
  opens: number;
}

/** Where an inode came from, where it came from a pack. */
interface PackedAt {
  readonly mount: Mount;
  /** Number of the file or directory within the pack. */
  readonly index: number;
}

export interface FileNode extends Common {
  readonly type: 'file';
  contents: Contents;
  packed: PackedAt | null;
}

export interface DirectoryNode extends Common {
  readonly type: 'directory';
  /** Use tree.entries(), which reads the lower layer first. */
  readonly entries: Map<string, Inode>;
  subdirectories: number;
  /** The directory of a pack whose entries are still to be read. */
  lazy: PackedAt | null;
  packed: PackedAt | null;
  /** Something in it or below differs from the pack. */
  explicit: boolean;
}

interface SymlinkNode extends Common {
  readonly type: 'symlink';
  readonly target: string;
}

export type DeviceName = 'null' | 'zero' | 'urandom' | 'tty' | 'stdin' | 'stdout' | 'stderr';

interface DeviceNode extends Common {
  readonly type: 'character';
  readonly device: DeviceName;
}

/** A name alone: what listens there is among the ports. */
interface SocketNode extends Common {
  readonly type: 'socket';
}

export type Inode = FileNode | DirectoryNode | SymlinkNode | DeviceNode | SocketNode;

export const typeBits: Record<FileType, number> = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  character: 0o020000,
  socket: 0o140000,
};

export interface Attributes {
  readonly mode: number;
  readonly atimeMs: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly birthtimeMs: number;
}

/** The attributes of something made now. */
export function newAttributes(mode: number, at: number): Attributes {
  return { mode: mode & 0o7777, atimeMs: at, mtimeMs: at, ctimeMs: at, birthtimeMs: at };
}

function common(ino: Ino, { mode, atimeMs, mtimeMs, ctimeMs, birthtimeMs }: Attributes): Common {
  return { ino, mode, atimeMs, mtimeMs, ctimeMs, birthtimeMs, links: [], opens: 0 };
}

export function fileNode(
  ino: Ino,
  attributes: Attributes,
  contents: Contents,
  packed: PackedAt | null,
): FileNode {
  return { ...common(ino, attributes), type: 'file', contents, packed };
}

export function directoryNode(ino: Ino, attributes: Attributes, packed: PackedAt | null): DirectoryNode {
  return {
    ...common(ino, attributes),
    type: 'directory',
    entries: new Map(),
    subdirectories: 0,
    lazy: packed,
    packed,
    explicit: false,
  };
}

export function symlinkNode(ino: Ino, attributes: Attributes, target: string): SymlinkNode {
  return { ...common(ino, attributes), type: 'symlink', target };
}

export function deviceNode(ino: Ino, attributes: Attributes, device: DeviceName): DeviceNode {
  return { ...common(ino, attributes), type: 'character', device };
}

export function socketNode(ino: Ino, attributes: Attributes): SocketNode {
  return { ...common(ino, attributes), type: 'socket' };
}

/** The root alone lives without a name. */
export const rootIno = 1 as Ino;

export function isUnlinked(node: Inode): boolean {
  return node.links.length === 0 && node.ino !== rootIno;
}

const directorySize = 4096;
const encoder = new TextEncoder();

export function statsOf(node: Inode, subdirectories: number): Stats {
  return {
    ino: node.ino,
    type: node.type,
    mode: typeBits[node.type] | node.mode,
    nlink: node.type === 'directory' ? (isUnlinked(node) ? 0 : 2 + subdirectories) : node.links.length,
    uid: 0,
    gid: 0,
    size:
      node.type === 'file'
        ? node.contents.size
        : node.type === 'directory'
          ? directorySize
          : node.type === 'symlink'
            ? encoder.encode(node.target).length
            : 0,
    atimeMs: node.atimeMs,
    mtimeMs: node.mtimeMs,
    ctimeMs: node.ctimeMs,
    birthtimeMs: node.birthtimeMs,
  };
}
