// The one pure function that changes RuntimeState. What cannot be true together (a dev server in a stopped runtime, a
// port of no process) is made impossible here, so that no renderer has to guess.

import type { Action } from './action.ts';
import type { RuntimeState, SessionInfo } from './state.ts';

/** The next state; the same object where nothing changed, which makes no new sequence number. */
export function reduce(state: RuntimeState, action: Action): RuntimeState {
  switch (action.type) {
    case 'starting':
      return state.status === 'stopped' ? { ...common(state), status: 'starting' } : state;
    case 'running':
      return state.status === 'running'
        ? state
        : { ...common(state), status: 'running', startedAt: action.at, server: { status: 'none' } };
    case 'stopping':
      return state.status === 'stopped' || state.status === 'stopping'
        ? state
        : { ...common(state), status: 'stopping' };
    case 'stopped':
      return {
        ...common(state),
        status: 'stopped',
        reason: action.reason,
        detail: action.detail,
        ports: [],
        sessions: state.sessions.map((session) =>
          session.status === 'live' ? { ...session, status: 'exited', pid: null } : session,
        ),
      };
    case 'server':
      return state.status === 'running' ? { ...state, server: action.server } : state;
    case 'session':
      return { ...state, sessions: upsert(state.sessions, action.session) };
    case 'session-closed':
      return { ...state, sessions: state.sessions.filter((session) => session.id !== action.id) };
    case 'port-open':
      return {
        ...state,
        ports: [...state.ports.filter(({ port }) => port !== action.port.port), action.port].sort(
          (a, b) => a.port - b.port,
        ),
      };
    case 'port-close':
      return { ...state, ports: state.ports.filter(({ port }) => port !== action.port) };
    case 'processes':
      return { ...state, processes: action.processes };
    case 'tab-attached':
      return { ...state, tabs: state.tabs + 1, reloads: state.reloads + (action.returning ? 1 : 0) };
    case 'tab-gone':
      return { ...state, tabs: Math.max(0, state.tabs - 1) };
    case 'event':
      return { ...state, lastEvent: action.seq };
    case 'project':
      return { ...state, project: action.project };
    case 'warning':
      return state.warning === action.warning ? state : { ...state, warning: action.warning };
    default:
      return unreachable(action);
  }
}

type CommonState = Pick<
  RuntimeState,
  | 'project'
  | 'epoch'
  | 'container'
  | 'sessions'
  | 'ports'
  | 'processes'
  | 'tabs'
  | 'reloads'
  | 'lastEvent'
  | 'warning'
>;

function common({
  project,
  epoch,
  container,
  sessions,
  ports,
  processes,
  tabs,
  reloads,
  lastEvent,
  warning,
}: RuntimeState): CommonState {
  return { project, epoch, container, sessions, ports, processes, tabs, reloads, lastEvent, warning };
}

function upsert(sessions: readonly SessionInfo[], session: SessionInfo): readonly SessionInfo[] {
  const index = sessions.findIndex(({ id }) => id === session.id);
  return index === -1 ? [...sessions, session] : sessions.with(index, session);
}

function unreachable(action: never): never {
  throw new Error(`unknown action ${JSON.stringify(action)}`);
}
