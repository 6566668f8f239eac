// The packages of this browser, shared by all projects: one record per integrity, an index and a Blob. Written once and
// never changed. Opened by whoever installs; lives in IndexedDB.
import { createStore, getMany, keys, setMany, type UseStore } from 'idb-keyval';
import type { PackEntry, PackSource } from '../../vfs/filesystem.ts';
import { ownBlob, packImage, packSource, wholeBlob } from '../../vfs/pack.ts';
import { derivedKey, descriptionKey, packDatabase } from '../../vfs/pack-store.ts';
import { isObject } from '../json-file.ts';
import type { Manifest } from '../manifest.ts';
import { describePack } from '../registry/unpack.ts';

/** What a package says of itself, and of those in its own node_modules by their path in it. */
interface Description {
  readonly manifest: Manifest;
  readonly bundled: Readonly<Record<string, Manifest>>;
}

export interface StoredPack extends Description {
  readonly pack: PackSource;
}

export interface PackStore {
  /** Those that are there. */
  get(ids: readonly string[]): Promise<Map<string, StoredPack>>;
  /** Rejects with the browser's QuotaExceededError where the disk is full. */
  put(packs: readonly StoredPack[]): Promise<void>;
  /** Keeps what is known of packs that the filesystem stores itself, as it mounts them. */
  describe(packs: readonly StoredPack[]): Promise<void>;
}

/** The record of vfs/pack-store.ts, which keeps what is mounted in the same place, and what the package says of itself. */
interface PackRecord extends Partial<Description> {
  readonly format: 1;
  readonly paths: string;
  readonly numbers: Float64Array;
  readonly size: number;
  readonly bytes: Blob | ArrayBuffer;
  /** Milliseconds since the epoch; see vfs/pack-usage.ts. */
  readonly storedAt?: number;
}

export function openPackStore(
  store: UseStore = createStore(packDatabase.database, packDatabase.store),
  now: () => number = Date.now,
): PackStore {
  const describe = (packs: readonly StoredPack[]): Promise<void> =>
    setMany(
      packs.map(({ pack, manifest, bundled }): [string, Description] => [
        descriptionKey(pack.id),
        { manifest, bundled },
      ]),
      store,
    );
  return {
    async get(ids) {
      if (ids.length === 0) return new Map();
      // A request costs half a millisecond: only what is there is asked for.
      const there = new Set(await keys<string>(store));
      const wanted = [...new Set(ids)]
        .flatMap((id) => [keyOf(id), derivedKey(id), descriptionKey(id)])
        .filter((key) => there.has(key));
      const values = await getMany<unknown>(wanted, store);
      const records = new Map(wanted.map((key, at) => [key, values[at]]));
      const found = new Map<string, StoredPack>();
      const read: StoredPack[] = [];
      await Promise.all(
        ids.map(async (id) => {
          const record = records.get(keyOf(id)) as PackRecord | undefined;
          const pack = decode(id, record, records.get(derivedKey(id)));
          if (pack === undefined) return;
          const known =
            decodeDescription({ bundled: {}, ...record }) ??
            decodeDescription(records.get(descriptionKey(id)));
          const description = known ?? (await describeFiles(pack));
          if (description === undefined) return;
          const stored = { pack, ...description };
          found.set(id, stored);
          if (known === undefined) read.push(stored);
        }),
      );
      // Only saves the next one the work.
      if (read.length > 0) void describe(read).catch(() => undefined);
      return found;
    },
    describe,
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
    describe: async () => undefined,
  };
}

function keyOf(id: string): string {
  return `pack:${id}`;
}

function encode({ pack, manifest, bundled }: StoredPack, storedAt: number): PackRecord {
  const image = packImage(pack);
  const { paths, numbers, size } = image;
  return { format: 1, paths, numbers, size, bytes: ownBlob(image), manifest, bundled, storedAt };
}

/** undefined where the record is missing or damaged: the package is then fetched again. */
function decode(id: string, record: PackRecord | undefined, beside: unknown): PackSource | undefined {
  if (record?.format !== 1) return undefined;
  const { paths, numbers, size, bytes } = record;
  const derived = beside instanceof Blob ? wholeBlob(beside) : undefined;
  const blob = bytes instanceof Blob ? bytes : new Blob([bytes]);
  if (blob.size !== size) return undefined;
  return packSource({ id, paths, numbers, blob, start: 0, size, derived });
}

/** undefined where nothing is known, or the record is damaged: the files are then read. */
function decodeDescription(record: unknown): Description | undefined {
  const { manifest, bundled } = (record ?? {}) as Partial<Record<keyof Description, unknown>>;
  if (!isObject(manifest) || !isObject(bundled)) return undefined;
  return { manifest, bundled: bundled as Description['bundled'] };
}

/** undefined where it is no package. */
async function describeFiles({ blob, entries }: PackSource): Promise<Description | undefined> {
  try {
    const read = ({ offset, size }: PackEntry) => blob.slice(offset, offset + size).text();
    return await describePack(entries, read);
  } catch {
    return undefined;
  }
}
