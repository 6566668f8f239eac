// Field splitting (POSIX XCU 2.6.5): from the pieces that a word expanded into to fields.

import { escapePattern } from './pattern.ts';

/** A stretch of an expanded word. */
export type Piece =
  /** `split`: the unquoted result of an expansion. Unquoted text may hold pattern characters. */
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean; readonly split: boolean }
  /** Between the parameters of "$@". */
  | { readonly type: 'break' };

export interface Field {
  readonly text: string;
  /** The same as a pattern, quoted characters behind backslashes; undefined where nothing unquoted is in it. */
  readonly pattern: string | undefined;
}

class FieldBuilder {
  readonly fields: Field[] = [];
  #text = '';
  #pattern = '';
  #unquoted = false;
  present = false;

  add(text: string, quoted: boolean): void {
    this.present = true;
    this.#text += text;
    this.#pattern += quoted ? escapePattern(text) : text;
    if (!quoted) this.#unquoted = true;
  }

  end(): void {
    this.fields.push({ text: this.#text, pattern: this.#unquoted ? this.#pattern : undefined });
    this.#text = '';
    this.#pattern = '';
    this.#unquoted = false;
    this.present = false;
  }
}

export function splitFields(pieces: readonly Piece[], ifs: string): Field[] {
  const builder = new FieldBuilder();
  // White space of IFS has just ended a field: another separator right behind belongs to the same one.
  let afterSpace = false;
  for (const piece of pieces) {
    if (piece.type === 'break') {
      // An empty unquoted $@ parameter is no field.
      if (builder.present) builder.end();
      afterSpace = false;
      continue;
    }
    if (!piece.split || ifs === '') {
      if (piece.text !== '' || piece.quoted) {
        builder.add(piece.text, piece.quoted);
        afterSpace = false;
      }
      continue;
    }
    let run = '';
    const flush = (): void => {
      if (run === '') return;
      builder.add(run, false);
      run = '';
      afterSpace = false;
    };
    for (const char of piece.text) {
      if (!ifs.includes(char)) {
        run += char;
        continue;
      }
      flush();
      if (/[ \t\n]/.test(char)) {
        if (builder.present) {
          builder.end();
          afterSpace = true;
        }
      } else {
        if (builder.present || !afterSpace) builder.end();
        afterSpace = false;
      }
    }
    flush();
  }
  if (builder.present) builder.end();
  return builder.fields;
}
