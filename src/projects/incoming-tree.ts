// A project's files out of a zip or a chosen folder. Pure; the dialog reads the bytes.

import { unzipSync } from 'fflate';
import type { FileTree } from '../../worker/protocol/kernel-api.ts';
import { messageOf } from '../workbench/toast-store.ts';

/** Left out when a folder is taken in: they are made again from the lockfile, or mean nothing here. */
const skipped = new Set(['node_modules', '.git', '__MACOSX', '.DS_Store']);

export interface IncomingEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Throws where a path leads out of the tree or a file stands where a folder is needed. */
export function treeOf(entries: readonly IncomingEntry[]): FileTree {
  type Folder = { [name: string]: Uint8Array | Folder };
  const root: Folder = {};
  for (const { path, bytes } of withoutCommonRoot(entries)) {
    const names = path.split('/').filter((name) => name !== '' && name !== '.');
    if (names.includes('..')) throw new Error(`“${path}” leads out of the project.`);
    const name = names.pop();
    if (name === undefined || skipped.has(name) || names.some((each) => skipped.has(each))) continue;
    let folder = root;
    for (const each of names) {
      const next = (folder[each] ??= {});
      if (next instanceof Uint8Array) throw new Error(`“${each}” is a file and a folder at once.`);
      folder = next;
    }
    folder[name] = bytes;
  }
  if (Object.keys(root).length === 0) throw new Error('There are no files in it.');
  return root;
}

/** Throws where it is no zip, or no project; `file` names it in the error. */
export function treeOfZip(zip: Uint8Array, file: string): FileTree {
  try {
    const entries = Object.entries(unzipSync(zip))
      .filter(([path]) => !path.endsWith('/'))
      .map(([path, bytes]) => ({ path, bytes }));
    return treeOf(entries);
  } catch (error) {
    throw new Error(`${file} cannot be read as a zip: ${messageOf(error)}`, { cause: error });
  }
}

/** What a project of that zip is called where nobody says. `file`: a name, or a path. */
export function nameOfZip(file: string): string {
  return file.replace(/\.zip(\?.*)?$/i, '').replace(/^.*\//, '');
}

/** Archives and chosen folders mostly hold one folder with everything in it; the project is what is inside. */
function withoutCommonRoot(entries: readonly IncomingEntry[]): readonly IncomingEntry[] {
  const relevant = entries.filter(({ path }) => !path.startsWith('__MACOSX/'));
  const first = relevant[0]?.path.split('/')[0];
  if (first === undefined || !relevant.every(({ path }) => path.startsWith(`${first}/`))) return relevant;
  return relevant.map(({ path, bytes }) => ({ path: path.slice(first.length + 1), bytes }));
}
