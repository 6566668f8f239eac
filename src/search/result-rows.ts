// The list of what was found, as rows. Pure.

import type { FileMatches, SearchMatch } from './rg-output.ts';

export type ResultRow =
  | { readonly kind: 'file'; readonly path: string; readonly count: number; readonly folded: boolean }
  | { readonly kind: 'match'; readonly path: string; readonly match: SearchMatch };

export function resultRows(files: readonly FileMatches[], folded: ReadonlySet<string>): ResultRow[] {
  return files.flatMap(({ path, matches }): ResultRow[] => [
    { kind: 'file', path, count: matches.length, folded: folded.has(path) },
    ...(folded.has(path) ? [] : matches.map((match): ResultRow => ({ kind: 'match', path, match }))),
  ]);
}

/** Stays the same while the list around it changes. */
export function keyOf(row: ResultRow): string {
  return row.kind === 'file' ? row.path : `${row.path}\0${row.match.start}`;
}
