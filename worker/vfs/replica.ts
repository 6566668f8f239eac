// A process's own view of the filesystem: its operations take effect here at once and are sent to the authority, whose
// ordered log brings everyone else's. Until the authority has answered, what this process set wins here, so that no process
// sees its own write undone by an older one of another. One a process worker; lives as long as that.

import type { Ino } from '../protocol/ids.ts';
import { apply, applyState, applyToInode, openGate, type Gate } from './apply.ts';
import { BlobReader, type ReadBlob } from './blob-reader.ts';
import { isUnlinked, newAttributes, type Inode } from './inode.ts';
import {
  slotsOf,
  subjectOf,
  type AuthorityMessage,
  type Operation,
  type ReplicaMessage,
} from './operation.ts';
import { loadSnapshot, type Snapshot } from './snapshot.ts';
import { InodeTree } from './tree.ts';
import { VirtualFileSystem } from './virtual-filesystem.ts';
import { WatchRegistry } from './watch-registry.ts';

/** Inode numbers of an origin: from `origin * inoRange` on. 2^53 leaves room for two million origins a kernel life. */
export const inoRange = 2 ** 32;

/** Blob contents that are kept in a process's memory. */
const defaultCacheBytes = 32 * 1024 * 1024;

/** Writes up to this size are held for others to join them: a line of a log, a block of a stream. */
const heldWriteBytes = 4096;
/** What one held write grows to; below what is sent inline. */
const heldBytes = 32 * 1024;
/** Most small writes stay alone. */
const firstHeldBytes = 128;
/**
 * Operations of a burst leave together, once in so many milliseconds: a message costs some 0.1 ms at each of the processes
 * that hear of it, an operation in it a hundredth of that. One that comes alone leaves at once.
 */
const gatherMs = 5;

interface ReplicaOptions {
  /** To the authority, in order. */
  readonly send: (messages: readonly ReplicaMessage[]) => void;
  /** Milliseconds since the epoch, with a fraction. */
  readonly clock: () => number;
  readonly readBlob: ReadBlob;
  readonly cacheBytes?: number;
  /**
   * Where given, operations of a burst are held until then at most and sent together, and small writes that go on from one
   * another as one: a program that logs into a file makes one for each line. Whoever sends anything else on the same way
   * calls `flush` before.
   */
  readonly later?: (task: () => void) => void;
  /**
   * Blocks until everything that was sent is answered (`receive` was called for it). Where it is not given or cannot, two
   * processes that race for a name may both think that they have won.
   */
  readonly settle?: () => void;
}

/** What the sender of a message has seen of the filesystem, and its own operations on the way (os/connection.ts). */
export interface Stamp {
  readonly seq: number;
  readonly origin: number;
  readonly op: number;
}

export interface Replica {
  readonly fs: VirtualFileSystem;
  /** The authority's messages, in order. */
  receive(message: AuthorityMessage): void;
  /** Own operations that the authority has not answered yet. */
  readonly pending: number;
  /** Sends what is held back. */
  flush(): void;
  readonly causality: {
    stamp(): Stamp | undefined;
    has(stamp: Stamp): boolean;
    seen(stamp: Stamp, retry: () => void): boolean;
  };
}

export function createReplica(snapshot: Snapshot, options: ReplicaOptions): Replica {
  return new LogReplica(snapshot, options);
}

interface Pending {
  readonly number: number;
  op: Operation;
  slots: string[];
}
type Write = Extract<Operation, { type: 'write' }>;

