// npm rebuild: the commands linked and the install scripts run again, of all packages or of those that are named.
import { rebuild } from '../install/rebuild.ts';
import type { Session } from '../session.ts';

export async function rebuildCommand(session: Session, words: readonly string[]): Promise<number> {
  await rebuild(session, words);
  session.terminal.line('rebuilt dependencies successfully');
  return 0;
}
