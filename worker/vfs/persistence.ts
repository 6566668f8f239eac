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
import { encodeTree, kinds } from './tree-image.ts';

/** Long enough that a burst of writes is one transaction, short enough that a crash loses next to nothing. */
const writeBehindMs = 300;
/** After a failure: the user may have made room. */
const retryMs = 15_000;
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
    this.#schedule(writeBehindMs);
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
        if (this.#dirty) this.#schedule(writeBehindMs);
      },
      (cause: unknown) => {
        this.#running = null;
        this.#dirty = true;
        this.#schedule(retryMs);
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
    const generation = this.generation + 1;
    const number = generation;
    // First what is still used of each bundle: those that are mostly dead are written anew.
    const live = new Map<number, number>();
    encodeTree(authority.tree, top, (file) => {
      const at = this.#storedAt(file);
      if (at !== undefined) live.set(at.bundle, (live.get(at.bundle) ?? 0) + file.contents.size);
      return [0, 0];
    });
    const stale = new Set(
      [...bundles].filter(([id, size]) => (live.get(id) ?? 0) < size * worthKeeping).map(([id]) => id),
    );
    const added: NewFile[] = [];
    let size = 0;
    const { image, packs } = encodeTree(authority.tree, top, (file, path) => {
      const { contents } = file;
      if (contents.size === 0) return [0, 0];
      const at = this.#storedAt(file);
      if (at !== undefined && !stale.has(at.bundle)) return [at.bundle, at.offset];
      added.push({ file, path: path(), parts: contents.parts(), contents, version: contents.version });
      size += contents.size;
      return [number, size - contents.size];
    });
    // From here on the tree may change again: what is written is the state as it was above.
    for (const pack of packs) await this.options.packs.putImage(pack);
    const bundle = added.length === 0 ? null : await makeBundle(added, generation);
    const record: TreeRecord = {
      format: 1,
      generation,
      image,
      packs: packs.map(({ id }) => id),
      sum: treeSum(image),
    };
    const used = new Set<number>();
    image.references.forEach((reference, index) => {
      if (index % 2 === 0 && image.kinds[index / 2] === kinds.stored) used.add(reference);
    });
    const unused = [...bundles.keys()].filter((id) => !used.has(id));
    await this.options.store('readwrite', (store) => {
      if (bundle !== null) store.put(bundle.record, bundleKey(number));
      for (const key of treeKeys) store.put(record, key);
      for (const id of unused) store.delete(bundleKey(id));
      return finished(store.transaction);
    });
    this.generation = generation;
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
  files.forEach(({ file, parts }, index) => {
    const length = parts.reduce((sum, part) => sum + sizeOf(part), 0);
    const sum = adler32(new Uint8Array(bytes, offset, length));
    numbers.set([offset, length, file.mode, file.mtimeMs, sum], index * bundleNumbers);
    offsets.push(offset);
    offset += length;
  });
  const paths = files.map(({ path }) => path.slice(1)).join('\0');
  return { record: { format: 1, generation, paths, numbers, bytes }, offsets };
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