class LogReplica implements Replica, Gate {
  readonly fs: VirtualFileSystem;
  readonly #tree: InodeTree;
  readonly #blobs: BlobReader;
  readonly #origin: number;
  #seq: number;
  /** Own operations sent. */
  #sent = 0;
  /** In order of their numbers; the authority answers in that order. */
  #pending: Pending[] = [];
  /** How many pending operations set each name (`ino/name`) and each inode. */
  readonly #slotMask = new Map<string, number>();
  readonly #inodeMask = new Map<Ino, number>();
  /** Inodes without a name that a correction may still bring back: until the operation of that number is answered. */
  #orphans: { readonly node: Inode; readonly until: number }[] = [];
  /** The last own operation, a write that is not sent yet and may still grow; its bytes so far are `buffer`'s first `size`. */
  #held:
    | {
        readonly entry: Pending & { op: Write };
        readonly base: number;
        buffer: Uint8Array<ArrayBuffer>;
        size: number;
      }
    | undefined;
  /** The operation whose answer is waited for. */
  #raced: { readonly number: number; refused: boolean } | undefined;
  readonly #applied: Map<number, number>;
  #waiting: { readonly stamp: Stamp; readonly retry: () => void }[] = [];
  #nextIno: number;
  /** Before the held write, and not sent either. */
  #gathered: ReplicaMessage[] = [];
  #flushesLater = false;
  #flushedAt = -Infinity;

