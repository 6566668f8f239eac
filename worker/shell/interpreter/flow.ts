// Control flow that leaves several levels of the interpreter at once, thrown as exceptions.

import type { ExitStatus } from '../../os/signals.ts';

/** `break` and `continue`; `levels` counts the loops still to leave. */
export class LoopJump extends Error {
  constructor(
    readonly kind: 'break' | 'continue',
    public levels: number,
  ) {
    super(kind);
  }
}

/** `return` from a function or a sourced script. */
export class FunctionReturn extends Error {
  constructor(readonly status: number) {
    super('return');
  }
}

/** `exit`, or a fatal error: ends the shell or the subshell. */
export class ShellExit extends Error {
  constructor(readonly status: ExitStatus) {
    super('exit');
  }

  static code(code: number): ShellExit {
    return new ShellExit({ kind: 'exited', code });
  }
}
