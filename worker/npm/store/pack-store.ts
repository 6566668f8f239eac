// The packages of this browser, shared by all projects: one record per integrity, an index and a Blob. Written once and
// never changed. Opened by whoever installs; lives in IndexedDB.
import { createStore, getMany, setMany, type UseStore } from 'idb-keyval';
import type { PackEntry, PackSource } from '../../vfs/filesystem.ts';
import { packImage, packSource } from '../../vfs/pack.ts';
import { derivedKey, packDatabase } from '../../vfs/pack-store.ts';
import type { Manifest } from '../manifest.ts';
import { describePack } from '../registry/unpack.ts';

export interface StoredPack {
  readonly pack: PackSource;
  readonly manifest: Manifest;
  readonly bundled: Readonly<Record<string, Manifest>>;
}

export interface PackStore {
  /** Those that are there, in one transaction. */
  get(ids: readonly string[]): Promise<Map<string, StoredPack>>;
  /** Rejects with the browser's QuotaExceededError where the disk is full. */
  put(packs: readonly StoredPack[]): Promise<void>;
}

/** The record of vfs/pack-store.ts, which keeps what is mounted in the same place, and what the package says of itself. */
interface PackRecord {
  readonly format: 1;
  readonly paths: string;
  readonly numbers: Float64Array;
  readonly size: number;
  readonly bytes: Blob | ArrayBuffer;
  readonly manifest?: Manifest;
  readonly bundled?: Readonly<Record<string, Manifest>>;
  /** Milliseconds since the epoch; see vfs/pack-usage.ts. */
  readonly storedAt?: number;
}

export function openPackStore(
  store: UseStore = createStore(packDatabase.database, packDatabase.store),
  now: () => number = Date.now,
): PackStore {
  return {
    async get(ids) {
      if (ids.length === 0) return new Map();
      const records = await getMany<unknown>([...ids.map(keyOf), ...ids.map(derivedKey)], store);
      const found = await Promise.all(
        ids.map((id, at) => decode(id, records[at] as PackRecord | undefined, records[ids.length + at])),
      );
      return new Map(
        found.flatMap((stored) => (stored === undefined ? [] : [[stored.pack.id, stored] as const])),
      );
    },
    async put(packs) {
      const records = packs.map((stored): [string, PackRecord] => [
        keyOf(stored.pack.id),
        encode(stored, now()),
      ]);
      const derived = packs.flatMap(({ pack }): [string, Blob][] =>
        pack.derived === undefined ? [] : [[derivedKey(pack.id), pack.derived]],
      );
      try {
        await setMany([...records, ...derived], store);
      } catch (error) {
        // WebKitGTK cannot store Blobs (PLATFORM.md, Blobs as file contents).
        if (!(error instanceof Error) || error.name === 'QuotaExceededError') throw error;
        const plain = await Promise.all(
          records.map(async ([key, record]): Promise<[string, PackRecord]> => [
            key,
            {
              ...record,
              bytes: record.bytes instanceof Blob ? await record.bytes.arrayBuffer() : record.bytes,
            },
          ]),
        );
        await setMany(plain, store);
      }
    },
  };
}

/** For tests, and for browsers without storage. */
export function memoryPackStore(): PackStore {
  const packs = new Map<string, StoredPack>();
  return {
    get: async (ids) => {
      const found = new Map<string, StoredPack>();
      for (const id of ids) {
        const stored = packs.get(id);
        if (stored !== undefined) found.set(id, stored);
      }
      return found;
    },
    put: async (added) => {
      for (const stored of added) packs.set(stored.pack.id, stored);
    },
  };
}

function keyOf(id: string): string {
  return `pack:${id}`;
}

function encode({ pack, manifest, bundled }: StoredPack, storedAt: number): PackRecord {
  const { paths, numbers, blob } = packImage(pack);
  return { format: 1, paths, numbers, size: blob.size, bytes: blob, manifest, bundled, storedAt };
}

/** undefined where the record is missing or damaged: the package is then fetched again. */
async function decode(
  id: string,
  record: PackRecord | undefined,
  beside: unknown,
): Promise<StoredPack | undefined> {
  if (record?.format !== 1) return undefined;
  const { paths, numbers, size, bytes } = record;
  const derived = beside instanceof Blob ? beside : undefined;
  const blob = bytes instanceof Blob ? bytes : new Blob([bytes]);
  if (blob.size !== size) return undefined;
  const pack = { ...packSource({ id, paths, numbers, blob, start: 0, size }), derived };
  if (record.manifest !== undefined) {
    return { pack, manifest: record.manifest, bundled: record.bundled ?? {} };
  }
  try {
    const read = ({ offset, size: length }: PackEntry) => blob.slice(offset, offset + length).text();
    return { pack, ...(await describePack(pack.entries, read)) };
  } catch {
    return undefined;
  }
}
