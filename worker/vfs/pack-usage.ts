// What the packages of this browser take, and which of them no project has mounted: for `npm cache` and for a view of
// the browser's storage. Any worker or tab may open it; it keeps nothing.

import { createStore, delMany, entries, getMany, type UseStore } from 'idb-keyval';
import type { ProjectId } from '../protocol/ids.ts';
import { descriptionKey, packDatabase, packKeys } from './pack-store.ts';
import { treeKeys } from './stored-tree.ts';

export interface PackUsage {
  readonly id: string;
  /** undefined for what is no package. */
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly files: number;
  readonly bytes: number;
  /** Who has it mounted. */
  readonly projects: readonly ProjectId[];
  /** False where no project of this browser has it mounted and none is about to. */
  readonly used: boolean;
}

export interface PackUsageStore {
  /** All packs, largest first. */
  list(): Promise<PackUsage[]>;
  remove(ids: readonly string[]): Promise<void>;
}

export interface PackUsageOptions {
  /** Ids of all projects in this browser. */
  readonly projects: () => Promise<readonly ProjectId[]>;
  readonly now: () => number;
  readonly packs?: UseStore;
  readonly files?: (project: string) => UseStore;
}

/**
 * A pack is kept before the tree that mounts it is: the new ones count as used. Should an install take longer, what it
 * mounts is stored again with the tree (persistence.ts).
 */
const settles = 60_000;

interface PackageName {
  readonly name?: string;
  readonly version?: string;
}

interface Record {
  readonly numbers: Float64Array;
  readonly size: number;
  readonly paths: string;
  readonly bytes: Blob | ArrayBuffer;
  readonly manifest?: PackageName;
  readonly storedAt?: number;
}

export function openPackUsage(options: PackUsageOptions): PackUsageStore {
  const packs = options.packs ?? createStore(packDatabase.database, packDatabase.store);
  const files = options.files ?? ((project) => createStore(`holdfast-files-${project}`, 'files'));
  return {
    async list() {
      const mounted = new Map<string, Set<ProjectId>>();
      for (const project of await options.projects()) {
        const trees = await getMany<{ packs?: readonly string[] } | undefined>([...treeKeys], files(project));
        for (const id of trees.flatMap((tree) => tree?.packs ?? [])) {
          const owners = mounted.get(id) ?? new Set();
          mounted.set(id, owners.add(project));
        }
      }
      const found: PackUsage[] = [];
      const records = new Map(await entries<string, Record>(packs));
      for (const [key, record] of records) {
        if (!key.startsWith('pack:')) continue;
        const id = key.slice('pack:'.length);
        const manifest = record.manifest ?? records.get(descriptionKey(id))?.manifest;
        const { name, version } = manifest ?? (await manifestIn(record));
        const isNew = options.now() - (record.storedAt ?? 0) < settles;
        found.push({
          id,
          name,
          version,
          files: record.numbers.length / 3,
          bytes: record.size,
          projects: [...(mounted.get(id) ?? [])],
          used: mounted.has(id) || isNew,
        });
      }
      return found.sort((a, b) => b.bytes - a.bytes);
    },
    remove: (ids) => delMany(ids.flatMap(packKeys), packs),
  };
}

/** What nobody described says by its package.json who it is. */
async function manifestIn({ paths, numbers, bytes }: Record): Promise<PackageName> {
  const index = paths.split('\0').indexOf('package.json');
  if (index === -1) return {};
  const [offset = 0, size = 0] = numbers.subarray(index * 3 + 1, index * 3 + 3);
  try {
    return JSON.parse(await new Blob([bytes]).slice(offset, offset + size).text()) as PackageName;
  } catch {
    return {};
  }
}
