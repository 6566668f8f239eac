// The lines that differ between two texts, as hunks. Myers' algorithm by the `diff` package; where a change can as well be a few
// lines up or down, it is put where git puts it (xdiff/xdiffi.c, xdl_change_compact with the indent heuristic).

import { diffArrays } from 'diff';

export interface Lines {
  readonly lines: readonly string[];
  /** The last line has no newline. */
  readonly unterminated: boolean;
}

export interface Hunk {
  /** Numbers of lines before it. */
  readonly oldStart: number;
  readonly newStart: number;
  readonly oldCount: number;
  readonly newCount: number;
  readonly lines: readonly HunkLine[];
}

export interface HunkLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
  readonly unterminated: boolean;
}

export function splitLines(text: string): Lines {
  if (text === '') return { lines: [], unterminated: false };
  const lines = text.split('\n');
  const unterminated = lines.at(-1) !== '';
  if (!unterminated) lines.pop();
  return { lines, unterminated };
}

interface Marks {
  readonly old: boolean[];
  readonly new: boolean[];
}

const keys = ({ lines, unterminated }: Lines): string[] =>
  lines.map((line, index) => (unterminated && index === lines.length - 1 ? `${line}\u{10ffff}` : line));

/** Which lines are only in the one or the other. */
function marksOf(before: Lines, after: Lines): Marks {
  const [a, b] = [keys(before), keys(after)];
  const marks = { old: a.map(() => false), new: b.map(() => false) };
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  let [left, right] = [start, start];
  for (const { added, removed, count } of diffArrays(a.slice(start, endA), b.slice(start, endB))) {
    if (removed) marks.old.fill(true, left, left + count);
    if (added) marks.new.fill(true, right, right + count);
    if (!added) left += count;
    if (!removed) right += count;
  }
  compact(a, marks.old, marks.new);
  compact(b, marks.new, marks.old);
  return marks;
}

/** Of lines that are marked one after the other: from `start` up to `end`. */
interface Group {
  start: number;
  end: number;
}

class Groups {
  readonly group: Group = { start: 0, end: 0 };

  constructor(
    private readonly lines: readonly string[],
    private readonly marks: boolean[],
  ) {
    while (this.marks[this.group.end] === true) this.group.end++;
  }

  next(): boolean {
    if (this.group.end === this.marks.length) return false;
    this.group.start = this.group.end + 1;
    for (this.group.end = this.group.start; this.marks[this.group.end] === true;) this.group.end++;
    return true;
  }

  previous(): void {
    this.group.end = this.group.start - 1;
    for (this.group.start = this.group.end; this.marks[this.group.start - 1] === true;) this.group.start--;
  }

  slideUp(): boolean {
    const { group, lines, marks } = this;
    if (group.start === 0 || lines[group.start - 1] !== lines[group.end - 1]) return false;
    marks[--group.start] = true;
    marks[--group.end] = false;
    while (marks[group.start - 1] === true) group.start--;
    return true;
  }

  slideDown(): boolean {
    const { group, lines, marks } = this;
    if (group.end >= marks.length || lines[group.start] !== lines[group.end]) return false;
    marks[group.start++] = false;
    marks[group.end++] = true;
    while (marks[group.end] === true) group.end++;
    return true;
  }
}

function compact(lines: readonly string[], marks: boolean[], otherMarks: boolean[]): void {
  const here = new Groups(lines, marks);
  const there = new Groups([], otherMarks);
  for (;;) {
    const { group } = here;
    if (group.end > group.start) settle(here, there, lines);
    if (!here.next()) return;
    there.next();
  }
}

function settle(here: Groups, there: Groups, lines: readonly string[]): void {
  const { group } = here;
  let earliestEnd: number;
  let matchEnd: number;
  let size: number;
  do {
    size = group.end - group.start;
    matchEnd = -1;
    while (here.slideUp()) there.previous();
    earliestEnd = group.end;
    if (there.group.end > there.group.start) matchEnd = group.end;
    while (here.slideDown()) {
      there.next();
      if (there.group.end > there.group.start) matchEnd = group.end;
    }
  } while (size !== group.end - group.start);
  if (group.end === earliestEnd) return;
  if (matchEnd !== -1) {
    while (there.group.end === there.group.start) {
      here.slideUp();
      there.previous();
    }
    return;
  }
  const first = Math.max(earliestEnd, group.end - size - 1, group.end - longestSlide);
  let [best, bestScore] = [-1, { indent: 0, penalty: 0 }];
  for (let shift = first; shift <= group.end; shift++) {
    const score = { indent: 0, penalty: 0 };
    addScore(score, lines, shift);
    addScore(score, lines, shift - size);
    if (best === -1 || compareScores(score, bestScore) <= 0) [best, bestScore] = [shift, score];
  }
  while (group.end > best) {
    here.slideUp();
    there.previous();
  }
}

