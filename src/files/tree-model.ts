// The file tree as data: which folders are read and open, and the rows that follow from it. Pure; the store (file-tree-
// store.ts) does the reading.

import type { DirectoryEntry } from '../../worker/vfs/filesystem.ts';
import { isWithin, joinPath, movedPath, parentOf } from './paths.ts';

export interface TreeEntry extends DirectoryEntry {
  /** Of a link: whether it leads to a folder. */
  readonly leadsToFolder?: boolean;
}

/** Whether it can be opened in the tree. */
export function isFolder(entry: TreeEntry): boolean {
  return entry.type === 'directory' || entry.leadsToFolder === true;
}

export interface TreeEdit {
  readonly kind: 'rename' | 'new-file' | 'new-folder';
  /** What is renamed, or the folder that gets the new entry. */
  readonly path: string;
}

export interface Tree {
  /** Entries of every folder read so far, folders first. */
  readonly directories: ReadonlyMap<string, readonly TreeEntry[]>;
  readonly expanded: ReadonlySet<string>;
  readonly focused: string | null;
  readonly edit: TreeEdit | null;
}

export type TreeRow =
  | {
      readonly kind: 'entry';
      readonly path: string;
      readonly name: string;
      readonly depth: number;
      readonly folder: boolean;
      readonly link: boolean;
      readonly expanded: boolean;
      readonly dimmed: boolean;
      readonly renaming: boolean;
      readonly position: number;
      readonly siblings: number;
    }
  | {
      readonly kind: 'new';
      readonly parent: string;
      readonly depth: number;
      readonly folder: boolean;
    };

export const emptyTree: Tree = {
  directories: new Map(),
  expanded: new Set(['']),
  focused: null,
  edit: null,
};

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Folders first, then by name as people sort: case aside, numbers by value. */
export function sortEntries(entries: readonly TreeEntry[]): TreeEntry[] {
  const rank = (entry: TreeEntry) => (isFolder(entry) ? 0 : 1);
  return [...entries].sort(
    (a, b) => rank(a) - rank(b) || collator.compare(a.name, b.name) || (a.name < b.name ? -1 : 1),
  );
}

export function treeRows(tree: Tree): TreeRow[] {
  const rows: TreeRow[] = [];
  const { edit } = tree;
  const visit = (directory: string, depth: number, dimmed: boolean) => {
    const isNewHere = edit !== null && edit.kind !== 'rename' && edit.path === directory;
    const newRow = (): TreeRow => ({
      kind: 'new',
      parent: directory,
      depth,
      folder: edit?.kind === 'new-folder',
    });
    if (isNewHere && edit.kind === 'new-folder') rows.push(newRow());
    const entries = tree.directories.get(directory) ?? [];
    let newFileDue = isNewHere && edit.kind === 'new-file';
    entries.forEach((entry, index) => {
      const folder = isFolder(entry);
      // A new file's field stands above the files and below the folders, where the file will be.
      if (newFileDue && !folder) {
        rows.push(newRow());
        newFileDue = false;
      }
      const path = joinPath(directory, entry.name);
      const expanded = folder && tree.expanded.has(path);
      const dim = dimmed || entry.name === 'node_modules' || entry.name === '.git';
      rows.push({
        kind: 'entry',
        path,
        name: entry.name,
        depth,
        folder,
        link: entry.type === 'symlink',
        expanded,
        dimmed: dim,
        renaming: edit?.kind === 'rename' && edit.path === path,
        position: index + 1,
        siblings: entries.length,
      });
      if (expanded) visit(path, depth + 1, dim);
    });
    if (newFileDue) rows.push(newRow());
  };
  visit('', 0, false);
  return rows;
}

/** New entries of one folder; forgets what was known of folders that are gone from it. */
export function withDirectory(tree: Tree, path: string, entries: readonly TreeEntry[]): Tree {
  const sorted = sortEntries(entries);
  const present = new Set(sorted.filter(isFolder).map((entry) => joinPath(path, entry.name)));
  const directories = new Map(tree.directories).set(path, sorted);
  const expanded = new Set(tree.expanded);
  const goneRoots = (tree.directories.get(path) ?? [])
    .map((entry) => joinPath(path, entry.name))
    .filter((child) => !present.has(child));
  for (const gone of goneRoots) {
    for (const known of directories.keys()) if (isWithin(known, gone)) directories.delete(known);
    for (const open of expanded) if (isWithin(open, gone)) expanded.delete(open);
  }
  return { ...tree, directories, expanded, focused: nearestPresent(directories, tree.focused) };
}

/** Forgets one folder that can no longer be read. */
export function withoutDirectory(tree: Tree, path: string): Tree {
  const directories = new Map([...tree.directories].filter(([known]) => !isWithin(known, path)));
  const expanded = new Set([...tree.expanded].filter((open) => open === '' || !isWithin(open, path)));
  return { ...tree, directories, expanded };
}

/** Keeps folders open and the focus in place when an entry is moved. */
export function withMoved(tree: Tree, from: string, to: string): Tree {
  return {
    ...tree,
    expanded: new Set([...tree.expanded].map((path) => movedPath(path, from, to))),
    focused: tree.focused === null ? null : movedPath(tree.focused, from, to),
  };
}

/** The entry itself, else the nearest folder above it that is there. */
function nearestPresent(directories: Tree['directories'], path: string | null): string | null {
  for (let at = path ?? ''; at !== ''; at = parentOf(at)) {
    const siblings = directories.get(parentOf(at)) ?? [];
    if (siblings.some((entry) => joinPath(parentOf(at), entry.name) === at)) return at;
  }
  return null;
}
