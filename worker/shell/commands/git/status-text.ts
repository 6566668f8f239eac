// `git status` for people (git-status(1), Long Format).

import type { Invocation } from './invocation.ts';
import type { Paint } from './paint.ts';
import { conflictLetters, type StatusEntry, type StatusReport, type Tracking } from './status-report.ts';
import type { UntrackedMode } from './work-tree.ts';

const stagedLabels: Readonly<Record<string, string>> = {
  A: 'new file:   ',
  M: 'modified:   ',
  D: 'deleted:    ',
  R: 'renamed:    ',
  T: 'typechange: ',
};

const conflictLabels: Readonly<Record<string, string>> = {
  DD: 'both deleted:    ',
  AU: 'added by us:     ',
  UD: 'deleted by them: ',
  UA: 'added by them:   ',
  DU: 'deleted by us:   ',
  AA: 'both added:      ',
  UU: 'both modified:   ',
};

export function trackingText({ name, apart }: Tracking, hints = true): string {
  const hint = (text: string) => (hints ? `  (${text})\n` : '');
  if (apart === null)
    return `Your branch is based on '${name}', but the upstream is gone.\n${hint('use "git branch --unset-upstream" to fixup')}`;
  const { ahead, behind } = apart;
  const commits = (count: number) => `${String(count)} commit${count === 1 ? '' : 's'}`;
  if (ahead === 0 && behind === 0) return `Your branch is up to date with '${name}'.\n`;
  if (behind === 0)
    return `Your branch is ahead of '${name}' by ${commits(ahead)}.\n${hint('use "git push" to publish your local commits')}`;
  if (ahead === 0)
    return `Your branch is behind '${name}' by ${commits(behind)}, and can be fast-forwarded.\n${hint('use "git pull" to update your local branch')}`;
  return `Your branch and '${name}' have diverged,\nand have ${String(ahead)} and ${String(behind)} different commits each, respectively.\n${hint('use "git pull" to merge the remote branch into yours')}`;
}

/** What is under way, and how it goes on. */
function stateText(git: Invocation, hasConflicts: boolean): string {
  const { repository } = git;
  if (repository.note('MERGE_HEAD') !== null)
    return hasConflicts
      ? 'You have unmerged paths.\n  (fix conflicts and run "git commit")\n  (use "git merge --abort" to abort the merge)\n\n'
      : 'All conflicts fixed but you are still merging.\n  (use "git commit" to conclude merge)\n\n';
  for (const [file, verb, name] of [
    ['CHERRY_PICK_HEAD', 'cherry-picking', 'cherry-pick'],
    ['REVERT_HEAD', 'reverting', 'revert'],
  ] as const) {
    const oid = repository.note(file)?.slice(0, 7);
    if (oid === undefined) continue;
    const todo = hasConflicts
      ? `fix conflicts and run "git ${name} --continue"`
      : `all conflicts fixed: run "git ${name} --continue"`;
    return `You are currently ${verb} commit ${oid}.\n  (${todo})\n  (use "git ${name} --skip" to skip this patch)\n  (use "git ${name} --abort" to cancel the ${name} operation)\n\n`;
  }
  return '';
}

export function statusText(
  git: Invocation,
  report: StatusReport,
  untrackedMode: UntrackedMode,
  paint: Paint,
  isCommitting = false,
): string {
  const isInitial = report.head.oid === null;
  const staged = report.entries.filter((entry) => entry.staged !== null);
  const changed = report.entries.filter((entry) => entry.changed !== null);
  const conflicts = report.entries.filter((entry) => entry.conflict !== null);
  const isMerging = ['MERGE_HEAD', 'CHERRY_PICK_HEAD'].some((name) => git.repository.note(name) !== null);
  let text =
    report.branch === null
      ? `${paint('red', 'HEAD detached at ')}${report.head.oid?.slice(0, 7) ?? ''}\n`
      : `On branch ${report.branch}\n`;
  if (report.tracking !== null) text += `${trackingText(report.tracking)}\n`;
  text += stateText(git, conflicts.length > 0);
  if (isInitial) text += `\n${isCommitting ? 'Initial commit' : 'No commits yet'}\n\n`;
  const section = (title: string, hints: readonly string[], lines: readonly string[]): void => {
    if (lines.length === 0) return;
    text += `${title}:\n${hints.map((hint) => `  (${hint})\n`).join('')}${lines.map((line) => `\t${line}\n`).join('')}\n`;
  };
  const unstage = isInitial
    ? 'use "git rm --cached <file>..." to unstage'
    : 'use "git restore --staged <file>..." to unstage';
  section(
    'Changes to be committed',
    isMerging ? [] : [unstage],
    staged.map((entry) => paint('green', stagedLine(git, entry))),
  );
  const letters = conflicts.map(({ conflict }) => conflictLetters(conflict ?? {}));
  const resolution = letters.some((each) => each === 'UD' || each === 'DU')
    ? 'use "git add/rm <file>..." as appropriate to mark resolution'
    : letters.length > 0 && letters.every((each) => each === 'DD')
      ? 'use "git rm <file>..." to mark resolution'
      : 'use "git add <file>..." to mark resolution';
  section(
    'Unmerged paths',
    isMerging ? [resolution] : [unstage, resolution],
    conflicts.map((entry, index) =>
      paint('red', `${conflictLabels[letters[index] ?? ''] ?? ''}${git.shown(entry.path)}`),
    ),
  );
  const hasDeleted = changed.some((entry) => entry.changed === 'D');
  section(
    'Changes not staged for commit',
    [
      `use "git add${hasDeleted ? '/rm' : ''} <file>..." to update what will be committed`,
      'use "git restore <file>..." to discard changes in working directory',
    ],
    changed.map((entry) =>
      paint('red', `${stagedLabels[entry.changed ?? ''] ?? ''}${git.shown(entry.path)}`),
    ),
  );
  section(
    'Untracked files',
    ['use "git add <file>..." to include in what will be committed'],
    report.untracked.map((path) => paint('red', git.shown(path))),
  );
  section(
    'Ignored files',
    ['use "git add -f <file>..." to include in what will be committed'],
    report.ignored.map((path) => paint('red', git.shown(path))),
  );
  if (untrackedMode === 'no' && staged.length > 0)
    text += 'Untracked files not listed (use -u option to show untracked files)\n';
  if (
    staged.length > 0 ||
    (isMerging && conflicts.length === 0 && changed.length === 0 && report.untracked.length === 0)
  )
    return text;
  return text + conclusion(report, changed.length + conflicts.length > 0, isInitial, untrackedMode);
}

function conclusion(
  report: StatusReport,
  hasChanges: boolean,
  isInitial: boolean,
  untrackedMode: UntrackedMode,
): string {
  if (hasChanges) return 'no changes added to commit (use "git add" and/or "git commit -a")\n';
  if (report.untracked.length > 0)
    return 'nothing added to commit but untracked files present (use "git add" to track)\n';
  if (isInitial) return 'nothing to commit (create/copy files and use "git add" to track)\n';
  if (untrackedMode === 'no') return 'nothing to commit (use -u to show untracked files)\n';
  return 'nothing to commit, working tree clean\n';
}

function stagedLine(git: Invocation, { path, staged }: StatusEntry): string {
  const label = stagedLabels[staged?.kind ?? ''] ?? '';
  if (staged?.kind !== 'R') return `${label}${git.shown(path)}`;
  return `${label}${git.shown(staged.oldPath)} -> ${git.shown(path)}`;
}