/** xdiff's weights, found by its authors in many repositories. */
const longestSlide = 100;
const mostIndent = 200;
const mostBlanks = 20;
const penalties = {
  startOfFile: 1,
  endOfFile: 21,
  totalBlank: -30,
  postBlank: 6,
  relativeIndent: -4,
  relativeIndentBlank: 10,
  relativeOutdent: 24,
  relativeOutdentBlank: 17,
  relativeDedent: 23,
  relativeDedentBlank: 17,
  indentWeight: 60,
} as const;

interface Score {
  indent: number;
  penalty: number;
}

const compareScores = (left: Score, right: Score): number =>
  penalties.indentWeight * Math.sign(left.indent - right.indent) + (left.penalty - right.penalty);

/** -1 of a blank line. */
function indentOf(line: string): number {
  let indent = 0;
  for (const char of line) {
    if (char === ' ') indent++;
    else if (char === '\t') indent += 8 - (indent % 8);
    else if (!/\s/.test(char)) return indent;
    if (indent >= mostIndent) return mostIndent;
  }
  return -1;
}

function addScore(score: Score, lines: readonly string[], split: number): void {
  const atEnd = split >= lines.length;
  const indent = atEnd ? -1 : indentOf(lines[split] ?? '');
  let [preBlank, preIndent] = [0, -1];
  for (let at = split - 1; at >= 0; at--) {
    preIndent = indentOf(lines[at] ?? '');
    if (preIndent !== -1) break;
    if (++preBlank === mostBlanks) {
      preIndent = 0;
      break;
    }
  }
  let [postBlank, postIndent] = [0, -1];
  for (let at = split + 1; at < lines.length; at++) {
    postIndent = indentOf(lines[at] ?? '');
    if (postIndent !== -1) break;
    if (++postBlank === mostBlanks) {
      postIndent = 0;
      break;
    }
  }
  if (preIndent === -1 && preBlank === 0) score.penalty += penalties.startOfFile;
  if (atEnd) score.penalty += penalties.endOfFile;
  const blanksAfter = indent === -1 ? 1 + postBlank : 0;
  const blanks = preBlank + blanksAfter;
  score.penalty += penalties.totalBlank * blanks + penalties.postBlank * blanksAfter;
  const effective = indent !== -1 ? indent : postIndent;
  score.indent += effective;
  const anyBlanks = blanks !== 0;
  if (effective === -1 || preIndent === -1 || effective === preIndent) return;
  if (effective > preIndent)
    score.penalty += anyBlanks ? penalties.relativeIndentBlank : penalties.relativeIndent;
  else if (postIndent !== -1 && postIndent > effective)
    score.penalty += anyBlanks ? penalties.relativeOutdentBlank : penalties.relativeOutdent;
  else score.penalty += anyBlanks ? penalties.relativeDedentBlank : penalties.relativeDedent;
}

export function countChanges(before: Lines, after: Lines): { added: number; removed: number } {
  const { old, new: now } = marksOf(before, after);
  const count = (marks: readonly boolean[]) => marks.filter(Boolean).length;
  return { added: count(now), removed: count(old) };
}

export function hunksOf(before: Lines, after: Lines, context: number): Hunk[] {
  const { old, new: now } = marksOf(before, after);
  const all: (HunkLine & { readonly left: number; readonly right: number })[] = [];
  let [left, right] = [0, 0];
  const push = (mark: ' ' | '-' | '+', side: Lines, at: number): void => {
    const unterminated = side.unterminated && at === side.lines.length - 1;
    all.push({ mark, text: side.lines[at] ?? '', unterminated, left, right });
  };
  while (left < old.length || right < now.length) {
    if (old[left] === true) {
      push('-', before, left);
      left++;
    } else if (now[right] === true) {
      push('+', after, right);
      right++;
    } else {
      push(' ', after, right);
      left++;
      right++;
    }
  }
  const changed = all.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  const hunks: Hunk[] = [];
  for (let at = 0; at < changed.length; at++) {
    const start = Math.max(0, (changed[at] ?? 0) - context);
    // Hunks whose contexts touch are one.
    while (at + 1 < changed.length && (changed[at + 1] ?? 0) - (changed[at] ?? 0) <= context * 2 + 1) at++;
    const lines = all.slice(start, (changed[at] ?? 0) + context + 1);
    const count = (mark: '-' | '+') => lines.filter((line) => line.mark === ' ' || line.mark === mark).length;
    hunks.push({
      oldStart: all[start]?.left ?? 0,
      newStart: all[start]?.right ?? 0,
      oldCount: count('-'),
      newCount: count('+'),
      lines,
    });
  }
  return hunks;
}
