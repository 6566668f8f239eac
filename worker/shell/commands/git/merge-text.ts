// Two texts that came from one, put together: what both changed differently is left for people, between markers
// (xdiff/xmerge.c at its level "zealous").

import { hunksOf, type Lines } from './line-diff.ts';

export interface MergeLabels {
  readonly ours: string;
  readonly theirs: string;
}

export interface MergedText {
  readonly text: string;
  readonly hasConflicts: boolean;
}

type Part =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'conflict'; readonly ours: readonly string[]; readonly theirs: readonly string[] };

/** A stretch of the base, and what became of it. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** With their newlines. */
const split = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const asLines = (lines: readonly string[]): Lines => ({ lines, unterminated: false });

const editsOf = (before: readonly string[], after: readonly string[]): Edit[] =>
  hunksOf(asLines(before), asLines(after), 0).map(({ oldStart, oldCount, newStart, newCount }) => ({
    start: oldStart,
    end: oldStart + oldCount,
    newStart,
    newEnd: newStart + newCount,
  }));

/** What a side has in place of the base from `start` to `end`. */
function sideOf(side: readonly string[], edits: readonly Edit[], start: number, end: number): string[] {
  const shift = (at: number, inclusive: boolean): number => {
    let moved = at;
    for (const edit of edits)
      if (edit.end < at || (edit.end === at && (inclusive || edit.start < at)))
        moved = at + (edit.newEnd - edit.end);
    return moved;
  };
  const first = edits[0];
  const from =
    first !== undefined && first.start >= start
      ? first.newStart - (first.start - start)
      : shift(start, false);
  return side.slice(from, shift(end, true));
}

export function mergeTexts(base: string, ours: string, theirs: string, labels: MergeLabels): MergedText {
  const [b, o, t] = [split(base), split(ours), split(theirs)];
  const [left, right] = [editsOf(b, o), editsOf(b, t)];
  const parts: Part[] = [];
  let at = 0;
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const start = Math.min(left[i]?.start ?? Infinity, right[j]?.start ?? Infinity);
    let end = start;
    const [mine, yours]: [Edit[], Edit[]] = [[], []];
    for (;;) {
      const [a, c] = [left[i], right[j]];
      const touches = (edit: Edit | undefined, others: readonly Edit[]): edit is Edit =>
        edit !== undefined &&
        (edit.start < end || (edit.start === end && (others.length > 0 || mine.length + yours.length === 0)));
      if (touches(a, yours)) {
        mine.push(a);
        end = Math.max(end, a.end);
        i++;
      } else if (touches(c, mine)) {
        yours.push(c);
        end = Math.max(end, c.end);
        j++;
      } else break;
    }
    parts.push({ kind: 'lines', lines: b.slice(at, start) });
    const [oursNow, theirsNow] = [sideOf(o, mine, start, end), sideOf(t, yours, start, end)];
    if (yours.length === 0) parts.push({ kind: 'lines', lines: oursNow });
    else if (mine.length === 0) parts.push({ kind: 'lines', lines: theirsNow });
    else parts.push(...refined(oursNow, theirsNow));
    at = end;
  }
  parts.push({ kind: 'lines', lines: b.slice(at) });
  return {
    text: parts.map((part) => partText(part, labels)).join(''),
    hasConflicts: parts.some(({ kind }) => kind === 'conflict'),
  };
}

/** Conflicts that so few lines lie between are one. */
const closeLines = 3;

/** Without the lines that both sides have. */
function refined(ours: readonly string[], theirs: readonly string[]): Part[] {
  const edits = editsOf(ours, theirs);
  if (edits.length === 0) return [{ kind: 'lines', lines: ours }];
  if (ours.length === 0 || theirs.length === 0) return [{ kind: 'conflict', ours, theirs }];
  const groups: Edit[] = [];
  for (const edit of edits) {
    const last = groups.at(-1);
    if (last !== undefined && edit.start - last.end <= closeLines)
      groups[groups.length - 1] = { ...last, end: edit.end, newEnd: edit.newEnd };
    else groups.push(edit);
  }
  const parts: Part[] = [];
  let at = 0;
  for (const { start, end, newStart, newEnd } of groups) {
    parts.push({ kind: 'lines', lines: ours.slice(at, start) });
    parts.push({ kind: 'conflict', ours: ours.slice(start, end), theirs: theirs.slice(newStart, newEnd) });
    at = end;
  }
  parts.push({ kind: 'lines', lines: ours.slice(at) });
  return parts;
}

function partText(part: Part, labels: MergeLabels): string {
  if (part.kind === 'lines') return part.lines.join('');
  const ended = (lines: readonly string[]) => lines.join('').replace(/[^\n]$/, '$&\n');
  return `<<<<<<< ${labels.ours}\n${ended(part.ours)}=======\n${ended(part.theirs)}>>>>>>> ${labels.theirs}\n`;
}
