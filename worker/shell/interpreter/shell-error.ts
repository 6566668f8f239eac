// A failure of the shell itself (not of a command): a bad expansion, a redirection that cannot be made.

export class ShellError extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** Ends a shell that is not interactive (POSIX XCU 2.8.1). */
    readonly fatal: boolean,
  ) {
    super(message);
    this.name = 'ShellError';
  }
}
