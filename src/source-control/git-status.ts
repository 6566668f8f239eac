// What `git status --porcelain=v2 --branch -z` prints (git-status(1), "Porcelain Format Version 2"), as data. Pure.

/** As git names them; `?`: not tracked, `U`: in conflict. */
export type ChangeKind = 'M' | 'T' | 'A' | 'D' | 'R' | 'C' | 'U' | '?';

export interface FileChange {
  readonly path: string;
  /** Where a renamed or copied file was before. */
  readonly from: string | null;
  readonly kind: ChangeKind;
}

export interface RepositoryStatus {
  /** Null: HEAD is detached. */
  readonly branch: string | null;
  /** The commit of HEAD, in hexadecimal; null: there is none yet. */
  readonly head: string | null;
  readonly conflicts: readonly FileChange[];
  /** What the next commit holds. */
  readonly staged: readonly FileChange[];
  readonly unstaged: readonly FileChange[];
}

export const statusArguments = ['status', '--porcelain=v2', '--branch', '-z', '-uall'] as const;

/** The fields before the path, of an ordinary change, a rename and a conflict. */
const fieldsBefore: Readonly<Record<string, number>> = { '1': 8, '2': 9, u: 10 };

export function parseStatus(output: string): RepositoryStatus {
  let branch: string | null = null;
  let head: string | null = null;
  const conflicts: FileChange[] = [];
  const staged: FileChange[] = [];
  const unstaged: FileChange[] = [];
  const records = output.split('\0');
  for (let at = 0; at < records.length; at++) {
    const record = records[at] ?? '';
    const type = record[0] ?? '';
    if (type === '#') {
      const [, name, value] = /^# (\S+) (.*)$/.exec(record) ?? [];
      if (name === 'branch.oid' && value !== '(initial)') head = value ?? null;
      if (name === 'branch.head' && value !== '(detached)') branch = value ?? null;
      continue;
    }
    if (type === '?') {
      unstaged.push({ path: record.slice(2), from: null, kind: '?' });
      continue;
    }
    const before = fieldsBefore[type];
    if (before === undefined) continue;
    const path = record.split(' ').slice(before).join(' ');
    if (type === 'u') {
      conflicts.push({ path, from: null, kind: 'U' });
      continue;
    }
    // Behind a rename's own record stands the path it had.
    const from = type === '2' ? (records[++at] ?? null) : null;
    const [inIndex = '.', inTree = '.'] = record.slice(2, 4);
    if (inIndex !== '.') staged.push({ path, from: isMove(inIndex) ? from : null, kind: kindOf(inIndex) });
    if (inTree !== '.') unstaged.push({ path, from: isMove(inTree) ? from : null, kind: kindOf(inTree) });
  }
  return { branch, head, conflicts, staged, unstaged };
}

const isMove = (letter: string): boolean => letter === 'R' || letter === 'C';

const kindOf = (letter: string): ChangeKind =>
  letter === 'T' || letter === 'A' || letter === 'D' || letter === 'R' || letter === 'C' ? letter : 'M';

export const changeNames: Readonly<Record<ChangeKind, string>> = {
  M: 'modified',
  T: 'type changed',
  A: 'added',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  U: 'in conflict',
  '?': 'new',
};
