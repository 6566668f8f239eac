// Why a stream or a command ended early. Thrown by streams, caught where a command's exit code is decided.

/** The job was interrupted (^C, kill): whoever waits gives up at once. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** The reader is gone. Stands for the death by SIGPIPE that a process would have: silent, code 141. */
export class BrokenPipe extends Error {
  constructor() {
    super('Broken pipe');
    this.name = 'BrokenPipe';
  }
}
