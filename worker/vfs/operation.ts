// Filesystem operations as data: what a process does to its replica travels to the authority as one of these, is given a
// place in the one order there, and is relayed to every other replica. Operations name inodes, not paths, so that they
// mean the same whatever was renamed meanwhile. `at` is the originator's clock and becomes the timestamps, so that every
// replica ends with the same ones.

import { Blob } from '../os/browser-globals.ts';
import type { Ino } from '../protocol/ids.ts';
import type { BlobRange, PackImage } from './pack.ts';

/** Contents in a message: small ones inline, larger ones as a Blob, which crosses between workers by reference. */
export type WireBytes = Uint8Array | Blob;

/** Above this, bytes travel as a Blob: a structured clone of more costs more than the Blob's registration. */
export const inlineLimit = 64 * 1024;

/** One name in one directory. */
export interface Slot {
  readonly parent: Ino;
  readonly name: string;
}

export type Operation =
  | (Slot & {
      readonly type: 'create';
      readonly ino: Ino;
      readonly node: NewNode;
      /** O_EXCL: whoever comes second is refused. */
      readonly exclusive?: true;
      readonly at: number;
    })
  | (Slot & { readonly type: 'link' | 'unlink' | 'rmdir'; readonly ino: Ino; readonly at: number })
  /** Unlinks a whole tree, whatever is in it by then. */
  | (Slot & { readonly type: 'remove'; readonly ino: Ino; readonly at: number })
  | {
      readonly type: 'rename';
      readonly from: Slot;
      readonly to: Slot;
      readonly ino: Ino;
      readonly at: number;
    }
  /** `position` null appends. */
  | {
      readonly type: 'write';
      readonly ino: Ino;
      readonly position: number | null;
      readonly data: WireBytes;
      readonly at: number;
    }
  /** New contents altogether. */
  | { readonly type: 'replace'; readonly ino: Ino; readonly data: WireBytes; readonly at: number }
  | { readonly type: 'truncate'; readonly ino: Ino; readonly length: number; readonly at: number }
  | {
      readonly type: 'setattr';
      readonly ino: Ino;
      readonly mode?: number;
      readonly atimeMs?: number;
      readonly mtimeMs?: number;
      readonly at: number;
    }
  /** At directories of which none lies in another. */
  | { readonly type: 'mount'; readonly mounts: readonly MountedPack[]; readonly at: number }
  /** Changes no file: what is kept beside a pack. */
  | {
      readonly type: 'derive';
      readonly packId: string;
      readonly derived: BlobRange;
      readonly at: number;
    };

/** Entries of the pack get the inode numbers from `inoBase` on, on every replica alike. */
export interface MountedPack {
  readonly ino: Ino;
  readonly inoBase: number;
  readonly pack: PackImage;
}

export type NewNode =
  | { readonly type: 'file'; readonly mode: number }
  | { readonly type: 'directory'; readonly mode: number }
  | { readonly type: 'symlink'; readonly target: string }
  | { readonly type: 'socket'; readonly mode: number };

/** The state of one inode, whole. */
export interface InodeState {
  readonly ino: Ino;
  readonly mode: number;
  readonly atimeMs: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  /** Files only. */
  readonly data?: WireBytes;
}

/** `number` counts the replica's operations from 1; `base` is the last `seq` that it had applied when it made this one. */
export interface ReplicaMessage {
  readonly type: 'op';
  readonly number: number;
  readonly base: number;
  readonly op: Operation;
}

/** In the order of the log; `seq` is the last operation that the message's state includes. */
export type AuthorityMessage =
  /** Another process's operation; `origin` and `number` say which one of whose. */
  | {
      readonly type: 'op';
      readonly seq: number;
      readonly origin: number;
      readonly number: number;
      readonly op: Operation;
    }
  /** Another process's operation that changed nothing: whoever waits for it need not wait longer. */
  | { readonly type: 'skip'; readonly seq: number; readonly origin: number; readonly number: number }
  /** Applied. `fresh` has inodes that others changed meanwhile, as they are after it. */
  | {
      readonly type: 'ack';
      readonly seq: number;
      readonly number: number;
      readonly fresh: readonly InodeState[];
    }
  /** Not applied: the names are as in `slots`; `merge` says that two processes made the same directory and whose stays. */
  | {
      readonly type: 'correct';
      readonly seq: number;
      readonly number: number;
      readonly slots: readonly (Slot & { readonly ino: Ino | null })[];
      readonly fresh: readonly InodeState[];
      readonly merge: { readonly from: Ino; readonly into: Ino } | null;
    };

/** The names that an operation sets. */
export function slotsOf(op: Operation): readonly Slot[] {
  switch (op.type) {
    case 'create':
    case 'link':
    case 'unlink':
    case 'rmdir':
    case 'remove':
      return [op];
    case 'rename':
      return [op.from, op.to];
    case 'write':
    case 'replace':
    case 'truncate':
    case 'setattr':
    case 'mount':
    case 'derive':
      return [];
  }
}

/** The Blobs that an operation refers to. */
export function blobsOf(op: Operation): readonly Blob[] {
  switch (op.type) {
    case 'write':
    case 'replace':
      return op.data instanceof Blob ? [op.data] : [];
    case 'mount':
      return op.mounts.flatMap(({ pack: { blob, derived } }) => (derived ? [blob, derived.blob] : [blob]));
    case 'derive':
      return [op.derived.blob];
    default:
      return [];
  }
}

/** The inode whose own state an operation sets, if any. */
export function subjectOf(op: Operation): Ino | null {
  switch (op.type) {
    case 'write':
    case 'replace':
    case 'truncate':
    case 'setattr':
      return op.ino;
    default:
      return null;
  }
}
