// Draws prompt and line so that wrapping, wide characters and several lines come out right, and knows where it left the
// cursor. One a prompt. All in one write a change: nothing flickers.

import { charWidth, stripEscapes } from './display-width.ts';

interface Position {
  readonly row: number;
  readonly column: number;
}

const unknownColumns = 80;

export class Screen {
  readonly #write: (text: string) => void;
  readonly #columns: () => number;
  readonly #prompt: string;
  #drawn = { text: '', cursor: 0 };
  #cursor: Position;

  constructor(write: (text: string) => void, columns: () => number, prompt: string) {
    this.#write = write;
    this.#columns = () => columns() || unknownColumns;
    this.#prompt = prompt;
    this.#cursor = { row: 0, column: 0 };
  }

  /** Shows the text with the cursor at an index of it. */
  draw(text: string, cursor: number): void {
    const old = this.#drawn;
    // The usual case, a character typed at the end, needs no more than that character.
    const added = text.slice(old.text.length);
    const plain =
      old.cursor === old.text.length &&
      cursor === text.length &&
      text.startsWith(old.text) &&
      /^[ -~]+$/.test(added);
    if (plain && old.text !== '' && this.#cursor.column + added.length < this.#columns()) {
      this.#write(added);
      this.#cursor = { row: this.#cursor.row, column: this.#cursor.column + added.length };
      this.#drawn = { text, cursor };
      return;
    }
    this.#redraw(text, cursor, '');
  }

  /** The terminal's width has changed. xterm leaves the rows of the cursor's own line as they were (reflowCursorLine). */
  resized(): void {
    const { text, cursor } = this.#drawn;
    this.#redraw(text, cursor, '');
  }

  /** Clears the whole screen and draws at its top (^L). */
  clear(): void {
    const { text, cursor } = this.#drawn;
    this.#cursor = { row: 0, column: 0 };
    this.#redraw(text, cursor, '\x1b[H\x1b[2J');
  }

  /** Leaves the line: the cursor goes behind it, with `suffix` shown there, to a new line. */
  finish(suffix = ''): void {
    const { text } = this.#drawn;
    const end = this.#locate(text, text.length);
    this.#write(`${this.#move(this.#cursor, end)}${suffix}\n`);
    this.#cursor = { row: 0, column: 0 };
  }

  /** Shows lines below the text and draws the prompt anew under them. */
  show(lines: string): void {
    const { text, cursor } = this.#drawn;
    this.finish();
    this.#write(lines);
    this.#redraw(text, cursor, '');
  }

  #redraw(text: string, cursor: number, before: string): void {
    const end = this.#locate(text, text.length);
    const target = this.#locate(text, cursor);
    const up = this.#cursor.row > 0 ? `\x1b[${String(this.#cursor.row)}A` : '';
    const shown = (this.#prompt + text).replaceAll('\n', '\x1b[K\n');
    // A text that ends at the right edge leaves the terminal about to wrap: make it wrap.
    const wrap = end.column === 0 && end.row > 0 && !text.endsWith('\n') ? ' \r' : '';
    this.#write(`${before}${up}\r${shown}${wrap}\x1b[J${this.#move(end, target)}`);
    this.#cursor = target;
    this.#drawn = { text, cursor };
  }

  #move(from: Position, to: Position): string {
    const rows = to.row - from.row;
    const vertical = rows === 0 ? '' : `\x1b[${String(Math.abs(rows))}${rows < 0 ? 'A' : 'B'}`;
    if (rows === 0 && to.column === from.column) return '';
    return `${vertical}\r${to.column > 0 ? `\x1b[${String(to.column)}C` : ''}`;
  }

  /** Where an index of the text is, in rows and columns from the prompt's first cell. */
  #locate(text: string, index: number): Position {
    const columns = this.#columns();
    let row = 0;
    let column = 0;
    for (const char of stripEscapes(this.#prompt) + text.slice(0, index)) {
      if (char === '\n') {
        row += 1;
        column = 0;
        continue;
      }
      const width = charWidth(char);
      if (column + width > columns) {
        row += 1;
        column = 0;
      }
      column += width;
    }
    return column >= columns ? { row: row + 1, column: 0 } : { row, column };
  }
}
