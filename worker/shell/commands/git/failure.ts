// How git ends where it cannot go on: its words, and its exit codes.

export class GitFailure extends Error {
  /** `message`: all that goes to stderr, with its `fatal: ` or `error: `; nothing where it is empty. */
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
}

export const fatal = (message: string): GitFailure => new GitFailure(`fatal: ${message}`, 128);

export const failed = (message: string, code = 1): GitFailure => new GitFailure(`error: ${message}`, code);
