// The text of a pager: rows of the terminal's width, read as far as they are shown.

import { stripEscapes, textWidth } from '../editor/display-width.ts';
import { Failure, type Input, type Terminal } from './applet.ts';
import { lineBatches } from './lines.ts';
import { posixRegex } from './regex.ts';

const tabWidth = 8;

export class PagerText {
  readonly #terminal: Terminal;
  readonly #batches: AsyncGenerator<string[]>;
  #rows: string[] = [];
  #top = 0;
  #ended = false;

  constructor(inputs: readonly Input[], terminal: Terminal) {
    this.#terminal = terminal;
    this.#batches = batchesOf(inputs);
  }

  /** Rows of text: the last one is the status. */
  get height(): number {
    return Math.max(1, this.#terminal.rows - 1);
  }

  get atEnd(): boolean {
    return this.#ended && this.#top >= this.#lastTop;
  }

  /** Reads until the page is full. */
  async load(): Promise<void> {
    await this.#readTo(this.#top + this.height);
  }

  async fits(): Promise<boolean> {
    await this.#readTo(this.height + 1);
    return this.#ended && this.#rows.length <= this.height;
  }

  page(): readonly string[] {
    return this.#rows.slice(this.#top, this.#top + this.height);
  }

  async move(rows: number): Promise<void> {
    await this.#readTo(this.#top + rows + this.height);
    this.#top = Math.max(0, Math.min(this.#top + rows, this.#lastTop));
  }

  /** Goes to the next row, or the one before, that matches. False where there is none. */
  async find(pattern: string, direction: 1 | -1): Promise<boolean> {
    const regex = regexOf(pattern);
    if (regex === undefined) return false;
    for (let at = this.#top + direction; at >= 0; at += direction) {
      await this.#readTo(at + 1);
      const row = this.#rows[at];
      if (row === undefined) return false;
      if (!regex.test(stripEscapes(row))) continue;
      this.#top = at;
      return true;
    }
    return false;
  }

  get #lastTop(): number {
    return Math.max(0, this.#rows.length - this.height);
  }

  async #readTo(count: number): Promise<void> {
    while (!this.#ended && this.#rows.length < count) {
      const next = await this.#batches.next();
      if (next.done === true) this.#ended = true;
      else for (const line of next.value) this.#rows.push(...wrapped(line, this.#terminal.columns));
    }
  }
}

async function* batchesOf(inputs: readonly Input[]): AsyncGenerator<string[]> {
  for (const input of inputs) for await (const { lines } of lineBatches(input)) yield [...lines];
}

/** A search for what is no regular expression finds nothing. */
function regexOf(pattern: string): RegExp | undefined {
  try {
    return posixRegex(pattern, { extended: true });
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Colours stay where a line fits, which is nearly always. */
function wrapped(line: string, columns: number): string[] {
  let text = '';
  for (const part of line.split(/(\t)/))
    text += part === '\t' ? ' '.repeat(tabWidth - (textWidth(stripEscapes(text)) % tabWidth)) : part;
  const plain = stripEscapes(text);
  if (textWidth(plain) <= columns) return [text];
  const rows = [''];
  for (const char of plain) {
    if (textWidth((rows.at(-1) ?? '') + char) > columns) rows.push('');
    rows[rows.length - 1] += char;
  }
  return rows;
}
