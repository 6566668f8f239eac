// The records of a project's files in IndexedDB, and what of them is whole. Three kinds:
// `tree` and its twin `tree:copy` (names, attributes, where the contents lie), and `bundle:<n>` (contents, immutable, with
// their paths, so that files can be told apart even where both trees are lost).

import type { TreeImage } from './tree-image.ts';
import { adler32 } from './checksum.ts';

export const treeKeys = ['tree', 'tree:copy'] as const;

export interface TreeRecord {
  readonly format: 1;
  /** Counts flushes. */
  readonly generation: number;
  readonly image: TreeImage;
  /** Of the packs that `image` refers to by number. */
  readonly packs: readonly string[];
  readonly sum: number;
}

export interface BundleRecord {
  readonly format: 1;
  readonly generation: number;
  readonly paths: string;
  /** For each path: offset, length, mode, mtime, and the Adler-32 of its bytes. */
  readonly numbers: Float64Array;
  readonly bytes: ArrayBuffer;
}

export const bundleNumbers = 5;

export function bundleKey(number: number): string {
  return `bundle:${number}`;
}

export function bundleNumber(key: unknown): number | null {
  const match = typeof key === 'string' ? /^bundle:(\d+)$/.exec(key) : null;
  return match === null ? null : Number(match[1]);
}

export function treeSum(image: TreeImage): number {
  const encoder = new TextEncoder();
  let sum = adler32(encoder.encode(image.names));
  sum = adler32(encoder.encode(image.texts), sum);
  for (const column of [
    image.parents,
    image.inos,
    image.modes,
    image.times,
    image.sizes,
    image.kinds,
    image.references,
  ])
    sum = adler32(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), sum);
  return sum;
}

/** The record where it is whole, or null. */
export function readTreeRecord(value: unknown): TreeRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const record = value as Partial<TreeRecord>;
  const image = record.image as Partial<TreeImage> | undefined;
  if (record.format !== 1 || typeof image !== 'object' || image === null) return null;
  const whole =
    typeof image.names === 'string' &&
    typeof image.texts === 'string' &&
    image.parents instanceof Uint32Array &&
    image.inos instanceof Float64Array &&
    image.modes instanceof Uint32Array &&
    image.times instanceof Float64Array &&
    image.sizes instanceof Float64Array &&
    image.kinds instanceof Uint8Array &&
    image.references instanceof Float64Array &&
    Array.isArray(image.mounts) &&
    Array.isArray(record.packs) &&
    typeof record.generation === 'number' &&
    treeSum(image as TreeImage) === record.sum;
  return whole ? (record as TreeRecord) : null;
}

export function readBundleRecord(value: unknown): BundleRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const record = value as Partial<BundleRecord>;
  const whole =
    record.format === 1 &&
    typeof record.generation === 'number' &&
    typeof record.paths === 'string' &&
    record.numbers instanceof Float64Array &&
    record.bytes instanceof ArrayBuffer;
  return whole ? (record as BundleRecord) : null;
}
