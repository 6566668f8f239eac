import { describe, expect, it } from 'vitest';
import type { Epoch, Pid, Port, SessionId } from '../../worker/protocol/ids.ts';
import type { RuntimeState, ServerState } from '../../worker/kernel/state.ts';
import type { LinkState } from '../attach/kernel-connection.ts';
import { fakeProcess, fakeState } from '../testing/fake-kernel.ts';
import { statusWords } from './status-words.ts';

const session = 'pts-1' as SessionId;
const pid = 7 as Pid;
const port = 3000 as Port;

function attached(change: Partial<RuntimeState>): LinkState {
  return { link: 'attached', epoch: 'e' as Epoch, snapshot: { seq: 5, state: fakeState(change) } };
}
const running = (server: ServerState, change: Partial<RuntimeState> = {}): LinkState =>
  attached({ status: 'running', startedAt: 0, server, ...change });
const stopped = (
  reason: string,
  detail: string | null = null,
  change: Partial<RuntimeState> = {},
): LinkState => attached({ status: 'stopped', reason, detail, ...change } as Partial<RuntimeState>);

/** Status, detail, tone, then which of Run, Stop, Restart can be pressed and what they are called, then the preview. */
function told(link: LinkState) {
  const { status, detail, tone, run, stop, restart, preview } = statusWords(link);
  const actions = [run, stop, restart]
    .map(({ label, enabled }) => (enabled ? label : `(${label})`))
    .join(' ');
  return [status, detail, tone, actions, preview.kind];
}

describe('K10: the words equal the state', () => {
  it.each<[string, LinkState, unknown[]]>([
    ['connecting', { link: 'connecting' }, ['Connecting', null, 'busy', '(Run) (Stop) (Restart)', 'busy']],
    [
      'unsupported',
      { link: 'unsupported', reason: 'No SharedWorker.' },
      ['Browser not supported', 'No SharedWorker.', 'error', '(Run) (Stop) (Restart)', 'failed'],
    ],
    [
      'lost, whatever the last snapshot said',
      { link: 'lost', reason: 'It is gone.', snapshot: { seq: 9, state: fakeState() } },
      ['Connection lost', 'It is gone.', 'error', '(Run) (Stop) (Restart)', 'failed'],
    ],
    ['new', stopped('new'), ['Not started', null, 'idle', 'Run (Stop) (Restart)', 'idle']],
    ['stopped', stopped('stopped'), ['Stopped', null, 'idle', 'Run (Stop) (Restart)', 'idle']],
    [
      'stopped with a process left',
      stopped('stopped', null, { processes: [fakeProcess(3, 'sleep')] }),
      ['Stopped', null, 'idle', 'Run Stop (Restart)', 'idle'],
    ],
    [
      'evicted',
      stopped('evicted'),
      [
        'Ended by the browser',
        'Files and screens were restored; processes were not.',
        'warn',
        'Run (Stop) (Restart)',
        'idle',
      ],
    ],
    ['crashed', stopped('crashed', 'boom'), ['Crashed', 'boom', 'error', 'Run (Stop) (Restart)', 'failed']],
    [
      'starting',
      attached({ status: 'starting' }),
      ['Starting', null, 'busy', '(Starting…) Stop (Restart)', 'busy'],
    ],
    [
      'stopping',
      attached({ status: 'stopping' }),
      ['Stopping', null, 'busy', '(Run) (Stopping…) (Restart)', 'busy'],
    ],
    [
      'running without a server',
      running({ status: 'none' }),
      ['Running', 'no server', 'ok', 'Run Stop (Restart)', 'idle'],
    ],
    [
      'running without a server, a port open',
      running({ status: 'none' }, { ports: [{ port, pid, url: 'http://x/' }] }),
      ['Running', 'no server', 'ok', 'Run Stop (Restart)', 'ready'],
    ],
    [
      'installing',
      running({ status: 'installing', command: 'npm install', pid, session }),
      ['Installing', 'npm install', 'busy', '(Installing…) Stop Restart', 'busy'],
    ],
    [
      'server starting',
      running({ status: 'starting', command: 'npm start', pid, session, restarted: false }),
      ['Started', 'npm start, no port open yet', 'busy', '(Running…) Stop Restart', 'busy'],
    ],
    [
      'server ready',
      running({
        status: 'ready',
        command: 'node s.js',
        pid,
        session,
        port,
        url: 'http://x/',
        restarted: true,
      }),
      ['Running', 'node s.js on port 3000, restarted after reload', 'ok', '(Running) Stop Restart', 'ready'],
    ],
    [
      'script done',
      running({ status: 'exited', command: 'node s.js', session, exitCode: 0, message: 'done' }),
      ['Finished', 'node s.js ended with code 0', 'idle', 'Run Stop Restart', 'idle'],
    ],
    [
      'server exited',
      running({ status: 'exited', command: 'node s.js', session, exitCode: 3, message: 'bad' }),
      ['Exited', 'node s.js ended with code 3', 'error', 'Run Stop Restart', 'failed'],
    ],
    [
      'server failed',
      running({ status: 'failed', command: 'node s.js', message: 'killed by SIGKILL', session }),
      ['Failed', 'killed by SIGKILL', 'error', 'Run Stop Restart', 'failed'],
    ],
  ])('%s', (_name, link, expected) => {
    expect(told(link)).toEqual(expected);
  });
});
