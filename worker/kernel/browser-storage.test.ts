import { expect, it } from 'vitest';
import type { ProjectId } from '../protocol/ids.ts';
import { parse } from '../protocol/schema.ts';
import { storageReport } from '../protocol/storage-report.ts';
import { browserStorage } from './browser-storage.ts';

const shop = 'shop' as ProjectId;
const used = {
  id: 'a',
  name: 'react',
  version: '19.0.0',
  files: 2,
  bytes: 300,
  projects: [shop],
  used: true,
};
const unused = {
  id: 'b',
  name: undefined,
  version: undefined,
  files: 1,
  bytes: 7,
  projects: [],
  used: false,
};

function setUp(manager?: Pick<StorageManager, 'estimate' | 'persisted'>) {
  const removed: string[] = [];
  const record = { id: shop, name: 'Shop', folder: 'shop', template: null, createdAt: 1, openedAt: 2 };
  const storage = browserStorage({
    packages: { list: async () => [used, unused], remove: async (ids) => void removed.push(...ids) },
    compiled: {
      size: async () => ({ files: 1, bytes: 13 }),
      clear: async () => ({ files: 1, bytes: 13 }),
    },
    registry: { list: async () => [record] },
    manager,
  });
  return { storage, removed };
}

it('reports packages with their projects, and what the browser says of its disk', async () => {
  const { storage } = setUp({
    estimate: async () => ({ usage: 1000, quota: 5000 }),
    persisted: async () => true,
  });
  const report = await storage.report();
  expect(parse(storageReport, report, 'report')).toEqual({
    packages: [used, { ...unused, name: null, version: null }],
    projects: [{ id: shop, name: 'Shop' }],
    compiled: { files: 1, bytes: 13 },
    ...{ usage: 1000, quota: 5000, persisted: true },
  });
  expect(await setUp().storage.report()).toMatchObject({ usage: null, quota: null, persisted: false });
});

it('lets go of what no project uses, and of nothing else', async () => {
  const { storage, removed } = setUp();
  expect(await storage.clearUnused()).toEqual({ packages: 1, bytes: 7 });
  expect(removed).toEqual(['b']);
  expect(await storage.clearCompiled()).toEqual({ files: 1, bytes: 13 });
});
