// Files come back from storage: whatever record is damaged costs the files in it and nothing else, and those are named.

import { entries, type UseStore } from 'idb-keyval';
import type { Ino } from '../protocol/ids.ts';
import type { Authority } from './authority.ts';
import { adler32 } from './checksum.ts';
import { Contents } from './contents.ts';
import type { FileNode } from './inode.ts';
import { inOneBlob } from './pack.ts';
import type { PackStore } from './pack-store.ts';
import type { StoredAt, StoredBundles } from './persistence.ts';
import {
  bundleNumber,
  bundleNumbers,
  readBundleRecord,
  readTreeRecord,
  treeKeys,
  type BundleRecord,
  type TreeRecord,
} from './stored-tree.ts';
import { decodeTree } from './tree-image.ts';

export interface LoadReport {
  /** Files whose contents could not be read; absolute paths. They are left out. */
  readonly unreadable: readonly string[];
  /** Both records of the tree were damaged: files were found again by the paths kept beside their contents. */
  readonly treeLost: boolean;
}

export interface Loaded {
  readonly report: LoadReport;
  readonly stored: WeakMap<FileNode, StoredAt>;
  readonly bundles: StoredBundles;
  readonly generation: number;
}

export async function loadFiles(
  authority: Authority,
  folder: string,
  store: UseStore,
  packStore: PackStore,
): Promise<Loaded> {
  const trees: TreeRecord[] = [];
  const bundles = new Map<number, BundleRecord>();
  const sizes: StoredBundles = new Map();
  const keys = new Set<string>();
  let highest = 0;
  for (const [key, value] of await entries<IDBValidKey, unknown>(store)) {
    const number = bundleNumber(key);
    if (number !== null) {
      const bundle = readBundleRecord(value);
      // A damaged one is known by its number, so that the next flush removes it.
      sizes.set(number, bundle?.bytes.byteLength ?? Infinity);
      highest = Math.max(highest, number);
      if (bundle !== null) bundles.set(number, bundle);
    } else if ((treeKeys as readonly IDBValidKey[]).includes(key)) {
      if (typeof key === 'string') keys.add(key);
      const tree = readTreeRecord(value);
      if (tree !== null) trees.push(tree);
    }
  }
  trees.sort((a, b) => b.generation - a.generation);
  const stored = new WeakMap<FileNode, StoredAt>();
  const unreadable: string[] = [];
  const [tree] = trees;
  if (tree !== undefined) {
    highest = Math.max(highest, tree.generation);
    await restore(tree);
  } else {
    recover();
  }
  return {
    report: { unreadable, treeLost: tree === undefined && (keys.size > 0 || sizes.size > 0) },
    ...{ stored, bundles: sizes, generation: highest },
  };

  async function restore({ image, packs }: TreeRecord): Promise<void> {
    const top = authority.tree.resolveDirectory(authority.fs.stat(folder).ino);
    if (top === undefined) return;
    const found = await Promise.all(packs.map((id) => packStore.image(id)));
    const shared = inOneBlob(found.filter((each) => each !== undefined));
    const byId = new Map(shared.map((each) => [each.id, each]));
    const images = packs.map((id) => byId.get(id) ?? null);
    const bases = new Map(image.mounts.map((mount) => [mount, authority.allocate(mount.inoCount)]));
    const sums = sumsOf(bundles);
    const places: { contents: Contents; bundle: number; offset: number }[] = [];
    decodeTree(authority.tree, top, image, {
      packs: images,
      inoBase: (mount) => bases.get(mount) ?? 0,
      // Numbers of an earlier kernel life: entries of packs keep their place in the mount, all else is numbered anew.
      ino: (recorded) => {
        for (const [mount, base] of bases)
          if (recorded >= mount.inoBase && recorded < mount.inoBase + mount.inoCount)
            return (base + recorded - mount.inoBase) as Ino;
        return authority.allocate(1) as Ino;
      },
      contents: (number, offset, size, path) => {
        if (size === 0) return Contents.empty();
        const bundle = bundles.get(number);
        const sum = sums.get(`${number}:${offset}:${size}`);
        const bytes =
          bundle === undefined || offset + size > bundle.bytes.byteLength
            ? null
            : new Uint8Array(bundle.bytes, offset, size);
        if (bytes === null || sum === undefined || adler32(bytes) !== sum) {
          unreadable.push(`${folder}/${path()}`);
          return null;
        }
        const contents = Contents.ofBytes(bytes);
        places.push({ contents, bundle: number, offset });
        return contents;
      },
      missingPack: (path) => unreadable.push(`${folder}/${path}`),
    });
    const owners = new Map<Contents, FileNode>();
    for (const node of authority.tree.all()) if (node.type === 'file') owners.set(node.contents, node);
    for (const { contents, bundle, offset } of places) {
      const file = owners.get(contents);
      if (file !== undefined) stored.set(file, { contents, version: contents.version, bundle, offset });
    }
  }

  /** Without a tree: the latest whole contents of every path that a bundle names. */
  function recover(): void {
    for (const [, bundle] of [...bundles].sort(([a], [b]) => a - b)) {
      for (const file of filesOf(bundle)) {
        const path = `${folder}/${file.path}`;
        if (adler32(file.bytes) !== file.sum) {
          unreadable.push(path);
          continue;
        }
        try {
          authority.fs.makeDirectories(path.slice(0, path.lastIndexOf('/')), 0o755);
          authority.fs.writeFile(path, file.bytes);
          authority.fs.chmod(path, file.mode);
          authority.fs.utimes(path, file.mtimeMs, file.mtimeMs);
        } catch {
          unreadable.push(path);
        }
      }
    }
  }
}

interface BundledFile {
  readonly path: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly mode: number;
  readonly mtimeMs: number;
  readonly sum: number;
}

function* filesOf({ paths, numbers, bytes }: BundleRecord): Generator<BundledFile> {
  for (const [index, path] of paths.split('\0').entries()) {
    const at = index * bundleNumbers;
    const [offset = 0, length = 0, mode = 0o644, mtimeMs = 0, sum = 0] = numbers.subarray(
      at,
      at + bundleNumbers,
    );
    if (offset + length > bytes.byteLength) continue;
    yield { path, offset, bytes: new Uint8Array(bytes, offset, length), mode, mtimeMs, sum };
  }
}

/** The checksum of each place in each bundle. */
function sumsOf(bundles: ReadonlyMap<number, BundleRecord>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [number, bundle] of bundles)
    for (const { offset, bytes, sum } of filesOf(bundle))
      sums.set(`${number}:${offset}:${bytes.length}`, sum);
  return sums;
}
