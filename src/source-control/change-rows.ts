// The changes of a repository as rows of one list. Pure.

import type { FileChange, RepositoryStatus } from './git-status.ts';

export type ChangeGroup = 'conflicts' | 'staged' | 'unstaged';

export type ChangeRow =
  | { readonly kind: 'group'; readonly group: ChangeGroup; readonly changes: readonly FileChange[] }
  | { readonly kind: 'change'; readonly group: ChangeGroup; readonly change: FileChange };

export const groupNames: Readonly<Record<ChangeGroup, string>> = {
  conflicts: 'In conflict',
  staged: 'Staged',
  unstaged: 'Changes',
};

export function changeRows(status: RepositoryStatus): ChangeRow[] {
  return (['conflicts', 'staged', 'unstaged'] as const).flatMap((group): ChangeRow[] => {
    const changes = status[group];
    if (changes.length === 0) return [];
    return [
      { kind: 'group', group, changes },
      ...changes.map((change): ChangeRow => ({ kind: 'change', group, change })),
    ];
  });
}

/** Stays the same while the list around it changes. */
export function keyOf(row: ChangeRow): string {
  return row.kind === 'group' ? row.group : `${row.group}\0${row.change.path}`;
}

/** What a row stands for. */
export function changesOf(row: ChangeRow): readonly FileChange[] {
  return row.kind === 'group' ? row.changes : [row.change];
}
