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

const beforeAll = 1e9;

export class Edits {
  readonly #source: string;
  readonly #edits: Edit[] = [];

  constructor(source: string) {
    this.#source = source;
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

  /** Blanks out a piece, keeping its line breaks. */
  remove(start: number, end: number, instead = ''): void {
    this.replace(start, end, instead + this.#source.slice(start, end).replace(/[^\n]/g, ''));
  }

  /** `prefix` is put in front of the first line. */
  apply(prefix: string, suffix: string): { code: string; originalColumn: EvaluatedSource['originalColumn'] } {
    const edits = this.#edits.sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
    const segments = new Map<number, Segment[]>();
    const parts = [prefix];
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
    const copy = (text: string): void => {
      parts.push(text);
      const lastBreak = text.lastIndexOf('\n');
      if (lastBreak < 0) {
        generated += text.length;
        original += text.length;
        return;
      }
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line++;
      generated = original = text.length - lastBreak;
    };
    for (const { start, end, text } of edits) {
      if (start < position) continue;
      copy(this.#source.slice(position, start));
      mark(true);
      parts.push(text);
      const replaced = this.#source.slice(start, end);
      const breaks = text.split('\n').length - 1;
      if (breaks > 0) {
        line += breaks;
        generated = text.length - text.lastIndexOf('\n');
        original = replaced.length - replaced.lastIndexOf('\n');
      } else {
        generated += text.length;
        original += replaced.length;
      }
      mark(false);
      position = end;
    }
    copy(this.#source.slice(position));
    parts.push(suffix);
    return {
      code: parts.join(''),
      originalColumn(atLine, column) {
        const list = segments.get(atLine);
        const segment = list?.findLast((candidate) => candidate.generated <= column);
        if (segment === undefined) return column;
        return segment.fixed ? segment.original : segment.original + column - segment.generated;
      },
    };
  }
}
