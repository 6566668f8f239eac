// What the packages of this browser take, and which of them no project has mounted: for `npm cache` and for a view of
// the browser's storage. Any worker or tab may open it; it keeps nothing.

import { createStore, delMany, entries, getMany, type UseStore } from 'idb-keyval';
import { packDatabase } from './pack-store.ts';
import { treeKeys } from './stored-tree.ts';

export interface PackUsage {
  readonly id: string;
  /** undefined for what was mounted without npm. */
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly files: number;
  readonly bytes: number;
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
  readonly projects: () => Promise<readonly string[]>;
  readonly now: () => number;
  readonly packs?: UseStore;
  readonly files?: (project: string) => UseStore;
}

/** A pack is kept before the tree that mounts it is: the new ones count as used. */
const settles = 60 * 60_000;

interface Record {
  readonly numbers: Float64Array;
  readonly size: number;
  readonly manifest?: { readonly name?: string; readonly version?: string };
  readonly storedAt?: number;
}

export function openPackUsage(options: PackUsageOptions): PackUsageStore {
  const packs = options.packs ?? createStore(packDatabase.database, packDatabase.store);
  const files = options.files ?? ((project) => createStore(`holdfast-files-${project}`, 'files'));
  return {
    async list() {
      const mounted = new Set<string>();
      for (const project of await options.projects()) {
        const trees = await getMany<{ packs?: readonly string[] } | undefined>([...treeKeys], files(project));
        for (const tree of trees) for (const id of tree?.packs ?? []) mounted.add(id);
      }
      const found: PackUsage[] = [];
      for (const [key, record] of await entries<string, Record>(packs)) {
        if (!key.startsWith('pack:')) continue;
        const id = key.slice('pack:'.length);
        const { name, version } = record.manifest ?? {};
        const isNew = options.now() - (record.storedAt ?? 0) < settles;
        found.push({
          id,
          name,
          version,
          files: record.numbers.length / 3,
          bytes: record.size,
          used: mounted.has(id) || isNew,
        });
      }
      return found.sort((a, b) => b.bytes - a.bytes);
    },
    remove: (ids) =>
      delMany(
        ids.map((id) => `pack:${id}`),
        packs,
      ),
  };
}
