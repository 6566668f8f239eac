// Replacements in a source text that keep every line where it is, and the way back from a column of the result to the
// author's. Owned by one transform.

import type { EvaluatedSource } from './source-registry.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly order: number;
}

/** From column `generated` on (to the next segment) columns run from `original` on, or stay there where `fixed`. */
interface Segment {
  readonly generated: number;
  readonly original: number;
  readonly fixed: boolean;
}

/** Edits as JSON: start, length and number of the new text for each, in the order in which they apply. */
export interface StoredEdits {
  readonly places: readonly number[];
  readonly texts: readonly string[];
}

/**
 * What stands for a name that is called. V8 places the call of a name at the name, and any other at its parenthesis, which
 * comes next.
 */
const callee = /^\(0,.*\)$/;

const beforeAll = 1e9;
const beforeOpening = 2e9;

export class Edits {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string, stored?: StoredEdits) {
    this.#source = source;
    if (stored === undefined) return;
    const { places, texts } = stored;
    for (let at = 0; at < places.length; at += 3) {
      const start = places[at] ?? 0;
      this.replace(start, start + (places[at + 1] ?? 0), texts[places[at + 2] ?? 0] ?? '');
    }
  }

  /** `new Edits(source, stored)` does the same to the same source. */
  store(): StoredEdits {
    const numbers = new Map<string, number>();
    const places = this.#ordered().flatMap(({ start, end, text }) => {
      let number = numbers.get(text);
      if (number === undefined) numbers.set(text, (number = numbers.size));
      return [start, end - start, number];
    });
    return { places, texts: [...numbers.keys()] };
  }

  get isEmpty(): boolean {
    return this.#edits.length === 0;
  }

  /** `text` must have as many line breaks as what it replaces. */
  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text, order: this.#edits.length });
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text);
  }

  /** Comes before what else is inserted there: for what encloses it. */
  insertBefore(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text, order: this.#edits.length - beforeAll });
  }

  /** Ends what ends there: comes before whatever else is inserted there, since that begins something, and after what was closed before. */
  close(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text, order: this.#edits.length - beforeOpening });
  }

  /** Blanks out a piece, keeping its line breaks. */
  remove(start: number, end: number, instead = ''): void {
    this.replace(start, end, instead + this.#source.slice(start, end).replace(/[^\n]/g, ''));
  }

  /** `prefix` is put in front of the first line. */
  apply(prefix: string, suffix: string): { code: string; originalColumn: EvaluatedSource['originalColumn'] } {
    const edits = this.#ordered();
    const parts = [prefix];
    let position = 0;
    for (const { start, end, text } of edits) {
      parts.push(this.#source.slice(position, start), text);
      position = end;
    }
    parts.push(this.#source.slice(position), suffix);
    // Asked for by errors only.
    let segments: ReadonlyMap<number, readonly Segment[]> | undefined;
    return {
      code: parts.join(''),
      originalColumn: (line, column) => {
        segments ??= segmentsOf(this.#source, edits, prefix);
        const segment = segments.get(line)?.findLast((candidate) => candidate.generated <= column);
        if (segment === undefined) return column;
        return segment.fixed ? segment.original : segment.original + column - segment.generated;
      },
    };
  }

  /** As they apply: by place, without those within what an earlier one replaces. */
  #ordered(): readonly Edit[] {
    this.#edits.sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
    let position = 0;
    return this.#edits.filter(({ start, end }) => {
      if (start < position) return false;
      position = end;
      return true;
    });
  }
}

/** By line of the result, from 1. */
function segmentsOf(source: string, edits: readonly Edit[], prefix: string): Map<number, Segment[]> {
  const segments = new Map<number, Segment[]>();
  let position = 0;
  let line = 1;
  let generated = prefix.length + 1;
  let original = 1;
  const mark = (fixed: boolean): void => {
    const list = segments.get(line);
    const segment = { generated, original, fixed };
    if (list === undefined) segments.set(line, [segment]);
    else list.push(segment);
  };
  if (prefix !== '') mark(false);
  for (const { start, end, text } of edits) {
    const copied = source.slice(position, start);
    const lastBreak = copied.lastIndexOf('\n');
    if (lastBreak < 0) {
      generated += copied.length;
      original += copied.length;
    } else {
      for (let at = copied.indexOf('\n'); at >= 0; at = copied.indexOf('\n', at + 1)) line++;
      generated = original = copied.length - lastBreak;
    }
    mark(true);
    const replaced = source.slice(start, end);
    const breaks = text.split('\n').length - 1;
    if (breaks > 0) {
      line += breaks;
      generated = text.length - text.lastIndexOf('\n');
      original = replaced.length - replaced.lastIndexOf('\n');
    } else {
      generated += text.length;
      original += replaced.length;
    }
    if (breaks === 0 && callee.test(text)) {
      const after = original;
      original -= replaced.length;
      mark(true);
      generated++;
      original = after + 1;
    }
    mark(false);
    position = end;
  }
  return segments;
}
