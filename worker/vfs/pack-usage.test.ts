import type { UseStore } from 'idb-keyval';
import { expect, it } from 'vitest';
import { openPackUsage } from './pack-usage.ts';

/** An object store of a Map, as far as idb-keyval asks of one. */
function memoryStore(records: Map<string, unknown>): UseStore {
  const request = (result: unknown) => {
    const made: { result: unknown; onsuccess?: () => void } = { result };
    queueMicrotask(() => made.onsuccess?.());
    return made;
  };
  const objectStore = {
    get: (key: string) => request(records.get(key)),
    getAll: () => request([...records.values()]),
    getAllKeys: () => request([...records.keys()]),
    delete: (key: string) => records.delete(key),
    get transaction() {
      return request(undefined);
    },
  };
  return (async (_mode: string, callback: (store: unknown) => unknown) => callback(objectStore)) as never;
}

const hour = 60 * 60_000;
const pack = (size: number, storedAt?: number, name?: string) => ({
  format: 1,
  numbers: new Float64Array(6),
  size,
  ...(storedAt === undefined ? {} : { storedAt }),
  ...(name === undefined ? {} : { manifest: { name, version: '1.0.0' } }),
});

it('tells the size of every pack, and which of them no project has and none is about to', async () => {
  const records = new Map<string, unknown>([
    ['pack:old', pack(10, hour, 'old')],
    ['pack:mounted', pack(30, hour, 'mounted')],
    ['pack:new', pack(20, 9 * hour, 'new')],
    ['pack:template', pack(5)],
  ]);
  const trees: Record<string, Map<string, unknown>> = {
    a: new Map([['tree', { packs: ['mounted'] }]]),
    b: new Map([['tree:copy', { packs: ['template'] }]]),
  };
  const usage = openPackUsage({
    projects: async () => Object.keys(trees),
    now: () => 9.5 * hour,
    packs: memoryStore(records),
    files: (project) => memoryStore(trees[project] ?? new Map<string, unknown>()),
  });
  const version = '1.0.0';
  expect(await usage.list()).toEqual([
    { id: 'mounted', name: 'mounted', version, files: 2, bytes: 30, used: true },
    { id: 'new', name: 'new', version, files: 2, bytes: 20, used: true },
    { id: 'old', name: 'old', version, files: 2, bytes: 10, used: false },
    { id: 'template', name: undefined, version: undefined, files: 2, bytes: 5, used: true },
  ]);
  await usage.remove(['old']);
  expect([...records.keys()]).toEqual(['pack:mounted', 'pack:new', 'pack:template']);
});
