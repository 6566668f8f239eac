import type { UseStore } from 'idb-keyval';
import { expect, it } from 'vitest';
import type { ProjectId } from '../protocol/ids.ts';
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

const minute = 60_000;
const pack = (size: number, storedAt?: number, name?: string) => ({
  format: 1,
  paths: 'index.js\0package.json',
  numbers: new Float64Array(6),
  size,
  ...(storedAt === undefined ? {} : { storedAt }),
  ...(name === undefined ? {} : { manifest: { name, version: '1.0.0' } }),
});

const described = JSON.stringify({ name: 'shipped', version: '2.0' });

it('tells the size of every pack, who has it, and which of them nobody has or is about to', async () => {
  const records = new Map<string, unknown>([
    ['pack:old', pack(10, minute, 'old')],
    ['pack:mounted', pack(30, minute, 'mounted')],
    ['pack:new', pack(20, 9 * minute, 'new')],
    ['pack:mute', pack(1)],
    ['description:mute', { manifest: { name: 'described', version: '3.0' }, bundled: {} }],
    [
      'pack:template',
      {
        ...pack(5),
        numbers: new Float64Array([0o644, 0, 1, 0o644, 1, described.length]),
        bytes: new Blob([`;${described}`]),
      },
    ],
  ]);
  const trees: Record<string, Map<string, unknown>> = {
    a: new Map([['tree', { packs: ['mounted'] }]]),
    b: new Map([['tree:copy', { packs: ['template', 'mounted'] }]]),
  };
  const usage = openPackUsage({
    projects: async () => Object.keys(trees) as ProjectId[],
    now: () => 9.5 * minute,
    packs: memoryStore(records),
    files: (project) => memoryStore(trees[project] ?? new Map<string, unknown>()),
  });
  const version = '1.0.0';
  expect(await usage.list()).toEqual([
    { id: 'mounted', name: 'mounted', version, files: 2, bytes: 30, projects: ['a', 'b'], used: true },
    { id: 'new', name: 'new', version, files: 2, bytes: 20, projects: [], used: true },
    { id: 'old', name: 'old', version, files: 2, bytes: 10, projects: [], used: false },
    { id: 'template', name: 'shipped', version: '2.0', files: 2, bytes: 5, projects: ['b'], used: true },
    { id: 'mute', name: 'described', version: '3.0', files: 2, bytes: 1, projects: [], used: false },
  ]);
  await usage.remove(['old', 'mute']);
  expect([...records.keys()]).toEqual(['pack:mounted', 'pack:new', 'pack:template']);
});
