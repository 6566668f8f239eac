// What can be wrong with the text of a command line.

/** The text is not shell grammar. */
export class ShellSyntaxError extends Error {
  constructor(
    message: string,
    /** 1-based line within the source. */
    readonly line: number,
  ) {
    super(message);
    this.name = 'ShellSyntaxError';
  }
}

/** The text is a beginning: more lines could complete it (PS2). */
export class IncompleteInput extends ShellSyntaxError {
  constructor(expected: string, line: number) {
    super(`unexpected end of file while looking for ${expected}`, line);
    this.name = 'IncompleteInput';
  }
}
