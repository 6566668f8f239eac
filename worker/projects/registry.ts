// The list of projects in this browser, one IndexedDB record each. Kernels write it; tabs only read it.

import { createStore, del, get, set, values, type UseStore } from 'idb-keyval';
import * as v from 'valibot';
import type { ProjectId } from '../protocol/ids.ts';

const ProjectRecord = v.object({
  id: v.string(),
  name: v.string(),
  /** Name of the project's folder in the machine's home; fixed when it is created. */
  folder: v.string(),
  template: v.nullable(v.string()),
  createdAt: v.number(),
  openedAt: v.number(),
});

export type ProjectRecord = Readonly<Omit<v.InferOutput<typeof ProjectRecord>, 'id'>> & {
  readonly id: ProjectId;
};

export interface ProjectRegistry {
  /** Most recently opened first. A record that cannot be read is left out. */
  list(): Promise<readonly ProjectRecord[]>;
  get(id: ProjectId): Promise<ProjectRecord | undefined>;
  put(record: ProjectRecord): Promise<void>;
  remove(id: ProjectId): Promise<void>;
}

export function openProjectRegistry(
  store: UseStore = createStore('holdfast-projects', 'projects'),
): ProjectRegistry {
  const parse = (raw: unknown): ProjectRecord | undefined => {
    const result = v.safeParse(ProjectRecord, raw);
    return result.success ? (result.output as ProjectRecord) : undefined;
  };
  return {
    list: async () => {
      const records = (await values<unknown>(store)).map(parse).filter((record) => record !== undefined);
      return records.sort((a, b) => b.openedAt - a.openedAt);
    },
    get: async (id) => parse(await get<unknown>(id, store)),
    put: (record) => set(record.id, record, store),
    remove: (id) => del(id, store),
  };
}

/** A folder name for a project's name: what a shell prompt shows well. */
export function folderName(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, 40)
    .replace(/^[-.]+|[-.]+$/g, '');
  return slug === '' ? 'project' : slug;
}
