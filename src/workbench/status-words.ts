// Every word that the workbench says about the runtime, as one pure function of what the kernel said (rule K10: the UI
// never lies). Components print these and decide nothing; tests compare the screen with this function.

import type { RuntimeState, ServerState, StopReason } from '../../worker/kernel/state.ts';
import type { LinkState } from '../attach/kernel-connection.ts';

export type Tone = 'idle' | 'busy' | 'ok' | 'warn' | 'error';

export interface ActionWords {
  readonly label: string;
  readonly enabled: boolean;
}

export type PreviewWords =
  | { readonly kind: 'idle'; readonly title: string; readonly text: string }
  | { readonly kind: 'busy'; readonly title: string; readonly text: string }
  | { readonly kind: 'failed'; readonly title: string; readonly text: string }
  | { readonly kind: 'ready' };

export interface StatusWords {
  /** One to three words; the text of `[data-testid=status]`. */
  readonly status: string;
  /** The rest of the sentence, or null. */
  readonly detail: string | null;
  readonly tone: Tone;
  readonly run: ActionWords;
  readonly stop: ActionWords;
  readonly restart: ActionWords;
  readonly preview: PreviewWords;
}

const off = (label: string): ActionWords => ({ label, enabled: false });
const on = (label: string): ActionWords => ({ label, enabled: true });
const noActions = { run: off('Run'), stop: off('Stop'), restart: off('Restart') };

export function statusWords(link: LinkState): StatusWords {
  switch (link.link) {
    case 'connecting':
      return {
        status: 'Connecting',
        detail: null,
        tone: 'busy',
        ...noActions,
        preview: { kind: 'busy', title: 'Connecting', text: 'Looking for this project’s machine.' },
      };
    case 'unsupported':
      return {
        status: 'Browser not supported',
        detail: link.reason,
        tone: 'error',
        ...noActions,
        preview: { kind: 'failed', title: 'This browser cannot run it', text: link.reason },
      };
    case 'lost':
      return {
        status: 'Connection lost',
        detail: link.reason,
        tone: 'error',
        ...noActions,
        preview: { kind: 'failed', title: 'The connection to the machine is lost', text: link.reason },
      };
    case 'attached':
      return runtimeWords(link.snapshot.state);
  }
}

function runtimeWords(state: RuntimeState): StatusWords {
  switch (state.status) {
    case 'stopped': {
      const words = stopWords(state.reason, state.detail);
      return {
        ...words,
        run: on('Run'),
        // A shell may be at work although no runtime was started; Stop ends that too.
        stop: state.processes.length > 0 ? on('Stop') : off('Stop'),
        restart: off('Restart'),
        preview: withPorts(state, stoppedPreview(state.reason, state.detail)),
      };
    }
    case 'starting':
      return {
        status: 'Starting',
        detail: null,
        tone: 'busy',
        run: off('Starting…'),
        stop: on('Stop'),
        restart: off('Restart'),
        preview: {
          kind: 'busy',
          title: 'Starting the machine',
          text: 'The preview opens when a server listens.',
        },
      };
    case 'stopping':
      return {
        status: 'Stopping',
        detail: null,
        tone: 'busy',
        run: off('Run'),
        stop: off('Stopping…'),
        restart: off('Restart'),
        preview: { kind: 'busy', title: 'Stopping', text: 'Ending every process.' },
      };
    case 'running':
      return { ...serverWords(state.server), preview: withPorts(state, serverPreview(state.server)) };
  }
}

function stopWords(
  reason: StopReason,
  detail: string | null,
): Pick<StatusWords, 'status' | 'detail' | 'tone'> {
  switch (reason) {
    case 'new':
      return { status: 'Not started', detail, tone: 'idle' };
    case 'stopped':
      return { status: 'Stopped', detail, tone: 'idle' };
    case 'evicted':
      return {
        status: 'Ended by the browser',
        detail: detail ?? 'Files and screens were restored; processes were not.',
        tone: 'warn',
      };
    case 'crashed':
      return { status: 'Crashed', detail, tone: 'error' };
  }
}

function serverWords(server: ServerState): Omit<StatusWords, 'preview'> {
  switch (server.status) {
    case 'none':
      return {
        status: 'Running',
        detail: 'no server',
        tone: 'ok',
        run: on('Run'),
        stop: on('Stop'),
        restart: off('Restart'),
      };
    case 'installing':
      return {
        status: 'Installing',
        detail: server.command,
        tone: 'busy',
        run: off('Installing…'),
        stop: on('Stop'),
        restart: on('Restart'),
      };
    case 'starting':
      return {
        // It may be a script that never listens: all that is known is that it runs.
        status: 'Started',
        detail: `${server.command}${restartedWords(server)}, no port open yet`,
        tone: 'busy',
        run: off('Running…'),
        stop: on('Stop'),
        restart: on('Restart'),
      };
    case 'ready':
      return {
        status: 'Running',
        detail: `${server.command} on port ${server.port}${restartedWords(server)}`,
        tone: 'ok',
        run: off('Running'),
        stop: on('Stop'),
        restart: on('Restart'),
      };
    case 'exited':
      return {
        status: server.exitCode === 0 ? 'Finished' : 'Exited',
        detail: `${server.command} ended with code ${server.exitCode}`,
        tone: server.exitCode === 0 ? 'idle' : 'error',
        run: on('Run'),
        stop: on('Stop'),
        restart: on('Restart'),
      };
    case 'failed':
      return {
        status: 'Failed',
        detail: server.message,
        tone: 'error',
        run: on('Run'),
        stop: on('Stop'),
        restart: on('Restart'),
      };
  }
}

/** A server that needs a tab ends with it, and begins anew: its memory is not what it was. */
const restartedWords = ({ restarted }: { readonly restarted: boolean }): string =>
  restarted ? ', restarted after reload' : '';

function stoppedPreview(reason: StopReason, detail: string | null): PreviewWords {
  switch (reason) {
    case 'new':
      return {
        kind: 'idle',
        title: 'Nothing is running yet',
        text: 'Run starts the project’s dev server. What it serves appears here.',
      };
    case 'stopped':
      return {
        kind: 'idle',
        title: 'Stopped',
        text: 'Every process has ended. Run starts from a clean slate.',
      };
    case 'evicted':
      return {
        kind: 'idle',
        title: 'The browser ended this session',
        text: 'Files and screens were restored; the server was not. Run starts it again.',
      };
    case 'crashed':
      return { kind: 'failed', title: 'The machine crashed', text: detail ?? 'It gave no reason.' };
  }
}

function serverPreview(server: ServerState): PreviewWords {
  switch (server.status) {
    case 'none':
      return {
        kind: 'idle',
        title: 'No server is running',
        text: 'Run starts the project’s own. What it serves appears here.',
      };
    case 'installing':
      return { kind: 'busy', title: 'Installing packages', text: server.command };
    case 'starting':
      return { kind: 'busy', title: 'No port is open yet', text: server.command };
    case 'ready':
      return { kind: 'ready' };
    case 'exited':
      return server.exitCode === 0
        ? { kind: 'idle', title: 'The script finished', text: server.message }
        : { kind: 'failed', title: `The server ended with code ${server.exitCode}`, text: server.message };
    case 'failed':
      return { kind: 'failed', title: 'The server failed', text: server.message };
  }
}

/** Whatever the dev server does, a port that listens can be shown. */
function withPorts(state: RuntimeState, words: PreviewWords): PreviewWords {
  return state.ports.length > 0 ? { kind: 'ready' } : words;
}
