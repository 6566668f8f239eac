import { expect, it } from 'vitest';
import type { ProjectId } from '../../worker/protocol/ids.ts';
import type { StorageReport, StoredPackage } from '../../worker/protocol/storage-report.ts';
import { packageLabel, packageUsers, storageTotals } from './storage-words.ts';

const [shop, blog] = ['shop' as ProjectId, 'blog' as ProjectId];
const stored = (change: Partial<StoredPackage>): StoredPackage => ({
  id: 'sha512-x',
  name: 'react',
  version: '19.0.0',
  files: 3,
  bytes: 100,
  projects: [],
  used: false,
  ...change,
});
const report = (change: Partial<StorageReport>): StorageReport => ({
  packages: [],
  projects: [
    { id: shop, name: 'Shop' },
    { id: blog, name: 'Blog' },
  ],
  compiled: { files: 0, bytes: 0 },
  usage: null,
  quota: null,
  persisted: false,
  ...change,
});

it('adds up what is used, what is not, and the rest', () => {
  const packages = [stored({ used: true, projects: [shop] }), stored({ bytes: 40 })];
  expect(storageTotals(report({ packages, usage: 1000 }))).toEqual({
    packages: 2,
    packageBytes: 140,
    unused: 1,
    unusedBytes: 40,
    otherBytes: 860,
  });
  expect(storageTotals(report({ packages })).otherBytes).toBeNull();
  // What the browser says may be less than what the packages are.
  expect(storageTotals(report({ packages, usage: 10 })).otherBytes).toBe(0);
});

it('names who uses a package', () => {
  const { projects } = report({});
  expect(packageUsers(stored({ used: true, projects: [shop, blog] }), projects)).toBe('Shop, Blog');
  expect(packageUsers(stored({ used: true }), projects)).toBe('just fetched');
  expect(packageUsers(stored({}), projects)).toBe('unused');
  expect(packageLabel(stored({}))).toBe('react@19.0.0');
  expect(packageLabel(stored({ name: null, version: null }))).toBe('unnamed');
});
