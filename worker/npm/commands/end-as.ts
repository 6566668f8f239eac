// npm ends as its script did: by the same signal where one killed it, so that the shell says the same.
import { type ExitStatus, shellCode } from '../../os/signals.ts';
import type { Session } from '../session.ts';

/** The code to return from the command; a signal ends the process before that. */
export async function endAs(session: Session, status: ExitStatus): Promise<number> {
  if (status.kind === 'signaled') {
    await session.terminal.flush();
    session.context.exit(status);
  }
  return shellCode(status);
}