  constructor(
    snapshot: Snapshot,
    private readonly options: ReplicaOptions,
  ) {
    this.#seq = snapshot.seq;
    this.#origin = snapshot.origin;
    this.#applied = new Map(snapshot.applied);
    this.#nextIno = snapshot.origin * inoRange;
    this.#blobs = new BlobReader(options.readBlob, options.cacheBytes ?? defaultCacheBytes);
    this.#tree = new InodeTree(new WatchRegistry(), newAttributes(0o755, 0));
    loadSnapshot(this.#tree, snapshot);
    this.#tree.onOrphan = (node) => {
      if (this.#pending.length === 0) this.#tree.forget(node);
      else this.#orphans.push({ node, until: this.#sent });
    };
    this.fs = new VirtualFileSystem({
      tree: this.#tree,
      blobs: this.#blobs,
      clock: options.clock,
      allocate: (count) => (this.#nextIno += count) - count,
      commit: (op) => this.#commit(op),
      commitFirst: (op) => this.#commitFirst(op),
      isOwn: (ino) => Math.floor(ino / inoRange) === this.#origin,
    });
  }

  get pending(): number {
    return this.#pending.length;
  }

  readonly causality = {
    stamp: (): Stamp | undefined => {
      this.flush();
      return this.#seq === 0 && this.#sent === 0
        ? undefined
        : { seq: this.#seq, origin: this.#origin, op: this.#sent };
    },
    has: (stamp: Stamp): boolean => this.#hasSeen(stamp),
    seen: (stamp: Stamp, retry: () => void): boolean => {
      if (this.#hasSeen(stamp)) return true;
      this.#waiting.push({ stamp, retry });
      return false;
    },
  };

  flush(): void {
    this.#closeHeld();
    if (this.#gathered.length === 0) return;
    const messages = this.#gathered;
    this.#gathered = [];
    this.#flushedAt = this.options.clock();
    this.options.send(messages);
  }

  /** Nothing is added to the held write any more. */
  #closeHeld(): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    const { entry } = held;
    // Posting clones what is there, so that the tail that is not used must not be.
    entry.op = { ...entry.op, data: held.buffer.slice(0, held.size) };
    this.#gathered.push({ type: 'op', number: entry.number, base: held.base, op: entry.op });
  }

  #flushLater(later: (task: () => void) => void): void {
    if (this.#flushesLater) return;
    this.#flushesLater = true;
    later(() => {
      this.#flushesLater = false;
      this.flush();
    });
  }

  receive(message: AuthorityMessage): void {
    this.flush();
    this.#seq = message.seq;
    switch (message.type) {
      case 'op':
        apply(this.#tree, message.op, this, this.#blobs);
        this.#applied.set(message.origin, message.number);
        if ('ino' in message.op) this.#keepIfOrphan(this.#tree.resolve(message.op.ino));
        break;
      case 'skip':
        this.#applied.set(message.origin, message.number);
        break;
      case 'ack':
      case 'correct':
        this.#settle(message);
        break;
    }
    this.#tree.watchers.deliver();
    if (this.#waiting.length > 0) this.#wake();
  }

  // Gate: what own operations have set stays until they are answered.
  slot(parent: Ino, name: string): boolean {
    return !this.#slotMask.has(`${parent}/${name}`);
  }
  inode(ino: Ino): boolean {
    return !this.#inodeMask.has(ino);
  }

  #commit(op: Operation): void {
    if (op.type === 'write' && this.#growHeld(op)) {
      apply(this.#tree, op, openGate, this.#blobs);
      return;
    }
    this.#closeHeld();
    const number = ++this.#sent;
    const slots = slotsOf(op).map(({ parent, name }) => `${parent}/${name}`);
    const entry: Pending = { number, op, slots };
    this.#pending.push(entry);
    for (const slot of slots) add(this.#slotMask, slot, 1);
    const subject = subjectOf(op);
    if (subject !== null) add(this.#inodeMask, subject, 1);
    apply(this.#tree, op, openGate, this.#blobs);
    if (this.#hold(entry)) return;
    this.#gathered.push({ type: 'op', number, base: this.#seq, op });
    const { later, clock } = this.options;
    if (later === undefined || clock() - this.#flushedAt >= gatherMs) this.flush();
    else this.#flushLater(later);
  }

  #commitFirst(op: Operation): boolean {
    this.#commit(op);
    const raced = { number: this.#sent, refused: false };
    this.#raced = raced;
    this.flush();
    this.options.settle?.();
    this.#raced = undefined;
    return !raced.refused;
  }

  /** True where the operation is held back: a small write that more of the same may follow. */
  #hold(entry: Pending): boolean {
    const { op } = entry;
    const { later } = this.options;
    if (later === undefined || op.type !== 'write' || !(op.data instanceof Uint8Array)) return false;
    if (op.data.length > heldWriteBytes) return false;
    const buffer = new Uint8Array(Math.max(firstHeldBytes, op.data.length));
    buffer.set(op.data);
    this.#held = { entry: entry as Pending & { op: Write }, base: this.#seq, buffer, size: op.data.length };
    this.#flushLater(later);
    return true;
  }

  /** Puts `op` into the write that is held, where it goes on from it and there is room. */
  #growHeld({ ino, position, data, at }: Write): boolean {
    const held = this.#held;
    if (held === undefined || held.entry.op.ino !== ino || !(data instanceof Uint8Array)) return false;
    const { op } = held.entry;
    const expected = op.position === null ? null : op.position + held.size;
    if (position !== expected || held.size + data.length > heldBytes) return false;
    const size = held.size + data.length;
    if (size > held.buffer.length) {
      const grown = new Uint8Array(Math.min(heldBytes, Math.max(size, held.buffer.length * 4)));
      grown.set(held.buffer.subarray(0, held.size));
      held.buffer = grown;
    }
    held.buffer.set(data, held.size);
    held.size = size;
    held.entry.op = { ...op, data: held.buffer.subarray(0, held.size), at };
    return true;
  }

  #settle(message: Extract<AuthorityMessage, { type: 'ack' | 'correct' }>): void {
    const settled = this.#pending.shift();
    if (settled?.number !== message.number)
      throw new Error(
        `The filesystem log is out of step: ${message.number} answered, ${settled?.number} sent.`,
      );
    for (const slot of settled.slots) add(this.#slotMask, slot, -1);
    const subject = subjectOf(settled.op);
    if (subject !== null) add(this.#inodeMask, this.#tree.translate(subject), -1);
    if (message.type === 'correct') {
      if (this.#raced?.number === message.number) this.#raced.refused = true;
      if (message.merge !== null) this.#merge(message.merge.from, message.merge.into);
      for (const { parent, name, ino } of message.slots) {
        const directory = this.#tree.resolveDirectory(parent);
        const node = ino === null ? null : (this.#tree.resolve(ino) ?? null);
        if (directory !== undefined && this.slot(directory.ino, name))
          this.#tree.setSlot(directory, name, node);
        // A later operation holds the name: should that be refused too, this inode comes back.
        if (node !== null) this.#keepIfOrphan(node);
      }
    }
    for (const state of message.fresh) {
      applyState(this.#tree, state);
      // Later operations of this process on the same inode come on top again.
      for (const { op } of this.#pending) {
        const subject = subjectOf(op);
        if (subject !== null && this.#tree.translate(subject) === state.ino)
          applyToInode(this.#tree, op, this.#blobs);
        else if (slotsOf(op).some(({ parent }) => this.#tree.translate(parent) === state.ino))
          this.#touch(state.ino, op);
      }
    }
    this.#releaseOrphans();
  }

  #touch(ino: Ino, op: Operation): void {
    const directory = this.#tree.resolve(ino);
    if (directory !== undefined) directory.mtimeMs = Math.max(directory.mtimeMs, op.at);
  }

  /** Two processes made the same directory: this one's becomes the other's, with what is in it. */
  #merge(from: Ino, into: Ino): void {
    const mine = this.#tree.resolveDirectory(from);
    const theirs = this.#tree.resolveDirectory(into);
    if (mine === undefined || theirs === undefined) return;
    // Of each name, this process's last word counts: here, there, or that it is gone.
    const last = new Map<string, { mine: number; theirs: number }>();
    for (const { op, number } of this.#pending)
      for (const slot of slotsOf(op)) {
        const parent = this.#tree.translate(slot.parent);
        if (parent !== from && parent !== into) continue;
        const words = last.get(slot.name) ?? { mine: 0, theirs: 0 };
        last.set(slot.name, parent === from ? { ...words, mine: number } : { ...words, theirs: number });
      }
    for (const [name, words] of last) {
      if (words.theirs > words.mine) this.#tree.setSlot(mine, name, null);
      else if (!this.#tree.entries(mine).has(name)) this.#tree.setSlot(theirs, name, null);
    }
    this.#tree.merge(mine, theirs);
    for (const pending of this.#pending) {
      if (subjectOf(pending.op) === from) applyToInode(this.#tree, pending.op, this.#blobs);
      else if (slotsOf(pending.op).some(({ parent }) => parent === from)) this.#touch(into, pending.op);
      pending.slots = pending.slots.map((slot) => {
        if (!slot.startsWith(`${from}/`)) return slot;
        const moved = `${into}/${slot.slice(slot.indexOf('/') + 1)}`;
        add(this.#slotMask, slot, -1);
        add(this.#slotMask, moved, 1);
        return moved;
      });
    }
    const own = this.#inodeMask.get(from);
    if (own !== undefined) {
      this.#inodeMask.delete(from);
      add(this.#inodeMask, into, own);
    }
  }

  #keepIfOrphan(node: Inode | undefined): void {
    if (node !== undefined && isUnlinked(node)) this.#tree.onOrphan(node);
  }

  #releaseOrphans(): void {
    const answered = this.#pending[0] === undefined ? this.#sent : this.#pending[0].number - 1;
    const free = this.#orphans.filter(({ until }) => until <= answered);
    if (free.length === 0) return;
    this.#orphans = this.#orphans.filter(({ until }) => until > answered);
    const kept = new Set(this.#orphans.map(({ node }) => node));
    for (const { node } of free) if (!kept.has(node)) this.#tree.forget(node);
  }

  #hasSeen({ seq, origin, op }: Stamp): boolean {
    return this.#seq >= seq && (origin === this.#origin || (this.#applied.get(origin) ?? 0) >= op);
  }

  #wake(): void {
    const ready = this.#waiting.filter(({ stamp }) => this.#hasSeen(stamp));
    this.#waiting = this.#waiting.filter((waiter) => !ready.includes(waiter));
    for (const { retry } of ready) retry();
  }
}

function add<K>(counts: Map<K, number>, key: K, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
