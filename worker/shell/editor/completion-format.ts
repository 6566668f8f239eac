// What completion offers, and how a list of it is laid out.

import { stripEscapes, textWidth } from './display-width.ts';

export interface Candidate {
  /** Replaces the word so far, quoted as the shell needs it. */
  readonly insert: string;
  /** Shown in a list. */
  readonly label: string;
  /** Appended where it is the only candidate: a space, or nothing behind a directory's slash. */
  readonly end: string;
}

export interface Completion {
  /** Where the word begins. */
  readonly start: number;
  readonly candidates: readonly Candidate[];
}

export function commonPrefix(texts: readonly string[]): string {
  const [first = '', ...rest] = texts;
  let length = first.length;
  for (const text of rest) {
    while (!text.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, length);
}

/** Columns filled downwards, as ls does; one newline a row. */
export function formatColumns(labels: readonly string[], columns: number): string {
  const widthOf = (label: string): number => textWidth(stripEscapes(label));
  const width = Math.max(...labels.map(widthOf)) + 2;
  const perRow = Math.max(1, Math.floor(columns / width));
  const rows = Math.ceil(labels.length / perRow);
  let text = '';
  for (let row = 0; row < rows; row += 1) {
    const cells = labels.filter((_, index) => index % rows === row);
    text += `${cells
      .map((cell) => cell + ' '.repeat(width - widthOf(cell)))
      .join('')
      .trimEnd()}\n`;
  }
  return text;
}
