// What differs between two sets of files (HEAD, the index, the work tree), with renames found as git finds them
// (gitdiffcore(7), diffcore-rename).

import { comparePaths, type FileEntry } from './index-file.ts';
import { similarity } from './similarity.ts';

export interface Change {
  readonly kind: 'A' | 'D' | 'M' | 'T' | 'R' | 'C' | 'U';
  /** Where it is now; of a deletion, where it was. */
  readonly path: string;
  readonly oldPath: string;
  readonly before: FileEntry | null;
  readonly after: FileEntry | null;
  /** In per cent, of a rename. */
  readonly score?: number;
}

/** By path. */
export function compareFiles(
  before: ReadonlyMap<string, FileEntry>,
  after: ReadonlyMap<string, FileEntry>,
): Change[] {
  const changes: Change[] = [];
  for (const [path, old] of before) {
    const now = after.get(path);
    if (now === undefined) changes.push({ kind: 'D', path, oldPath: path, before: old, after: null });
    else if (now.oid !== old.oid || now.mode !== old.mode) changes.push(modified(path, old, now));
  }
  for (const [path, now] of after)
    if (!before.has(path)) changes.push({ kind: 'A', path, oldPath: path, before: null, after: now });
  return changes.sort((left, right) => comparePaths(left.path, right.path));
}

export function modified(path: string, before: FileEntry, after: FileEntry): Change {
  const kind = before.mode >> 12 === after.mode >> 12 ? 'M' : 'T';
  return { kind, path, oldPath: path, before, after };
}

/** git's own limit (diff.renameLimit): beyond it only files that are the same are found again. */
const renameLimit = 1000;

/** Pairs of a deletion and an addition that are one rename. `read`: a blob of either side. */
export async function withRenames(
  changes: readonly Change[],
  read: (entry: FileEntry, path: string) => Promise<Uint8Array>,
): Promise<Change[]> {
  const gone = new Set(changes.filter((change) => change.kind === 'D'));
  const added = new Set(changes.filter((change) => change.kind === 'A'));
  if (gone.size === 0 || added.size === 0) return [...changes];
  const renames: Change[] = [];
  const pair = (from: Change, to: Change, score: number): void => {
    gone.delete(from);
    added.delete(to);
    renames.push({
      kind: 'R',
      path: to.path,
      oldPath: from.path,
      before: from.before,
      after: to.after,
      score,
    });
  };
  const nameOf = ({ path }: Change): string => path.slice(path.lastIndexOf('/') + 1);
  for (const to of [...added]) {
    const same = [...gone].filter(
      (from) => from.before?.oid === to.after?.oid && kindOf(from.before) === kindOf(to.after),
    );
    const from = same.find((each) => nameOf(each) === nameOf(to)) ?? same[0];
    if (from !== undefined && to.after?.oid !== emptyBlob) pair(from, to, 100);
  }
  if (gone.size * added.size > 0 && gone.size * added.size <= renameLimit ** 2) {
    const contents = new Map<Change, Uint8Array>();
    for (const change of [...gone, ...added]) {
      const entry = change.before ?? change.after;
      if (entry !== null && entry.mode >> 12 === 0o10) contents.set(change, await read(entry, change.path));
    }
    const scored = [...added].flatMap((to) =>
      [...gone].flatMap((from) => {
        const [a, b] = [contents.get(from), contents.get(to)];
        const score = a === undefined || b === undefined ? 0 : similarity(a, b);
        return score >= 0.5 ? [{ from, to, score }] : [];
      }),
    );
    const sameName = ({ from, to }: { from: Change; to: Change }) => Number(nameOf(from) === nameOf(to));
    scored.sort((left, right) => right.score - left.score || sameName(right) - sameName(left));
    for (const { from, to, score } of scored)
      if (gone.has(from) && added.has(to)) pair(from, to, Math.floor(score * 100));
  }
  const paired = new Set(renames.flatMap(({ path, oldPath }) => [`D${oldPath}`, `A${path}`]));
  return [...changes.filter(({ kind, path }) => !paired.has(`${kind}${path}`)), ...renames].sort(
    (left, right) => comparePaths(left.path, right.path),
  );
}

const emptyBlob = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391';

const kindOf = (entry: FileEntry | null): number => (entry?.mode ?? 0) >> 12;
