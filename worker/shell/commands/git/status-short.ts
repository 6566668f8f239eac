// `git status` in short, and for programs (git-status(1), Short Format and Porcelain Formats).

import type { Invocation } from './invocation.ts';
import type { FileEntry } from './index-file.ts';
import type { Paint } from './paint.ts';
import { noOid } from './patch.ts';
import { conflictLetters, type StatusEntry, type StatusReport } from './status-report.ts';

export interface ShortOptions {
  readonly branch: boolean;
  /** -z */
  readonly nul: boolean;
  /** As seen from the root, not from where git is called. */
  readonly fromRoot: boolean;
  readonly paint: Paint;
}

function lettersOf({ staged, changed, conflict }: StatusEntry): string {
  return conflict === null ? `${staged?.kind ?? ' '}${changed ?? ' '}` : conflictLetters(conflict);
}

export function shortStatus(git: Invocation, report: StatusReport, options: ShortOptions): string {
  const { nul, paint } = options;
  const end = nul ? '\0' : '\n';
  const shown = (path: string): string => {
    if (nul) return path;
    const text = options.fromRoot ? git.quoted(path) : git.shown(path);
    return text.includes(' ') && !text.startsWith('"') ? `"${text}"` : text;
  };
  let text = options.branch ? `${branchLine(report, paint)}${end}` : '';
  for (const entry of report.entries) {
    const letters = lettersOf(entry);
    const painted =
      entry.conflict === null
        ? `${letters[0] === ' ' ? ' ' : paint('green', letters.charAt(0))}${letters[1] === ' ' ? ' ' : paint('red', letters.charAt(1))}`
        : paint('red', letters);
    const from = entry.staged?.kind === 'R' ? entry.staged.oldPath : null;
    if (from === null) text += `${painted} ${shown(entry.path)}${end}`;
    else if (nul) text += `${painted} ${entry.path}\0${from}\0`;
    else text += `${painted} ${shown(from)} -> ${shown(entry.path)}\n`;
  }
  for (const path of report.untracked) text += `${paint('red', '??')} ${shown(path)}${end}`;
  for (const path of report.ignored) text += `${paint('red', '!!')} ${shown(path)}${end}`;
  return text;
}

function branchLine({ branch, head, tracking }: StatusReport, paint: Paint): string {
  if (branch === null) return `## ${paint('red', 'HEAD (no branch)')}`;
  let line = `## ${head.oid === null ? 'No commits yet on ' : ''}${paint('green', branch)}`;
  if (tracking === null) return line;
  line += `...${paint('red', tracking.name)}`;
  if (tracking.apart === null) return `${line} [gone]`;
  const { ahead, behind } = tracking.apart;
  const parts = [
    ...(ahead > 0 ? [`ahead ${paint('green', String(ahead))}`] : []),
    ...(behind > 0 ? [`behind ${paint('red', String(behind))}`] : []),
  ];
  return parts.length === 0 ? line : `${line} [${parts.join(', ')}]`;
}

export function porcelain2(git: Invocation, report: StatusReport, options: ShortOptions): string {
  const { nul } = options;
  const end = nul ? '\0' : '\n';
  const shown = (path: string): string => (nul ? path : git.quoted(path));
  const mode = (entry: FileEntry | null | undefined) => (entry?.mode ?? 0).toString(8).padStart(6, '0');
  const oid = (entry: FileEntry | null | undefined) => entry?.oid ?? noOid;
  const lines: string[] = [];
  if (options.branch) {
    lines.push(
      `# branch.oid ${report.head.oid ?? '(initial)'}`,
      `# branch.head ${report.branch ?? '(detached)'}`,
    );
    if (report.tracking !== null) {
      const { name, apart } = report.tracking;
      lines.push(`# branch.upstream ${name}`);
      if (apart !== null) lines.push(`# branch.ab +${String(apart.ahead)} -${String(apart.behind)}`);
    }
  }
  for (const entry of report.entries) {
    if (entry.conflict !== null) continue;
    const { staged, changed, index, worktree, path } = entry;
    const before = staged === null ? index : staged.before;
    const letters = `${staged?.kind ?? '.'}${changed ?? '.'}`;
    const facts = `${letters} N... ${mode(before)} ${mode(index)} ${mode(worktree)} ${oid(before)} ${oid(index)}`;
    if (staged?.kind === 'R')
      lines.push(
        `2 ${facts} R${String(staged.score ?? 100)} ${shown(path)}${nul ? '\0' : '\t'}${shown(staged.oldPath)}`,
      );
    else lines.push(`1 ${facts} ${shown(path)}`);
  }
  for (const { conflict, worktree, path } of report.entries) {
    if (conflict === null) continue;
    const stages = [conflict[1], conflict[2], conflict[3]];
    lines.push(
      `u ${conflictLetters(conflict)} N... ${stages.map(mode).join(' ')} ${mode(worktree)} ${stages.map(oid).join(' ')} ${shown(path)}`,
    );
  }
  lines.push(
    ...report.untracked.map((path) => `? ${shown(path)}`),
    ...report.ignored.map((path) => `! ${shown(path)}`),
  );
  return lines.map((line) => `${line}${end}`).join('');
}
