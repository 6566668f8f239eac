// A kernel that only pretends, for tests of the workbench and for looking at it (tools/ui-preview.mjs): states are set by
// hand or played by Run, terminals echo. Not part of any build.

import { SystemError } from '../../worker/protocol/errno.ts';
import type { Epoch, Pid, Port, ProjectId, SessionId } from '../../worker/protocol/ids.ts';
import type { FileTree, KernelApi } from '../../worker/protocol/kernel-api.ts';
import type { RuntimeState, ServerState, SessionInfo } from '../../worker/kernel/state.ts';
import type { ProcessInfo } from '../../worker/os/process-context.ts';
import type { KernelConnection, LinkState, TerminalSink } from '../attach/kernel-connection.ts';
import { createFakeStorage } from './fake-storage.ts';
import { createFakeFiles, type FakeFiles } from './fake-files.ts';

export interface FakeKernel extends KernelConnection {
  readonly files: FakeFiles;
  setLink(link: LinkState): void;
  /** Replaces parts of the state, as one change with the next `seq`. */
  setState(change: Partial<RuntimeState> & Pick<RuntimeState, 'status'>): void;
  state(): RuntimeState;
  /** Calls made to the kernel, by name, in order. */
  readonly calls: string[];
}

export interface FakeKernelOptions {
  readonly name?: string;
  readonly files?: FileTree;
  /** Where the pretended server's page is. */
  readonly previewUrl?: string;
  readonly install?: boolean;
  /** How long each step of a pretended start takes. */
  readonly stepMs?: number;
}

export const fakeProjectId = 'fake0001' as ProjectId;

export function fakeState(change: Partial<RuntimeState> = {}): RuntimeState {
  return {
    status: 'stopped',
    reason: 'new',
    detail: null,
    project: { id: fakeProjectId, name: 'Hello, Node' },
    epoch: 'e7f3' as Epoch,
    container: 'embedded',
    sessions: [],
    ports: [],
    processes: [],
    tabs: 1,
    reloads: 0,
    lastEvent: 0,
    warning: null,
    ...change,
  } as RuntimeState;
}

export function fakeProcess(pid: number, command: string, change: Partial<ProcessInfo> = {}): ProcessInfo {
  return {
    pid: pid as Pid,
    ppid: 1 as Pid,
    pgid: pid as Pid,
    command,
    cwd: '/home/project',
    state: 'running',
    tty: 'pts/0',
    startedAt: Date.now(),
    ports: [],
    placement: 'resident',
    restarts: 0,
    ...change,
  };
}

const prompt = '\x1b[38;5;79m~/project\x1b[0m \x1b[2m❯\x1b[0m ';

