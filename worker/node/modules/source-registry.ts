// What the realm evaluated, by the name that it carries in stack frames: so that frames and error arrows can show the
// author's file, line and column although the evaluated text has a wrapper in front or rewritten expressions in it.
// One a realm; entries live as long as it, as modules do.

export interface EvaluatedSource {
  /** As frames show it: a path, a file: URL, `[eval]`. */
  readonly filename: string;
  /** The author's text. */
  readonly text: string;
  /** The author's column of a column in the evaluated text, both from 1. Lines are never moved. */
  originalColumn(line: number, column: number): number;
  /** The function whose frames stand for the top level of a module. */
  readonly topLevelName?: string;
}

export class SourceRegistry {
  readonly #sources = new Map<string, EvaluatedSource>();

  add(source: EvaluatedSource): void {
    this.#sources.set(source.filename, source);
  }

  find(filename: string): EvaluatedSource | undefined {
    return this.#sources.get(filename);
  }
}
