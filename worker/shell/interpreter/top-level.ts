// The outermost level of a shell: turns whatever ended its script into an exit status, and runs the EXIT trap.

import { signalNumbers, type ExitStatus } from '../../os/signals.ts';
import { BrokenPipe, Interrupted } from '../stream/interrupted.ts';
import { evaluate } from './evaluate.ts';
import { runPendingTraps } from './execute.ts';
import { FunctionReturn, LoopJump, ShellExit } from './flow.ts';
import type { Frame } from './frame.ts';
import { ShellError } from './shell-error.ts';

const interruptedCode = 128 + signalNumbers.SIGINT;

export async function runToEnd(frame: Frame, body: () => Promise<number>): Promise<ExitStatus> {
  const { shell, state } = frame;
  let status = await settle(frame, async () => {
    const code = await body();
    await Promise.allSettled(shell.beside);
    await runPendingTraps(frame);
    return code;
  });
  const action = state.traps.get('EXIT');
  if (action !== undefined && action !== '') {
    state.traps.delete('EXIT');
    state.status = status.kind === 'exited' ? status.code : state.status;
    shell.interrupted = false;
    const after = await settle(frame, async () => {
      await evaluate(frame, action);
      return -1;
    });
    // Only an `exit` within the trap changes the status.
    if (after.kind === 'signaled' || after.code !== -1) status = after;
  }
  return shell.dying === null ? status : { kind: 'signaled', signal: shell.dying };
}

async function settle(frame: Frame, body: () => Promise<number>): Promise<ExitStatus> {
  try {
    const code = await body();
    // An applet that ^C ended has only its code to tell it by; what called this shell must hear of the signal.
    if (frame.shell.interrupted && code === interruptedCode) return { kind: 'signaled', signal: 'SIGINT' };
    return { kind: 'exited', code };
  } catch (error) {
    if (error instanceof ShellExit) return error.status;
    if (error instanceof FunctionReturn) return { kind: 'exited', code: error.status };
    if (error instanceof LoopJump) return { kind: 'exited', code: 0 };
    if (error instanceof Interrupted) return { kind: 'signaled', signal: 'SIGINT' };
    if (error instanceof BrokenPipe) return { kind: 'signaled', signal: 'SIGPIPE' };
    if (!(error instanceof ShellError)) throw error;
    await frame.shell.complain(frame.fds, error.message);
    return { kind: 'exited', code: error.status };
  }
}
