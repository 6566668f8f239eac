// Fuzzy matching for the palette and quick open: every typed character in order, better where it starts a word, follows
// another match, or lies in the file's own name.

export interface FuzzyMatch {
  readonly score: number;
  /** Indices of matched UTF-16 units in the text, ascending. */
  readonly positions: readonly number[];
}

const scores = { base: 1, consecutive: 6, wordStart: 8, fileName: 3, exactCase: 1, gap: -0.15 } as const;
const separators = /[\s/\\\-_.:]/;

/** Null where the query is not a subsequence of the text. An empty query matches all with score 0. */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const wanted = query.replace(/\s+/g, '');
  if (wanted.length === 0) return { score: 0, positions: [] };
  if (wanted.length > text.length) return null;
  const lowerWanted = wanted.toLowerCase();
  const lowerText = text.toLowerCase();
  // A text whose lower case has another length (İ) would shift positions; compare it as it is.
  const haystack = lowerText.length === text.length ? lowerText : text;
  const nameStart = text.lastIndexOf('/') + 1;
  const columns = text.length;

  // best[i][j]: best score of matching wanted[0..i] with wanted[i] at text[j].
  let previous = new Float64Array(columns).fill(-Infinity);
  const cameFrom: Int32Array[] = [];
  for (let i = 0; i < wanted.length; i++) {
    const current = new Float64Array(columns).fill(-Infinity);
    const from = new Int32Array(columns).fill(-1);
    let bestBefore = -Infinity;
    let bestBeforeAt = -1;
    for (let j = i; j < columns; j++) {
      if (i > 0 && j > 0) {
        const candidate = previous[j - 1] ?? -Infinity;
        bestBefore += scores.gap;
        if (candidate > bestBefore) {
          bestBefore = candidate;
          bestBeforeAt = j - 1;
        }
      }
      if (haystack[j] !== lowerWanted[i]) continue;
      let gain: number = scores.base;
      if (startsWord(text, j)) gain += scores.wordStart;
      if (j >= nameStart) gain += scores.fileName;
      if (text[j] === wanted[i]) gain += scores.exactCase;
      if (i === 0) {
        current[j] = gain + scores.gap * j;
        continue;
      }
      const adjacent = (previous[j - 1] ?? -Infinity) + scores.consecutive;
      if (adjacent >= bestBefore) {
        current[j] = adjacent + gain;
        from[j] = j - 1;
      } else if (bestBeforeAt >= 0) {
        current[j] = bestBefore + gain;
        from[j] = bestBeforeAt;
      }
    }
    cameFrom.push(from);
    previous = current;
  }

  let end = -1;
  for (let j = 0; j < columns; j++)
    if ((previous[j] ?? -Infinity) > (end < 0 ? -Infinity : (previous[end] ?? 0))) end = j;
  if (end < 0) return null;
  const positions: number[] = [];
  for (let i = wanted.length - 1, j = end; i >= 0; i--) {
    positions.unshift(j);
    j = cameFrom[i]?.[j] ?? -1;
  }
  return { score: (previous[end] ?? 0) - text.length * 0.01, positions };
}

function startsWord(text: string, index: number): boolean {
  if (index === 0) return true;
  const before = text[index - 1] ?? '';
  const here = text[index] ?? '';
  return separators.test(before) || (/[a-z0-9]/.test(before) && /[A-Z]/.test(here));
}

export interface Ranked<T> {
  readonly item: T;
  readonly positions: readonly number[];
}

/** Best first; ties keep the given order. */
export function rankByFuzzy<T>(query: string, items: readonly T[], textOf: (item: T) => string): Ranked<T>[] {
  const matched: (Ranked<T> & { score: number })[] = [];
  for (const item of items) {
    const match = fuzzyMatch(query, textOf(item));
    if (match !== null) matched.push({ item, positions: match.positions, score: match.score });
  }
  return matched.sort((a, b) => b.score - a.score);
}
