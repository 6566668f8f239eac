// A failure that npm reports to its user: the code line and the prefixed lines under it, in npm's own wording.

export class NpmError extends Error {
  /** Each line of `lines` is printed after `npm error` and its prefix, e.g. `npm error 404 …`. */
  constructor(
    readonly code: string | undefined,
    readonly lines: readonly ErrorLine[],
    readonly exitCode = 1,
  ) {
    super(lines.map((line) => line.text).join('\n'));
    this.name = 'NpmError';
  }
}

export interface ErrorLine {
  readonly prefix: string;
  readonly text: string;
}

/** One message, with `prefix` before each of its lines. */
export function npmError(
  code: string,
  prefix: string,
  text: string,
  ...more: readonly ErrorLine[]
): NpmError {
  return new NpmError(code, [{ prefix, text }, ...more]);
}

/** Ctrl-C: nothing was changed, nothing is printed. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}
