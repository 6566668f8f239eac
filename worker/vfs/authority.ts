// The one filesystem of a project: it puts all operations in one order, applies them, relays each to every other replica
// and answers its origin. Lives in the kernel's worker, as long as that; owns storage through Persistence.

import type { Ino } from '../protocol/ids.ts';
import { apply, openGate, stateOf } from './apply.ts';
import { BlobReader, type ReadBlob } from './blob-reader.ts';
import { coalesceWrites, type CurrentFile } from './coalesce-writes.ts';
import type { FileSystem } from './filesystem.ts';
import { isUnlinked, newAttributes, type DirectoryNode, type Inode } from './inode.ts';
import {
  slotsOf,
  subjectOf,
  type AuthorityMessage,
  type InodeState,
  type MountedPack,
  type Operation,
  type ReplicaMessage,
  type Slot,
} from './operation.ts';
import { inoRange } from './replica.ts';
import { takeSnapshot, type Snapshot } from './snapshot.ts';
import { InodeTree } from './tree.ts';
import { VirtualFileSystem } from './virtual-filesystem.ts';
import { WatchRegistry } from './watch-registry.ts';

const defaultCacheBytes = 64 * 1024 * 1024;

export interface AuthorityOptions {
  /** Milliseconds since the epoch, with a fraction. */
  readonly clock: () => number;
  readonly readBlob: ReadBlob;
  readonly cacheBytes?: number;
}

/** One replica, as the authority serves it. */
export interface ReplicaLink {
  readonly start: Snapshot;
  receive(message: ReplicaMessage): void;
  /** Shortens what was sent and has not been delivered yet, to the last message: for a replica without a process. */
  coalesce(undelivered: readonly AuthorityMessage[]): AuthorityMessage[];
  detach(): void;
}

interface Client {
  readonly send: (message: AuthorityMessage) => void;
  /** Own operations answered. */
  applied: number;
}

/** The last change of an inode, and the last one by anyone else than that one's origin. */
interface Changes {
  origin: number;
  seq: number;
  otherSeq: number;
}

type Verdict =
  | { readonly kind: 'apply' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'merge'; readonly from: Ino; readonly into: Ino };

/** Origin of what the kernel itself does. */
const ownOrigin = 0;

export class Authority {
  readonly fs: FileSystem;
  readonly tree: InodeTree;
  readonly blobs: BlobReader;
  /** Called after every change. */
  onChange: () => void = () => {};
  readonly #clients = new Map<number, Client>();
  readonly #changes = new WeakMap<Inode, Changes>();
  #seq = 0;
  #ownNumber = 0;
  #nextOrigin = 1;
  /** 1 is the root. */
  #nextIno = 2;

  constructor(options: AuthorityOptions) {
    this.blobs = new BlobReader(options.readBlob, options.cacheBytes ?? defaultCacheBytes);
    this.tree = new InodeTree(new WatchRegistry(), newAttributes(0o755, options.clock()));
    this.fs = new VirtualFileSystem({
      tree: this.tree,
      blobs: this.blobs,
      clock: options.clock,
      allocate: (count) => this.allocate(count),
      commit: (op) => this.#accept(op, ownOrigin, ++this.#ownNumber),
    });
  }

