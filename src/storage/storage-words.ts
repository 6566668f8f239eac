// What the storage view says, as pure functions of the kernel's report.

import type { StorageReport, StoredPackage } from '../../worker/protocol/storage-report.ts';

export interface StorageTotals {
  readonly packages: number;
  readonly packageBytes: number;
  readonly unused: number;
  readonly unusedBytes: number;
  /** Files, screens and Holdfast itself; null where the browser does not say what it uses. */
  readonly otherBytes: number | null;
}

export function storageTotals({ packages, usage }: StorageReport): StorageTotals {
  const unused = packages.filter(({ used }) => !used);
  const packageBytes = total(packages);
  return {
    packages: packages.length,
    packageBytes,
    unused: unused.length,
    unusedBytes: total(unused),
    // The browser's figure is rounded, and may be compressed.
    otherBytes: usage === null ? null : Math.max(0, usage - packageBytes),
  };
}

export function packageLabel({ name, version }: StoredPackage): string {
  if (name === null) return 'unnamed';
  return version === null ? name : `${name}@${version}`;
}

/** Who uses a package: the names of projects, or that nobody does. */
export function packageUsers({ projects, used }: StoredPackage, all: StorageReport['projects']): string {
  const names = all.filter(({ id }) => projects.includes(id)).map(({ name }) => name);
  if (names.length > 0) return names.join(', ');
  return used ? 'just fetched' : 'unused';
}

function total(packages: readonly StoredPackage[]): number {
  return packages.reduce((sum, { bytes }) => sum + bytes, 0);
}
