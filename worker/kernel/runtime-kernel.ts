// The one authority over a project's runtime: it owns the state, the PTYs, every process, the dev server, the events and
// the checkpoint. One per project (the SharedWorker's name sees to that), alive until the browser ends its worker.
// Constructing or attaching starts nothing; only its methods do.

import type { Container, MachineProcess, PreviewScriptOptions } from '../container/container.ts';
import type { ExitStatus, Signal } from '../os/signals.ts';
import { SystemError } from '../protocol/errno.ts';
import type { Epoch, Pid, Port, SessionId } from '../protocol/ids.ts';
import type { ExecOptions, ExecToTab, KernelApi } from '../protocol/kernel-api.ts';
import type { FilePlace, ShownFile } from '../protocol/open-file.ts';
import type { HotUpdateError, PreviewReport, PreviewScript } from '../protocol/preview-message.ts';
import type { ProjectRecord, ProjectRegistry } from '../projects/registry.ts';
import { AgentObserver } from './agent-observer.ts';
import type { CheckpointData, CheckpointWriter, LoadedCheckpoint } from './checkpoint.ts';
import { DevServer, planFor } from './dev-server.ts';
import type { WorkspaceEventBody } from './event.ts';
import { ExecBuild } from './exec-build.ts';
import { ProjectFiles } from './files.ts';
import type { PreviewOrigins } from './preview-origins.ts';
import type { PtySession } from './pty-session.ts';
import { PtySessions } from './pty-sessions.ts';
import type { StopReason } from './state.ts';
import { StateStore } from './state-store.ts';
import type { Warnings } from './warnings.ts';
import { WorkspaceDaemon } from './workspace-daemon.ts';

interface Size {
  readonly cols: number;
  readonly rows: number;
}

export interface RuntimeKernelOptions {
  readonly project: ProjectRecord;
  readonly epoch: Epoch;
  readonly container: Container;
  readonly containerKind: 'embedded' | 'hosted';
  readonly registry: ProjectRegistry;
  /** Given the kernel's own collector, so that it writes what is true at that moment. */
  readonly checkpoint: (collect: () => CheckpointData) => CheckpointWriter;
  readonly loaded: LoadedCheckpoint;
  readonly warnings: Warnings;
  readonly now: () => number;
  readonly newId: () => string;
  readonly previews: Pick<PreviewOrigins, 'offer'>;
  readonly storage: KernelApi['storage'];
  /** Deletes everything that is stored for the project and ends the worker. */
  readonly destroy: () => Promise<void>;
}

export class RuntimeKernel implements KernelApi {
  readonly store: StateStore;
  readonly daemon: WorkspaceDaemon;
  readonly fs: ProjectFiles;
  readonly storage: KernelApi['storage'];
  readonly #sessions: PtySessions;
  readonly #showFileListeners = new Set<(file: ShownFile) => void>();
  readonly #server: DevServer;
  readonly #checkpoint: CheckpointWriter;
  #project: ProjectRecord;
  #stopping: Promise<void> | null = null;