  /** Inode numbers of the authority's own range; loading storage takes its from there too. */
  allocate(count: number): number {
    this.#nextIno += count;
    if (this.#nextIno > inoRange) throw new Error('The inode numbers of this kernel life are used up.');
    return this.#nextIno - count;
  }

  /** A new replica: it starts from `start` and gets everything later through `send`. */
  attach(send: (message: AuthorityMessage) => void): ReplicaLink {
    const origin = this.#nextOrigin++;
    const applied = [...this.#clients].map(([id, client]) => [id, client.applied] as const);
    const start = takeSnapshot(this.tree, this.blobs, { seq: this.#seq, origin, applied });
    this.#clients.set(origin, { send, applied: 0 });
    return {
      start,
      receive: (message) => this.#receive(origin, message),
      coalesce: (undelivered) => coalesceWrites(undelivered, (ino) => this.#currentFile(ino)),
      detach: () => this.#clients.delete(origin),
    };
  }

  #receive(origin: number, { number, base, op: sent }: ReplicaMessage): void {
    const client = this.#clients.get(origin);
    // A disowned process: its writes are refused (DESIGN.md section 5).
    if (client === undefined) return;
    client.applied = number;
    const op = this.#translate(sent);
    const verdict = this.#judge(op, origin);
    if (verdict.kind === 'apply') {
      const stale = this.#changedSince(op, origin, base);
      this.#accept(op, origin, number);
      const fresh = stale.map((ino) => this.tree.resolve(ino)).filter((node) => node !== undefined);
      client.send({ type: 'ack', seq: this.#seq, number, fresh: fresh.map((node) => this.#state(node)) });
      this.tree.watchers.deliver();
      return;
    }
    this.#toOthers(origin, { type: 'skip', seq: this.#seq, origin, number });
    if (verdict.kind === 'merge') this.tree.alias(verdict.from, verdict.into);
    client.send({
      type: 'correct',
      seq: this.#seq,
      number,
      slots: slotsOf(op).map(({ parent, name }) => ({ parent, name, ino: this.#inoAt({ parent, name }) })),
      fresh: this.#involved(op).map((node) => this.#state(node)),
      merge: verdict.kind === 'merge' ? { from: verdict.from, into: verdict.into } : null,
    });
  }

  #accept(op: Operation, origin: number, number: number): void {
    const seq = ++this.#seq;
    apply(this.tree, op, openGate, this.blobs);
    for (const node of this.#involved(op)) this.#mark(node, origin, seq);
    this.#toOthers(origin, { type: 'op', seq, origin, number, op });
    this.onChange();
  }

  #currentFile(ino: Ino): ReturnType<CurrentFile> {
    const contents = this.tree.resolveFile(ino)?.contents;
    return contents === undefined ? null : { size: contents.size, data: () => contents.snapshot(this.blobs) };
  }

  #toOthers(origin: number, message: AuthorityMessage): void {
    for (const [id, client] of this.#clients) if (id !== origin) client.send(message);
  }

  /** Whether an operation still makes sense in the tree as it is by now. */
  #judge(op: Operation, origin: number): Verdict {
    const refuse: Verdict = { kind: 'refuse' };
    const accept: Verdict = { kind: 'apply' };
    switch (op.type) {
      case 'create': {
        const parent = this.#living(op.parent);
        if (parent === undefined || this.tree.resolve(op.ino) !== undefined) return refuse;
        const there = this.tree.entries(parent).get(op.name);
        if (there === undefined) return accept;
        if (op.exclusive === true) return refuse;
        const makesDirectory = op.node.type === 'directory';
        if (makesDirectory && there.type === 'directory')
          return { kind: 'merge', from: op.ino, into: there.ino };
        // Two processes made the same file: the later one replaces the other's, as if renamed over it.
        return makesDirectory || there.type === 'directory' ? refuse : accept;
      }
      case 'link': {
        const parent = this.#living(op.parent);
        const node = this.tree.resolve(op.ino);
        if (parent === undefined || node === undefined || node.type === 'directory') return refuse;
        return this.tree.entries(parent).has(op.name) ? refuse : accept;
      }
      case 'unlink':
      case 'rmdir':
      case 'remove': {
        const there = this.#inoAt(op);
        if (there === null) return { kind: 'nothing' };
        const node = this.tree.resolve(op.ino);
        if (there !== op.ino || node === undefined) return refuse;
        return op.type === 'rmdir' && node.type === 'directory' && this.tree.entries(node).size > 0
          ? refuse
          : accept;
      }
      case 'rename': {
        const node = this.tree.resolve(op.ino);
        const target = this.#living(op.to.parent);
        if (node === undefined || target === undefined || this.#inoAt(op.from) !== op.ino) return refuse;
        if (node.type === 'directory' && isWithin(target, node)) return refuse;
        const there = this.tree.entries(target).get(op.to.name);
        if (there === undefined) return accept;
        if (there === node) return refuse;
        if ((there.type === 'directory') !== (node.type === 'directory')) return refuse;
        return there.type === 'directory' && this.tree.entries(there).size > 0 ? refuse : accept;
      }
      case 'write':
      case 'replace':
      case 'truncate':
        // A file without a name is its holder's alone.
        return this.tree.resolveFile(op.ino) === undefined ? { kind: 'nothing' } : accept;
      case 'setattr':
        return this.tree.resolve(op.ino) === undefined ? { kind: 'nothing' } : accept;
      case 'mount': {
        const isOwn = ({ inoBase }: MountedPack): boolean => Math.floor(inoBase / inoRange) === origin;
        return op.mounts.length > 0 && op.mounts.every(isOwn) ? accept : refuse;
      }
      case 'derive':
        return this.tree.knownPack(op.packId) === undefined ? { kind: 'nothing' } : accept;
    }
  }

  #inoAt({ parent, name }: Slot): Ino | null {
    const directory = this.tree.resolveDirectory(parent);
    return directory === undefined ? null : (this.tree.entries(directory).get(name)?.ino ?? null);
  }

  #living(ino: Ino): DirectoryNode | undefined {
    const directory = this.tree.resolveDirectory(ino);
    return directory === undefined || isUnlinked(directory) ? undefined : directory;
  }

  /** The operation in terms of the inodes that are left after directories were merged. */
  #translate(op: Operation): Operation {
    const slot = ({ parent, name }: Slot): Slot => ({ parent: this.tree.translate(parent), name });
    switch (op.type) {
      case 'create':
        return { ...op, ...slot(op) };
      case 'link':
      case 'unlink':
      case 'rmdir':
      case 'remove':
        return { ...op, ...slot(op), ino: this.tree.translate(op.ino) };
      case 'rename':
        return { ...op, from: slot(op.from), to: slot(op.to), ino: this.tree.translate(op.ino) };
      case 'mount': {
        const mounts = op.mounts.map((mount) => ({ ...mount, ino: this.tree.translate(mount.ino) }));
        // What was removed meanwhile is mounted nowhere.
        return { ...op, mounts: mounts.filter(({ ino }) => this.#living(ino) !== undefined) };
      }
      case 'derive':
        return op;
      default:
        return { ...op, ino: this.tree.translate(op.ino) };
    }
  }

  /** Inodes that the operation sets and that others changed after `base`: the origin has held those changes back. */
  #changedSince(op: Operation, origin: number, base: number): Ino[] {
    return this.#involved(op)
      .filter((node) => {
        const changes = this.#changes.get(node);
        if (changes === undefined) return false;
        return (changes.origin === origin ? changes.otherSeq : changes.seq) > base;
      })
      .map(({ ino }) => ino);
  }

  /** The inode that an operation changes, or the directories whose times it does. */
  #involved(op: Operation): Inode[] {
    const subject = subjectOf(op);
    const inos = subject === null ? slotsOf(op).map(({ parent }) => parent) : [subject];
    return [...new Set(inos)].map((ino) => this.tree.resolve(ino)).filter((node) => node !== undefined);
  }

  #mark(node: Inode, origin: number, seq: number): void {
    const changes = this.#changes.get(node);
    if (changes === undefined) this.#changes.set(node, { origin, seq, otherSeq: 0 });
    else if (changes.origin === origin) changes.seq = seq;
    else this.#changes.set(node, { origin, seq, otherSeq: changes.seq });
  }

  #state(node: Inode): InodeState {
    return stateOf(node, this.blobs);
  }
}

function isWithin(directory: DirectoryNode, top: DirectoryNode): boolean {
  for (let at: DirectoryNode | undefined = directory; at !== undefined; at = at.links[0]?.parent)
    if (at === top) return true;
  return false;
}
