// What a terminal says once nobody reads it any more. Pure, and from the kernel's state alone.

import type { RuntimeState, SessionInfo } from '../../worker/kernel/state.ts';

export interface EndedWords {
  readonly text: string;
  /** Whether Enter starts a new shell. */
  readonly canStart: boolean;
}

export function endedWords(
  session: SessionInfo | null,
  state: RuntimeState,
  phase: 'detached' | 'attaching' | 'attached',
): EndedWords | null {
  if (session?.status === 'live' || phase === 'attaching') return null;
  const isShell = session === null || session.kind !== 'server';
  if (session?.status === 'restored')
    return {
      text: isShell
        ? 'The browser ended this session; files and screens were restored. Press Enter to start again.'
        : 'The browser ended this server; its screen was restored. Run starts it again.',
      canStart: isShell && session.kind === 'primary',
    };
  if (state.status === 'stopping') return { text: 'Stopping', canStart: false };
  if (state.status === 'stopped') {
    if (state.reason === 'new' && session === null) return null;
    return isShell && session?.kind !== 'shell'
      ? { text: 'Stopped. Press Enter to start a shell.', canStart: true }
      : { text: 'Stopped', canStart: false };
  }
  if (session === null) return null;
  switch (session.kind) {
    case 'primary':
      return { text: 'The shell ended. Press Enter to start a new one.', canStart: true };
    case 'shell':
      return { text: 'This shell ended.', canStart: false };
    case 'server':
      return { text: 'The server is not running.', canStart: false };
  }
}