export function createFakeKernel(options: FakeKernelOptions = {}): FakeKernel {
  const { name = 'Hello, Node', previewUrl = 'about:blank', install = false, stepMs = 700 } = options;
  const files = createFakeFiles(options.files ?? {});
  const listeners = new Set<() => void>();
  const sinks = new Map<SessionId, Set<TerminalSink>>();
  const screens = new Map<SessionId, string>();
  const calls: string[] = [];
  let seq = 1;
  let nextPid = 2;
  let current = fakeState({ project: { id: fakeProjectId, name } });
  let link: LinkState = { link: 'attached', epoch: current.epoch, snapshot: { seq, state: current } };
  let typedLine = '';

  const announce = () => {
    for (const listener of [...listeners]) listener();
  };
  const setState: FakeKernel['setState'] = (change) => {
    current = { ...current, ...change } as RuntimeState;
    link = { link: 'attached', epoch: current.epoch, snapshot: { seq: ++seq, state: current } };
    announce();
  };
  const wait = () => new Promise((resolve) => setTimeout(resolve, stepMs));
  const print = (session: SessionId, text: string) => {
    screens.set(session, (screens.get(session) ?? '') + text);
    for (const sink of sinks.get(session) ?? []) sink.data(text, () => undefined);
  };
  const addSession = (session: SessionInfo) =>
    setState({
      status: current.status,
      sessions: [...current.sessions.filter((each) => each.id !== session.id), session],
    });
  const addProcess = (process: ProcessInfo) =>
    setState({ status: current.status, processes: [...current.processes, process] });
  const startShell = (kind: 'primary' | 'shell'): SessionId => {
    const pid = nextPid++ as Pid;
    const id = `pts-${pid}` as SessionId;
    if (current.status !== 'running')
      setState({ status: 'running', startedAt: Date.now(), server: { status: 'none' } });
    addProcess(fakeProcess(pid, 'jsh'));
    addSession({ id, kind, title: 'jsh', cols: 80, rows: 24, pid, status: 'live' });
    screens.set(id, prompt);
    return id;
  };
  const setServer = (server: ServerState) => setState({ status: 'running', startedAt: Date.now(), server });

  const startServer = async () => {
    const session = 'pts-server' as SessionId;
    const pid = nextPid++ as Pid;
    setServer({ status: 'none' });
    addSession({ id: session, kind: 'server', title: 'server', cols: 80, rows: 24, pid, status: 'live' });
    if (install) {
      print(session, '\x1b[2m$ npm install\x1b[0m\r\n');
      addProcess(fakeProcess(nextPid++, 'npm install', { tty: 'pts/1' }));
      setServer({ status: 'installing', command: 'npm install', pid, session });
      await wait();
      print(session, 'added 65 packages in 1.2s\r\n');
    }
    print(session, '\x1b[2m$ npm start\x1b[0m\r\n');
    setServer({ status: 'starting', command: 'npm start', pid, session, restarted: false });
    await wait();
    if (current.status !== 'running') return;
    print(session, `\r\n> node server.js\r\n\r\nListening on \x1b[36mhttp://localhost:3000\x1b[0m\r\n`);
    const port = 3000 as Port;
    addProcess(fakeProcess(pid, 'node server.js', { tty: 'pts/1', ports: [port] }));
    setState({ status: 'running', ports: [{ port, pid, url: previewUrl }] });
    setServer({
      status: 'ready',
      command: 'node server.js',
      pid,
      session,
      port,
      url: previewUrl,
      restarted: false,
    });
  };
  const refuse = (call: string) => () => Promise.reject(new SystemError('ENOSYS', call));

  const kernel: KernelApi = {
    getState: async () => ({ seq, state: current }),
    async startRuntime() {
      calls.push('startRuntime');
      setState({ status: 'starting' });
      await wait();
      void startServer();
    },
    async stopRuntime() {
      calls.push('stopRuntime');
      setState({ status: 'stopping' });
      await wait();
      setState({
        status: 'stopped',
        reason: 'stopped',
        detail: null,
        ports: [],
        processes: [],
        sessions: current.sessions.map((session) => ({ ...session, status: 'exited', pid: null })),
      });
    },
    async restartDevServer() {
      calls.push('restartDevServer');
      setState({
        status: 'running',
        ports: [],
        processes: current.processes.filter((process) => process.command === 'jsh'),
      });
      void startServer();
    },
    attachPTY: refuse('attachPTY'),
    openPTY: async () => startShell('shell'),
    async closePTY(session) {
      setState({ status: current.status, sessions: current.sessions.filter((each) => each.id !== session) });
    },
    writeToPTY: refuse('writeToPTY'),
    resizePTY: async () => undefined,
    readPTY: refuse('readPTY'),
    exec: refuse('exec'),
    async kill(pid, signal) {
      calls.push(`kill ${pid} ${signal}`);
      setState({
        status: current.status,
        processes: current.processes.filter((process) => process.pid !== pid),
      });
    },
    processes: async () => current.processes,
    observe: refuse('observe'),
    offerPreviewOrigins: async () => {},
    reportPreview: async () => {},
    reportHotUpdateError: async () => {},
    observePreviews: refuse('observePreviews'),
    setPreviewScript: refuse('setPreviewScript'),
    async renameProject(renamed) {
      setState({ status: current.status, project: { ...current.project, name: renamed } });
    },
    destroyProject: refuse('destroyProject'),
    fs: files,
    storage: createFakeStorage(),
  };

  return {
    projectId: fakeProjectId,
    kernel,
    files,
    calls,
    getSnapshot: () => link,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onShowFile: () => () => undefined,
    async attachTerminal(wanted, size, sink) {
      calls.push(`attachTerminal ${wanted ?? 'primary'}`);
      const primary = current.sessions.find((each) => each.kind === 'primary' && each.status === 'live');
      const session = wanted ?? primary?.id ?? startShell('primary');
      const attached = sinks.get(session) ?? new Set();
      sinks.set(session, attached.add(sink));
      sink.replay({ ...size, data: screens.get(session) ?? '', live: true });
      return {
        session,
        write(data) {
          // Enough of a shell to look at: it echoes, and answers what it does not know.
          if (data === '\r') {
            print(
              session,
              `\r\n${typedLine === '' ? '' : `jsh: command not found: ${typedLine}\r\n`}${prompt}`,
            );
            typedLine = '';
          } else {
            typedLine += data;
            print(session, data);
          }
        },
        resize: () => undefined,
        [Symbol.dispose]: () => attached.delete(sink),
      };
    },
    setLink(next) {
      link = next;
      announce();
    },
    setState,
    state: () => current,
    [Symbol.dispose]: () => listeners.clear(),
  };
}