  constructor(private readonly options: RuntimeKernelOptions) {
    const { container, loaded, now, warnings } = options;
    this.#project = options.project;
    this.storage = options.storage;
    const saved = loaded.type === 'loaded' ? loaded.data : null;
    this.daemon = new WorkspaceDaemon(now, saved?.events ?? []);
    if (loaded.type === 'corrupt')
      warnings.set('screens', {
        code: 'ERR_CHECKPOINT_CORRUPT',
        message: `The saved screens could not be read: ${loaded.message}`,
      });
    this.store = new StateStore({
      status: 'stopped',
      reason: firstReason(loaded),
      detail:
        saved?.running === true
          ? 'The browser ended the session. Files and screens were restored, processes were not.'
          : null,
      project: { id: options.project.id, name: options.project.name },
      epoch: options.epoch,
      container: options.containerKind,
      sessions: [],
      ports: [],
      processes: [],
      tabs: 0,
      reloads: 0,
      lastEvent: this.daemon.lastSeq,
      warning: warnings.gravest,
    });
    warnings.listen((warning) => this.store.dispatch({ type: 'warning', warning }));
    this.#sessions = new PtySessions({
      spawnShell: (size) => this.#spawnShell(size),
      onSession: (session) => this.store.dispatch({ type: 'session', session }),
      onClosed: (id) => this.store.dispatch({ type: 'session-closed', id }),
      onDrawn: () => this.#checkpoint.touch(),
      onOpenFile: (place) => void this.#showFile(place),
      newId: () => options.newId() as SessionId,
    });
    for (const screen of saved?.screens ?? []) this.#sessions.restore(screen);
    const machine = container.machine;
    if (machine === undefined) throw new Error('a container without a machine is not supported yet');
    this.fs = new ProjectFiles(machine.fs, container.workdir);
    this.#server = new DevServer({
      container,
      sessions: this.#sessions,
      now,
      onState: (server) => this.store.dispatch({ type: 'server', server }),
      onEvent: (event) => this.#record(event),
      plan: () => planFor(container),
    });
    this.#checkpoint = options.checkpoint(() => ({
      running: this.store.state.status === 'running',
      screens: this.#sessions.save(),
      events: [...this.daemon.read(0)],
    }));
    machine.onProcesses(() => {
      this.store.dispatch({ type: 'processes', processes: machine.processes() });
      this.#server.processesChanged();
    });
    container.on('port', (port, type, url) => this.#portChanged(port as Port, type, url));
    container.on('error', ({ message }) => warnings.set('container', { code: 'ERR_CONTAINER', message }));
    this.store.subscribe(() => this.#checkpoint.touch());
    if (saved?.running === true)
      this.#record({ type: 'RUNTIME_CRASHED', reason: 'evicted: the browser ended the kernel' });
  }

  get container(): Container {
    return this.options.container;
  }

  async getState(): ReturnType<KernelApi['getState']> {
    return this.store.snapshot;
  }

  async startRuntime(): Promise<void> {
    await this.#ensureRunning();
    await this.#server.start();
  }

  stopRuntime(): Promise<void> {
    this.#stopping ??= this.#stop('stopped').finally(() => (this.#stopping = null));
    return this.#stopping;
  }

  async restartDevServer(): Promise<void> {
    await this.#ensureRunning();
    await this.#server.restart();
  }

  async attachPTY(
    id: SessionId | null,
    size: Size,
    port: MessagePort,
    scrollback?: number,
  ): Promise<SessionId> {
    const session = id === null ? await this.#primary(size) : this.#session(id);
    session.attach(port, size, scrollback);
    return session.id;
  }

  async openPTY(size: Size): Promise<SessionId> {
    await this.#ensureRunning();
    return (await this.#sessions.openShell(size)).id;
  }

  async closePTY(id: SessionId): Promise<void> {
    this.#session(id);
    this.#sessions.close(id);
  }

  async writeToPTY(id: SessionId | null, data: string): Promise<void> {
    (id === null ? await this.#primary({ cols: 0, rows: 0 }) : this.#session(id)).write(data);
  }

  async resizePTY(id: SessionId | null, cols: number, rows: number): Promise<void> {
    const session = id === null ? this.#sessions.primary : this.#session(id);
    session?.setSize(cols, rows);
  }

  async readPTY(id: SessionId | null): Promise<string> {
    const session = id === null ? this.#sessions.primary : this.#session(id);
    return session === undefined ? '' : session.text();
  }

  async exec(
    command: string,
    args: readonly string[],
    options: ExecOptions,
    port: MessagePort,
  ): Promise<{ pid: Pid }> {
    await this.#ensureRunning();
    const send = (message: ExecToTab): void => port.postMessage(message);
    const build = new ExecBuild([command, ...args], this.options.now, (event) => this.#record(event));
    const process = await this.#machine.spawn(command, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
      separateStderr: (data) => {
        build.output(data);
        send({ type: 'output', stream: 'stderr', data });
      },
    });
    build.started();
    void this.#relay(process, build, send);
    return { pid: process.pid };
  }

  async kill(pid: Pid, signal: Signal): Promise<void> {
    this.#machine.signal(pid, signal);
  }

  async processes(): ReturnType<KernelApi['processes']> {
    return this.#machine.processes();
  }

  async observe(from: number, port: MessagePort): Promise<void> {
    new AgentObserver(this.daemon, from, port);
  }

  /** `listener` is told of the files that programs want shown in the editor. */
  onShowFile(listener: (file: ShownFile) => void): Disposable {
    this.#showFileListeners.add(listener);
    return { [Symbol.dispose]: () => void this.#showFileListeners.delete(listener) };
  }

  async #showFile(place: FilePlace): Promise<void> {
    const found = await this.fs.locate(place.path, '/');
    for (const listener of this.#showFileListeners) listener({ place, found });
  }

  offerPreviewOrigins(origins: readonly string[]): Promise<void> {
    return this.options.previews.offer(origins);
  }

  async reportPreview(message: PreviewReport): Promise<void> {
    this.#machine.previewMessage(message);
  }

  async reportHotUpdateError(error: HotUpdateError): Promise<void> {
    this.#server.hotUpdateFailed(error);
  }

  async observePreviews(port: MessagePort): Promise<void> {
    const stop = this.options.container.on('preview-message', (message) => port.postMessage(message));
    // Any message ends it: a port's close event cannot be relied on.
    port.onmessage = () => {
      stop();
      port.close();
    };
  }

  async setPreviewScript(source: string, options: PreviewScript['options'] = {}): Promise<void> {
    await this.options.container.setPreviewScript(source, scriptOptions(options));
  }

  async renameProject(name: string): Promise<void> {
    const trimmed = name.trim();
    if (trimmed === '') throw new SystemError('EINVAL', 'rename', name);
    this.#project = { ...this.#project, name: trimmed };
    await this.options.registry.put(this.#project);
    this.store.dispatch({ type: 'project', project: { id: this.#project.id, name: trimmed } });
  }

  async destroyProject(): Promise<void> {
    await this.stopRuntime();
    this.#sessions[Symbol.dispose]();
    await this.#checkpoint.erase();
    await this.options.registry.remove(this.#project.id);
    await this.options.destroy();
  }

  /** A tab came: note when the project was last opened, and ready some workers for it. */
  async opened(): Promise<void> {
    this.#machine.warm();
    this.#project = { ...this.#project, openedAt: this.options.now() };
    await this.options.registry.put(this.#project);
  }

  get #machine(): NonNullable<Container['machine']> {
    const machine = this.options.container.machine;
    if (machine === undefined) throw new SystemError('ENOSYS', 'machine');
    return machine;
  }

  #session(id: SessionId): PtySession {
    const session = this.#sessions.get(id);
    if (session === undefined) throw new SystemError('ENOENT', 'attachPTY', id);
    return session;
  }

  async #primary(size: Size): Promise<PtySession> {
    await this.#ensureRunning();
    return this.#sessions.ensurePrimary(size);
  }

  async #ensureRunning(): Promise<void> {
    await this.#stopping;
    if (this.store.state.status === 'running') return;
    this.store.dispatch({ type: 'starting' });
    this.store.dispatch({ type: 'running', at: this.options.now() });
    this.#record({ type: 'RUNTIME_STARTED' });
  }

  async #spawnShell(size: Size): Promise<MachineProcess> {
    return this.#machine.spawn('jsh', [], {
      terminal: { cols: size.cols, rows: size.rows },
      cwd: this.options.container.workdir,
    });
  }

  async #stop(reason: StopReason): Promise<void> {
    if (this.store.state.status === 'stopped') return;
    // Processes and ports are gone at once, so that a tab learns it from the first thing that it hears.
    const killed = this.store.batch(() => {
      this.store.dispatch({ type: 'stopping' });
      this.#server.abandon();
      const ended = this.#machine.killAll();
      this.store.dispatch({ type: 'processes', processes: this.#machine.processes() });
      return ended;
    });
    await killed;
    this.store.batch(() => {
      this.store.dispatch({ type: 'processes', processes: this.#machine.processes() });
      this.store.dispatch({ type: 'stopped', reason, detail: null });
      this.#record({ type: 'RUNTIME_STOPPED', reason: 'Stop was asked for' });
    });
    // What cannot be stored is a warning (persistence.ts), not a failure: what ran has stopped all the same.
    await this.#machine.persist().catch(() => undefined);
    await this.#checkpoint.flush();
  }

  #record(body: WorkspaceEventBody): void {
    const { seq } = this.daemon.append(body);
    this.store.dispatch({ type: 'event', seq });
  }

  #portChanged(port: Port, type: 'open' | 'close', url: string): void {
    if (type === 'close') {
      this.store.dispatch({ type: 'port-close', port });
      return;
    }
    const owner = this.#machine.processes().find(({ ports }) => ports.includes(port));
    this.store.dispatch({ type: 'port-open', port: { port, pid: owner?.pid ?? (0 as Pid), url } });
    this.#server.portOpened(port, url, owner?.pid ?? null);
  }

  async #relay(process: MachineProcess, build: ExecBuild, send: (message: ExecToTab) => void): Promise<void> {
    for (const reader = process.output.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      build.output(value);
      send({ type: 'output', stream: 'stdout', data: value });
    }
    const status: ExitStatus = await process.status;
    build.ended(status);
    send({ type: 'exit', status });
  }
}

/** The package's options have no undefined members. */
function scriptOptions({ type, defer, async }: PreviewScript['options']): PreviewScriptOptions {
  return {
    ...(type !== undefined && { type }),
    ...(defer !== undefined && { defer }),
    ...(async !== undefined && { async }),
  };
}

function firstReason(loaded: LoadedCheckpoint): StopReason {
  if (loaded.type !== 'loaded') return 'new';
  return loaded.data.running ? 'evicted' : 'stopped';
}
