// How much changes are: --stat, --numstat, --shortstat and --summary (git-diff(1)).

import { decodeText } from '../../stream/text.ts';
import type { Change } from './changes.ts';
import { countChanges, splitLines } from './line-diff.ts';
import { paintIf } from './paint.ts';
import { contentsOf, isBinary, type BlobReader } from './patch.ts';

export interface FileStat {
  readonly change: Change;
  readonly added: number;
  readonly removed: number;
  /** Bytes before and after, where one of them is not text. */
  readonly binary: readonly [before: number, after: number] | null;
}

export async function statsOf(changes: readonly Change[], blobs: BlobReader): Promise<FileStat[]> {
  const stats: FileStat[] = [];
  for (const change of changes) {
    const { before, after } = change;
    if (change.kind === 'U' || before?.oid === after?.oid) {
      stats.push({ change, added: 0, removed: 0, binary: null });
      continue;
    }
    const old = before === null ? new Uint8Array() : await contentsOf(before, change.oldPath, blobs.before);
    const now = after === null ? new Uint8Array() : await contentsOf(after, change.path, blobs.after);
    if (isBinary(old) || isBinary(now))
      stats.push({ change, added: 0, removed: 0, binary: [old.length, now.length] });
    else {
      const counts = countChanges(splitLines(decodeText(old)), splitLines(decodeText(now)));
      stats.push({ change, ...counts, binary: null });
    }
  }
  return stats;
}

/** `dir/{old => new}/file`. */
export function renameText(from: string, to: string): string {
  let prefix = 0;
  for (let at = 0; at < from.length && from[at] === to[at]; at++) if (from[at] === '/') prefix = at + 1;
  let suffix = 0;
  for (let at = 1; at <= Math.min(from.length, to.length) - Math.max(0, prefix - 1); at++) {
    const char = from[from.length - at];
    if (char !== to[to.length - at]) break;
    if (char === '/') suffix = at;
  }
  const middle = (path: string) => path.slice(prefix, Math.max(prefix, path.length - suffix));
  if (prefix === 0 && suffix === 0) return `${from} => ${to}`;
  return `${from.slice(0, prefix)}{${middle(from)} => ${middle(to)}}${from.slice(from.length - suffix)}`;
}

function nameOf({ kind, path, oldPath }: Change, quoted: (path: string) => string): string {
  return kind === 'R' ? renameText(oldPath, path) : quoted(path);
}

export function statText(
  stats: readonly FileStat[],
  columns: number,
  quoted: (path: string) => string,
  colored = false,
): string {
  if (stats.length === 0) return '';
  const rows = stats.map((stat) => ({
    ...stat,
    name: nameOf(stat.change, quoted),
    total: stat.added + stat.removed,
  }));
  const most = Math.max(...rows.map(({ total }) => total));
  const sizes = rows.map(({ binary }) => (binary === null ? 0 : 14 + binary.map(String).join('').length));
  const binaryWidth = Math.max(...sizes);
  let numberWidth = String(most).length;
  if (binaryWidth > 0) numberWidth = Math.max(numberWidth, 3);
  const width = Math.max(columns, 16 + 6 + numberWidth);
  let graphWidth = most + 4 < binaryWidth ? binaryWidth - 4 : most;
  let nameWidth = Math.max(...rows.map(({ name }) => [...name].length));
  if (nameWidth + numberWidth + 6 + graphWidth > width) {
    const share = Math.floor((width * 3) / 8) - numberWidth - 6;
    if (graphWidth > share) graphWidth = Math.max(share, 6);
    if (nameWidth > width - numberWidth - 6 - graphWidth) nameWidth = width - numberWidth - 6 - graphWidth;
    else graphWidth = width - numberWidth - 6 - nameWidth;
  }
  const scaled = (value: number): number =>
    value === 0 ? 0 : 1 + Math.floor((value * (graphWidth - 1)) / most);
  const paint = paintIf(colored);
  let text = '';
  for (const { name, added, removed, binary, total, change } of rows) {
    const label = ` ${shortened(name, nameWidth).padEnd(nameWidth)} | `;
    if (change.kind === 'U') {
      text += `${label}${'Unmerged'}\n`;
      continue;
    }
    if (binary !== null) {
      const [old, now] = [paint('red', String(binary[0])), paint('green', String(binary[1]))];
      text += `${label}${'Bin'.padStart(numberWidth)} ${old} -> ${now} bytes\n`;
      continue;
    }
    let [plus, minus] = [added, removed];
    if (graphWidth <= most) {
      let all = scaled(total);
      if (all < 2 && added > 0 && removed > 0) all = 2;
      if (added < removed) {
        plus = scaled(added);
        minus = all - plus;
      } else {
        minus = scaled(removed);
        plus = all - minus;
      }
    }
    const bar = `${paint('green', '+'.repeat(plus))}${paint('red', '-'.repeat(minus))}`;
    text += `${label}${String(total).padStart(numberWidth)}${total === 0 ? '' : ' '}${bar}\n`;
  }
  return text + shortStat(stats);
}

function shortened(name: string, width: number): string {
  if ([...name].length <= width) return name;
  const tail = name.slice(-(width - 3));
  const slash = tail.indexOf('/');
  return `...${slash === -1 ? tail : tail.slice(slash)}`;
}

export function shortStat(stats: readonly FileStat[]): string {
  const files = stats.filter(({ change }) => change.kind !== 'U').length;
  if (files === 0) return '';
  const sum = (key: 'added' | 'removed') => stats.reduce((total, stat) => total + stat[key], 0);
  const [added, removed] = [sum('added'), sum('removed')];
  const count = (number: number, one: string, sign: string) =>
    `, ${String(number)} ${one}${number === 1 ? '' : 's'}(${sign})`;
  let text = ` ${String(files)} file${files === 1 ? '' : 's'} changed`;
  if (added > 0 || removed === 0) text += count(added, 'insertion', '+');
  if (removed > 0 || added === 0) text += count(removed, 'deletion', '-');
  return `${text}\n`;
}

export function numStat(stats: readonly FileStat[], quoted: (path: string) => string, nul: boolean): string {
  return stats
    .map(({ change, added, removed, binary }) => {
      const counts = binary === null ? `${String(added)}\t${String(removed)}\t` : '-\t-\t';
      if (!nul) return `${counts}${nameOf(change, quoted)}\n`;
      return change.kind === 'R'
        ? `${counts}\0${change.oldPath}\0${change.path}\0`
        : `${counts}${change.path}\0`;
    })
    .join('');
}

/** What is new, gone, renamed or has another mode. */
export function summaryText(changes: readonly Change[], quoted: (path: string) => string): string {
  const octal = (mode: number | undefined) => (mode ?? 0).toString(8);
  return changes
    .map(({ kind, path, oldPath, before, after, score }) => {
      const modeChange = ` mode change ${octal(before?.mode)} => ${octal(after?.mode)}`;
      if (kind === 'A') return ` create mode ${octal(after?.mode)} ${quoted(path)}\n`;
      if (kind === 'D') return ` delete mode ${octal(before?.mode)} ${quoted(path)}\n`;
      const hasMode = before?.mode !== after?.mode;
      if (kind === 'R')
        return ` rename ${renameText(oldPath, path)} (${String(score ?? 100)}%)\n${hasMode ? `${modeChange}\n` : ''}`;
      return hasMode && before !== null && after !== null ? `${modeChange} ${quoted(path)}\n` : '';
    })
    .join('');
}
