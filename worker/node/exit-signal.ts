// Thrown by Realm.exit to unwind the caller, as `process.reallyExit` never returns in Node. Nothing may report it.

export class ExitSignal extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}
