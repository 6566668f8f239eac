// Write-behind storage of what lies below one folder: after a change it waits a moment, then writes all that changed as
// one packed record, with the tree beside it, in one transaction. Owned by the authority's creator; lives as long as it.

import type { UseStore } from 'idb-keyval';
import { SystemError } from '../protocol/errno.ts';
import type { Authority } from './authority.ts';
import { adler32 } from './checksum.ts';
import type { Contents } from './contents.ts';
import type { FileNode } from './inode.ts';
import type { PackStore } from './pack-store.ts';
import {
  bundleKey,
  bundleNumbers,
  treeKeys,
  treeSum,
  type BundleRecord,
  type TreeRecord,
} from './stored-tree.ts';
import { encodeTree, kinds, pathBelow } from './tree-image.ts';

/** Long enough that a burst of writes is one transaction, short enough that a crash loses next to nothing. */
const writeBehindMs = 300;
/** After a failure: the user may have made room. Twice as long each time, since all is written once more. */
const firstRetryMs = 2_000;
const lastRetryMs = 30_000;
/** A flush may take one part in so many of the kernel's time. */
const walkShare = 15;
/** And all of it, storage too, one in so many: a large file that is written all the time is stored anew each time. */
const writeShare = 5;
/** A crash loses no more than this. */
const mostBehindMs = 5_000;
/** A bundle of which less than this part is still used is written anew. */
const worthKeeping = 0.5;

export interface StorageWarning {
  /** ENOSPC: the quota is exceeded; EIO: the browser refused otherwise. The files stay in memory and are tried again. */
  readonly code: 'ENOSPC' | 'EIO';
  readonly message: string;
}

export interface PersistenceOptions {
  readonly store: UseStore;
  readonly packs: PackStore;
  readonly setTimeout: (callback: () => void, ms: number) => unknown;
  readonly clearTimeout: (handle: unknown) => void;
  /** Milliseconds. */
  readonly now: () => number;
  /** Null: the last warning no longer holds. */
  readonly onWarning: (warning: StorageWarning | null) => void;
}

/** Where the contents of a file lie in storage, and which state of them that is. */
export interface StoredAt {
  readonly contents: Contents;
  readonly version: number;
  readonly bundle: number;
  readonly offset: number;
}

/** The bundles that storage has: number to size. */
export type StoredBundles = Map<number, number>;

/** Some 10 ms of checksumming. */
const checksumTurn = 4 * 1024 * 1024;

interface NewFile {
  readonly file: FileNode;
  readonly path: string;
  readonly parts: BlobPart[];
  readonly contents: Contents;
  readonly version: number;
}

export class Persistence {
  #timer: unknown = null;
  #dirty = false;
  #running: Promise<void> | null = null;
  #warned = false;
  #retryMs = firstRetryMs;
  #delay = writeBehindMs;

  constructor(
    private readonly authority: Authority,
    private readonly folder: string,
    private readonly options: PersistenceOptions,
    private readonly stored: WeakMap<FileNode, StoredAt>,
    private readonly bundles: StoredBundles,
    private generation: number,
  ) {}

  /** To be called after every change. */
  changed(): void {
    this.#dirty = true;
    this.#schedule(this.#delay);
  }

  /** Resolves when everything that was changed before the call is stored. Rejects with ENOSPC or EIO. */
  async flush(): Promise<void> {
    while (this.#running !== null || this.#dirty) {
      if (this.#running !== null) await this.#running.catch(() => {});
      if (this.#dirty && this.#running === null) await this.#start();
    }
  }

  #schedule(ms: number): void {
    if (this.#timer !== null || this.#running !== null) return;
    this.#timer = this.options.setTimeout(() => {
      this.#timer = null;
      // The failure was told by onWarning.
      this.#start().catch(() => {});
    }, ms);
  }

