// Packs in IndexedDB, once per content id for all projects. The filesystem stores what is mounted; npm looks here before
// it fetches. Any worker may open it.

import { delMany, getMany, keys, set, type UseStore } from 'idb-keyval';
import type { PackSource } from './filesystem.ts';
import { ownBlob, packImage, packSource, wholeBlob, type BlobRange, type PackImage } from './pack.ts';

export const packDatabase = { database: 'holdfast-packs', store: 'packs' } as const;

interface PackRecord {
  readonly format: 1;
  readonly paths: string;
  readonly numbers: Float64Array;
  readonly size: number;
  /** Milliseconds since the epoch: a pack is written before the tree that mounts it (pack-usage.ts). */
  readonly storedAt?: number;
  /** An ArrayBuffer where the browser cannot store Blobs (WebKit, PLATFORM.md). */
  readonly bytes: Blob | ArrayBuffer;
}

export class PackStore {
  /** What is kept beside a pack, as far as it was written or found here. */
  readonly #derived = new Map<string, BlobRange>();
  #storesBlobs = true;

  constructor(
    private readonly store: UseStore,
    private readonly now: () => number = Date.now,
  ) {}

  /** The stored pack, or undefined where there is none or its record cannot be read. */
  async get(id: string): Promise<PackSource | undefined> {
    const image = await this.image(id);
    return image === undefined ? undefined : packSource(image);
  }

  async image(id: string): Promise<PackImage | undefined> {
    const [record, kept] = await getMany<unknown>([key(id), derivedKey(id)], this.store);
    if (!isPackRecord(record)) return undefined;
    const blob = record.bytes instanceof Blob ? record.bytes : new Blob([record.bytes]);
    if (blob.size !== record.size) return undefined;
    const derived = kept instanceof Blob ? wholeBlob(kept) : undefined;
    return { id, paths: record.paths, numbers: record.numbers, ...wholeBlob(blob), derived };
  }

  async put(pack: PackSource): Promise<void> {
    await this.putMissing([packImage(pack)]);
  }

  /**
   * Stores those that are not there: asked of the storage each time, since any worker may let go of what no project uses.
   * What npm stored has the package's description beside it, which a later install reads instead of the files.
   */
  async putMissing(images: readonly PackImage[]): Promise<void> {
    if (images.length === 0) return;
    const stored = new Set(await keys<string>(this.store));
    for (const image of images) {
      if (!stored.has(key(image.id))) await this.#put(image);
      await this.#putDerived(image, stored.has(derivedKey(image.id)));
    }
  }

  /** In a record of its own: that of the pack is large, and is never written again. */
  async #putDerived({ id, derived }: PackImage, isStored: boolean): Promise<void> {
    if (derived === undefined) return;
    const known = this.#derived.get(id);
    this.#derived.set(id, derived);
    // What is stored when it is first seen here is what this one was given.
    if (isStored && (known ?? derived) === derived) return;
    // It can be worked out again: where it cannot be stored (WebKit's Blobs, a full disk) nothing is lost.
    await set(derivedKey(id), ownBlob(derived), this.store).catch(() => undefined);
  }

  async #put(image: PackImage): Promise<void> {
    const { id, paths, numbers, size } = image;
    const blob = ownBlob(image);
    const record = { format: 1, paths, numbers, size, storedAt: this.now() } as const;
    if (this.#storesBlobs) {
      try {
        await set(key(id), { ...record, bytes: blob } satisfies PackRecord, this.store);
        return;
      } catch (error) {
        if (error instanceof Error && error.name === 'QuotaExceededError') throw error;
        this.#storesBlobs = false;
      }
    }
    const bytes = await blob.arrayBuffer();
    await set(key(id), { ...record, bytes } satisfies PackRecord, this.store);
  }

  async ids(): Promise<string[]> {
    const stored = await keys<string>(this.store);
    return stored.filter((name) => name.startsWith('pack:')).map((name) => name.slice('pack:'.length));
  }

  async delete(id: string): Promise<void> {
    this.#derived.delete(id);
    await delMany(packKeys(id), this.store);
  }
}

function key(id: string): string {
  return `pack:${id}`;
}

/** Everything that is stored of a pack. */
export function packKeys(id: string): string[] {
  return [key(id), derivedKey(id), descriptionKey(id)];
}

/** Of what npm knows of a pack that it did not store itself (npm/store/pack-store.ts). */
export function descriptionKey(id: string): string {
  return `description:${id}`;
}

/** Of the Blob that is kept beside a pack. */
export function derivedKey(id: string): string {
  return `derived:${id}`;
}

function isPackRecord(value: unknown): value is PackRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Partial<PackRecord>;
  return (
    record.format === 1 &&
    typeof record.paths === 'string' &&
    record.numbers instanceof Float64Array &&
    typeof record.size === 'number' &&
    (record.bytes instanceof Blob || record.bytes instanceof ArrayBuffer)
  );
}
