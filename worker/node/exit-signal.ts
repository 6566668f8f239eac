// Thrown by Realm.exit to unwind the caller, as `process.reallyExit` never returns in Node. Nothing may report it.

import { ProcessEnded } from '../os/process-ended.ts';

export class ExitSignal extends ProcessEnded {
  readonly code: number;
  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}
