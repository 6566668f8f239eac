import { describe, expect, it } from 'vitest';
import type { Epoch, Pid, Port, ProjectId, SessionId } from '../protocol/ids.ts';
import { reduce } from './reducer.ts';
import type { RuntimeState } from './state.ts';

const stopped: RuntimeState = {
  status: 'stopped',
  reason: 'new',
  detail: null,
  project: { id: 'p' as ProjectId, name: 'demo' },
  epoch: 'e' as Epoch,
  container: 'embedded',
  sessions: [],
  ports: [],
  processes: [],
  tabs: 0,
  reloads: 0,
  lastEvent: 0,
  warning: null,
};

const running = reduce(reduce(stopped, { type: 'starting' }), { type: 'running', at: 5 });

describe('the runtime reducer', () => {
  it('goes from stopped over starting to running without a dev server', () => {
    expect(running).toMatchObject({ status: 'running', startedAt: 5, server: { status: 'none' } });
    expect('reason' in running).toBe(false);
  });

  it('lets no dev server into a stopped runtime', () => {
    const server = {
      status: 'starting',
      command: 'npm start',
      pid: 3 as Pid,
      session: 's' as SessionId,
      restarted: false,
    } as const;
    expect(reduce(stopped, { type: 'server', server })).toBe(stopped);
    expect(reduce(running, { type: 'server', server })).toMatchObject({ server });
  });

  it('drops ports and live sessions when it stops', () => {
    const session = {
      id: 's' as SessionId,
      kind: 'primary',
      title: 'jsh',
      cols: 80,
      rows: 24,
      pid: 2 as Pid,
      status: 'live',
    } as const;
    let state = reduce(running, { type: 'session', session });
    state = reduce(state, { type: 'port-open', port: { port: 3000 as Port, pid: 2 as Pid, url: 'u' } });
    state = reduce(state, { type: 'stopping' });
    state = reduce(state, { type: 'stopped', reason: 'stopped', detail: null });
    expect(state).toEqual({
      ...stopped,
      reason: 'stopped',
      sessions: [{ ...session, pid: null, status: 'exited' }],
    });
  });

  it('counts a returning tab as a survived reload and a new one as a tab only', () => {
    const once = reduce(stopped, { type: 'tab-attached', returning: false });
    const twice = reduce(reduce(once, { type: 'tab-gone' }), { type: 'tab-attached', returning: true });
    expect([once.tabs, once.reloads, twice.tabs, twice.reloads]).toEqual([1, 0, 1, 1]);
  });

  it('keeps the identity of a state that an action does not change', () => {
    expect(reduce(running, { type: 'running', at: 9 })).toBe(running);
    expect(reduce(stopped, { type: 'stopping' })).toBe(stopped);
    expect(reduce(stopped, { type: 'warning', warning: null })).toBe(stopped);
  });

  it('keeps one entry a port, sorted', () => {
    const port = (number: number) =>
      ({ type: 'port-open', port: { port: number as Port, pid: 2 as Pid, url: String(number) } }) as const;
    const state = [port(5000), port(3000), port(5000)].reduce(reduce, running);
    expect(state.ports.map((entry) => entry.port)).toEqual([3000, 5000]);
  });
});
