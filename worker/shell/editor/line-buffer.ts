// The line being edited: text, cursor, undo, and what was killed last. Positions are UTF-16 indexes that never fall into
// the middle of a grapheme.

import { charWidth } from './display-width.ts';

interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

/** Undo steps kept; one line is never longer lived than this needs. */
const undoLimit = 500;

export class LineBuffer {
  #text = '';
  #cursor = 0;
  #undo: Snapshot[] = [];
  /** Consecutive edits of one kind are one step, and consecutive kills one text. */
  #lastEdit: 'insert' | 'kill' | 'other' | null = null;
  #killed: string;

  /** `killed`: from the line before. */
  constructor(killed = '') {
    this.#killed = killed;
  }

  get text(): string {
    return this.#text;
  }

  get cursor(): number {
    return this.#cursor;
  }

  get killed(): string {
    return this.#killed;
  }

  set(text: string, cursor = text.length): void {
    this.#edit('other', text, cursor);
  }

  insert(text: string): void {
    this.#edit(
      'insert',
      this.#text.slice(0, this.#cursor) + text + this.#text.slice(this.#cursor),
      this.#cursor + text.length,
    );
    if (text.includes(' ')) this.#lastEdit = 'other';
  }

  replace(from: number, to: number, text: string): void {
    this.#edit('other', this.#text.slice(0, from) + text + this.#text.slice(to), from + text.length);
  }

  moveTo(position: number): void {
    this.#cursor = Math.max(0, Math.min(this.#text.length, position));
    this.#lastEdit = null;
  }

  deleteBackward(): void {
    this.#delete(this.before(this.#cursor), this.#cursor);
  }

  deleteForward(): void {
    this.#delete(this.#cursor, this.after(this.#cursor));
  }

  /** Cuts into the kill buffer; consecutive cuts are joined in the order of the text. */
  kill(from: number, to: number): void {
    const cut = this.#text.slice(from, to);
    if (cut === '') return;
    const joins = this.#lastEdit === 'kill';
    this.#killed = !joins ? cut : from < this.#cursor ? cut + this.#killed : this.#killed + cut;
    this.#edit('kill', this.#text.slice(0, from) + this.#text.slice(to), from);
  }

  yank(): void {
    this.insert(this.#killed);
    this.#lastEdit = 'other';
  }

  transpose(): void {
    const end = this.#cursor === this.#text.length ? this.#cursor : this.after(this.#cursor);
    const middle = this.before(end);
    const start = this.before(middle);
    if (start === middle) return;
    this.replace(start, end, this.#text.slice(middle, end) + this.#text.slice(start, middle));
  }

  undo(): void {
    const snapshot = this.#undo.pop();
    if (snapshot === undefined) return;
    this.#text = snapshot.text;
    this.#cursor = snapshot.cursor;
    this.#lastEdit = null;
  }

  /** The grapheme boundary before or after a position. */
  before(position: number): number {
    let at = position;
    while (at > 0) {
      at -= isLowSurrogate(this.#text.charCodeAt(at - 1)) && at > 1 ? 2 : 1;
      if (charWidth(this.#charAt(at)) > 0 || this.#text[at] === '\n') break;
    }
    return at;
  }

  after(position: number): number {
    let at = position;
    if (at < this.#text.length) at += this.#charAt(at).length;
    while (at < this.#text.length && this.#text[at] !== '\n' && charWidth(this.#charAt(at)) === 0)
      at += this.#charAt(at).length;
    return at;
  }

  /** Words are letters and digits, as emacs has them. */
  wordBefore(position: number): number {
    return (
      position - (/[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u.exec(this.#text.slice(0, position))?.[0].length ?? 0)
    );
  }

  wordAfter(position: number): number {
    return position + (/^[^\p{L}\p{N}_]*[\p{L}\p{N}_]*/u.exec(this.#text.slice(position))?.[0].length ?? 0);
  }

  /** Words between blanks: what ^W cuts. */
  blankWordBefore(position: number): number {
    return position - (/\S*\s*$/.exec(this.#text.slice(0, position))?.[0].length ?? 0);
  }

  lineStart(): number {
    return this.#text.lastIndexOf('\n', this.#cursor - 1) + 1;
  }

  lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#cursor);
    return end === -1 ? this.#text.length : end;
  }

  /** Moves within a text of several lines; false where there is no line above or below. */
  moveVertically(by: -1 | 1): boolean {
    const start = this.lineStart();
    const column = this.#cursor - start;
    if (by === -1) {
      if (start === 0) return false;
      const above = this.#text.lastIndexOf('\n', start - 2) + 1;
      this.moveTo(Math.min(above + column, start - 1));
      return true;
    }
    const end = this.lineEnd();
    if (end === this.#text.length) return false;
    const next = this.#text.indexOf('\n', end + 1);
    this.moveTo(Math.min(end + 1 + column, next === -1 ? this.#text.length : next));
    return true;
  }

  #charAt(position: number): string {
    return String.fromCodePoint(this.#text.codePointAt(position) ?? 0);
  }

  #delete(from: number, to: number): void {
    if (from < to) this.#edit('other', this.#text.slice(0, from) + this.#text.slice(to), from);
  }

  #edit(kind: 'insert' | 'kill' | 'other', text: string, cursor: number): void {
    if (kind !== 'insert' || this.#lastEdit !== 'insert') {
      this.#undo.push({ text: this.#text, cursor: this.#cursor });
      if (this.#undo.length > undoLimit) this.#undo.shift();
    }
    this.#text = text;
    this.#cursor = cursor;
    this.#lastEdit = kind;
  }
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
