// Projects that the host of the built app offers as zips, as a host offers its demos (docs/hosting.md).

import { zipSync, type Zippable } from 'fflate';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileTree } from '../../worker/protocol/kernel-api.ts';

/** The link that makes the project. Null for what a zip does not bring: no files, one folder alone, or node_modules. */
export async function publishDemo(files: FileTree, name: string): Promise<string | null> {
  const folder = process.env['HOLDFAST_DEMOS'];
  const names = Object.keys(files);
  if (folder === undefined || names.length === 0 || names.includes('node_modules')) return null;
  if (names.length === 1 && isFolder(files[names[0] ?? ''])) return null;
  const file = `${randomUUID()}.zip`;
  await writeFile(join(folder, file), zipSync(zippable(files)));
  return `#zip=demos/${file}&name=${encodeURIComponent(name)}`;
}

function isFolder(entry: FileTree[string] | undefined): entry is FileTree {
  return typeof entry === 'object' && !(entry instanceof Uint8Array);
}

function zippable(tree: FileTree): Zippable {
  const encoder = new TextEncoder();
  const entries = Object.entries(tree).map(
    ([name, entry]) =>
      [
        name,
        typeof entry === 'string' ? encoder.encode(entry) : isFolder(entry) ? zippable(entry) : entry,
      ] as const,
  );
  return Object.fromEntries(entries);
}