  #start(): Promise<void> {
    if (this.#timer !== null) this.options.clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#running !== null) return this.#running;
    this.#dirty = false;
    const run = this.#write().then(
      () => {
        this.#running = null;
        if (this.#warned) this.options.onWarning(null);
        this.#warned = false;
        this.#retryMs = firstRetryMs;
        if (this.#dirty) this.#schedule(this.#delay);
      },
      (cause: unknown) => {
        this.#running = null;
        this.#dirty = true;
        this.#schedule(this.#retryMs);
        this.#retryMs = Math.min(lastRetryMs, this.#retryMs * 2);
        const warning = describe(cause);
        this.#warned = true;
        this.options.onWarning(warning);
        const error = new SystemError(warning.code, 'fsync', this.folder);
        error.cause = cause;
        throw error;
      },
    );
    this.#running = run;
    return run;
  }

  async #write(): Promise<void> {
    const { authority, stored, bundles } = this;
    const top = authority.tree.resolveDirectory(authority.fs.stat(this.folder).ino);
    if (top === undefined) throw new SystemError('ENOTDIR', 'fsync', this.folder);
    const started = this.options.now();
    const generation = this.generation + 1;
    const number = generation;
    const files: FileNode[] = [];
    const { image, packs } = encodeTree(authority.tree, top, (file) => [files.push(file) - 1, 0]);
    const live = new Map<number, number>();
    for (const file of files) {
      const at = this.#storedAt(file);
      if (at !== undefined) live.set(at.bundle, (live.get(at.bundle) ?? 0) + file.contents.size);
    }
    const worn = ([id, size]: [number, number]): boolean => (live.get(id) ?? 0) < size * worthKeeping;
    const stale = new Set([...bundles].filter(worn).map(([id]) => id));
    const added: NewFile[] = [];
    let size = 0;
    const place = (file: FileNode): readonly [bundle: number, offset: number] => {
      const { contents } = file;
      if (contents.size === 0) return [0, 0];
      const at = this.#storedAt(file);
      if (at !== undefined && !stale.has(at.bundle)) return [at.bundle, at.offset];
      const path = pathBelow(top, file);
      added.push({ file, path, parts: contents.parts(), contents, version: contents.version });
      size += contents.size;
      return [number, size - contents.size];
    };
    const used = new Set<number>();
    image.kinds.forEach((kind, index) => {
      if (kind !== kinds.stored) return;
      const file = files[image.references[index * 2] ?? 0];
      if (file === undefined) return;
      const at = place(file);
      image.references.set(at, index * 2);
      used.add(at[0]);
    });
    // The walk holds the kernel up: the larger the tree, the more rarely.
    this.#delay = Math.max(writeBehindMs, (this.options.now() - started) * walkShare);
    // From here on the tree may change again: what is written is the state as it was above.
    await this.options.packs.putMissing(packs);
    const bundle = added.length === 0 ? null : await makeBundle(added, generation);
    const record: TreeRecord = {
      format: 1,
      generation,
      image,
      packs: packs.map(({ id }) => id),
      sum: treeSum(image),
    };
    const unused = [...bundles.keys()].filter((id) => !used.has(id));
    await this.options.store('readwrite', (store) => {
      if (bundle !== null) store.put(bundle.record, bundleKey(number));
      for (const key of treeKeys) store.put(record, key);
      for (const id of unused) store.delete(bundleKey(id));
      return finished(store.transaction);
    });
    this.generation = generation;
    const took = this.options.now() - started;
    this.#delay = Math.max(this.#delay, Math.min(mostBehindMs, took * writeShare));
    for (const id of unused) bundles.delete(id);
    if (bundle === null) return;
    bundles.set(number, size);
    for (const [index, { file, contents, version }] of added.entries())
      stored.set(file, { contents, version, bundle: number, offset: bundle.offsets[index] ?? 0 });
  }

  #storedAt(file: FileNode): StoredAt | undefined {
    const at = this.stored.get(file);
    return at !== undefined && at.contents === file.contents && at.version === file.contents.version
      ? at
      : undefined;
  }
}

async function makeBundle(
  files: readonly NewFile[],
  generation: number,
): Promise<{ record: BundleRecord; offsets: number[] }> {
  const bytes = await new Blob(files.flatMap(({ parts }) => parts)).arrayBuffer();
  const numbers = new Float64Array(files.length * bundleNumbers);
  const offsets: number[] = [];
  let offset = 0;
  for (const [index, { file, parts }] of files.entries()) {
    const length = parts.reduce((sum, part) => sum + sizeOf(part), 0);
    const sum = await checksum(new Uint8Array(bytes, offset, length));
    numbers.set([offset, length, file.mode, file.mtimeMs, sum], index * bundleNumbers);
    offsets.push(offset);
    offset += length;
  }
  const paths = files.map(({ path }) => path).join('\0');
  return { record: { format: 1, generation, paths, numbers, bytes }, offsets };
}

/** In turns: a file of 100 MB must not hold the kernel up. */
async function checksum(bytes: Uint8Array): Promise<number> {
  let sum = 1;
  for (let start = 0; start < bytes.length; start += checksumTurn) {
    if (start > 0) await new Promise((resolve) => setTimeout(resolve));
    sum = adler32(bytes.subarray(start, start + checksumTurn), sum);
  }
  return sum;
}

function sizeOf(part: BlobPart): number {
  return part instanceof Blob ? part.size : (part as Uint8Array).byteLength;
}

/** A transaction's `complete`: a put may succeed and its transaction still be aborted by the quota. */
function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new Error('The storage transaction was aborted.'));
    transaction.onerror = () => reject(transaction.error ?? new Error('The storage transaction failed.'));
  });
}

function describe(cause: unknown): StorageWarning {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  const detail = cause instanceof Error ? cause.message : String(cause);
  return name === 'QuotaExceededError'
    ? {
        code: 'ENOSPC',
        message:
          "The browser's storage for this site is full. Your files are safe in memory while a tab is open; make room and they are stored.",
      }
    : { code: 'EIO', message: `The browser could not store the files: ${detail}` };
}
