// The output formats of diff (POSIX XCU, diff: STDOUT).

export interface DiffSide {
  readonly name: string;
  readonly time: string;
  /** The last line ends in U+10FFFF where the file does not end in a newline. */
  readonly lines: readonly string[];
}

/** A stretch of lines: on both sides, or on one. */
export interface Change {
  readonly added: boolean;
  readonly removed: boolean;
  readonly count: number;
}

const unterminated = '\u{10ffff}';

function lineText(mark: string, line: string): string {
  return line.endsWith(unterminated)
    ? `${mark}${line.slice(0, -unterminated.length)}\n\\ No newline at end of file\n`
    : `${mark}${line}\n`;
}

export function normalDiff(a: DiffSide, b: DiffSide, changes: readonly Change[]): string {
  let [left, right] = [0, 0];
  let text = '';
  for (let index = 0; index < changes.length; index += 1) {
    const change = changes[index];
    if (change === undefined) break;
    if (!change.added && !change.removed) {
      left += change.count;
      right += change.count;
      continue;
    }
    const next = changes[index + 1];
    const paired = next !== undefined && next.added !== change.added && (next.added || next.removed);
    if (paired) index += 1;
    const removed = change.removed ? change.count : paired ? next.count : 0;
    const added = change.added ? change.count : paired ? next.count : 0;
    const range = (start: number, count: number): string =>
      count > 1 ? `${String(start + 1)},${String(start + count)}` : String(count === 0 ? start : start + 1);
    const letter = removed === 0 ? 'a' : added === 0 ? 'd' : 'c';
    text += `${range(left, removed)}${letter}${range(right, added)}\n`;
    text += a.lines
      .slice(left, left + removed)
      .map((line) => lineText('< ', line))
      .join('');
    if (letter === 'c') text += '---\n';
    text += b.lines
      .slice(right, right + added)
      .map((line) => lineText('> ', line))
      .join('');
    left += removed;
    right += added;
  }
  return text;
}

export function unifiedDiff(a: DiffSide, b: DiffSide, changes: readonly Change[], context: number): string {
  // One entry a line of the merged text.
  const entries: { mark: ' ' | '-' | '+'; line: string; left: number; right: number }[] = [];
  let [left, right] = [0, 0];
  for (const { added, removed, count } of changes) {
    for (let step = 0; step < count; step += 1) {
      if (removed) entries.push({ mark: '-', line: a.lines[left] ?? '', left, right });
      else entries.push({ mark: added ? '+' : ' ', line: b.lines[right] ?? '', left, right });
      if (!added) left += 1;
      if (!removed) right += 1;
    }
  }
  const changed = entries.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  let text = `--- ${a.name}\t${a.time}\n+++ ${b.name}\t${b.time}\n`;
  for (let at = 0; at < changed.length;) {
    const start = Math.max(0, (changed[at] ?? 0) - context);
    let last = changed[at] ?? 0;
    // Hunks whose contexts touch are one.
    while (at + 1 < changed.length && (changed[at + 1] ?? 0) - last <= context * 2 + 1) {
      at += 1;
      last = changed[at] ?? last;
    }
    at += 1;
    const hunk = entries.slice(start, Math.min(entries.length, last + context + 1));
    const range = (mark: '-' | '+', first: number): string => {
      const count = hunk.filter((entry) => entry.mark === ' ' || entry.mark === mark).length;
      if (count === 1) return String(first + 1);
      return `${String(count === 0 ? first : first + 1)},${String(count)}`;
    };
    const head = hunk[0];
    text += `@@ -${range('-', head?.left ?? 0)} +${range('+', head?.right ?? 0)} @@\n`;
    text += hunk.map(({ mark, line }) => lineText(mark, line)).join('');
  }
  return text;
}
