// The dev server: spawned, watched, restarted and killed by the kernel alone. One at a time; it lives in the project's
// server session. Tells its state and its events; decides by itself only what an end of its process means.

import type { Container, MachineProcess } from '../container/container.ts';
import type { ProcessInfo } from '../os/process-context.ts';
import type { ExitStatus, Signal } from '../os/signals.ts';
import { shellCode } from '../os/signals.ts';
import type { Pid, Port, SessionId } from '../protocol/ids.ts';
import type { HotUpdateError } from '../protocol/preview-message.ts';
import { announcedPort } from './announced-port.ts';
import { hotUpdateBuildError, parseBuildErrors, plainText } from './build-errors.ts';
import type { WorkspaceEventBody } from './event.ts';
import { Rebuilds } from './rebuilds.ts';
import type { PtyProcess, PtySession } from './pty-session.ts';
import type { PtySessions } from './pty-sessions.ts';
import { planStart, StartPlanError, type StartPlan } from './start-plan.ts';
import type { ServerState } from './state.ts';

/** How long a server may take to end after SIGTERM before SIGKILL. */
const graceMs = 1_500;

/** Output kept to find build errors in. */
const outputTail = 64_000;

export interface DevServerOptions {
  readonly container: Container;
  readonly sessions: PtySessions;
  readonly now: () => number;
  readonly onState: (state: ServerState) => void;
  readonly onEvent: (event: WorkspaceEventBody) => void;
  readonly plan: () => StartPlan;
}

interface Run {
  readonly session: SessionId;
  startedAt: number;
  /** Set once its end is wanted: then an exit is no crash. */
  ending: boolean;
  ready: boolean;
  /** How often a process of it was started again after its tab had gone. */
  restarts: number;
  /** Ports of its tree, in the order in which they were opened, and their addresses. */
  readonly ports: Map<Port, string>;
  /** The port of the state `ready`. */
  shown: Port | null;
  command: string;
  pid: Pid | null;
  output: string;
  /** Follows its output once it is ready. */
  rebuilds: Rebuilds | null;
  done: Promise<void>;
}

export class DevServer {
  #run: Run | null = null;

  constructor(private readonly options: DevServerOptions) {}

  get active(): boolean {
    return this.#run !== null;
  }

  /** Resolves once the first process is spawned; the rest of the run goes on by itself. Nothing where one is active. */
  async start(): Promise<void> {
    if (this.#run !== null) return;
    let plan: StartPlan;
    try {
      plan = this.options.plan();
    } catch (error) {
      if (!(error instanceof StartPlanError)) throw error;
      this.#fail(null, 'Run', 1, error.message);
      return;
    }
    const session = this.options.sessions.server('server');
    const run: Run = {
      session: session.id,
      startedAt: this.options.now(),
      ending: false,
      ready: false,
      restarts: 0,
      ports: new Map(),
      shown: null,
      command: '',
      pid: null,
      output: '',
      rebuilds: null,
      done: Promise.resolve(),
    };
    this.#run = run;
    const spawned = Promise.withResolvers<void>();
    run.done = this.#execute(run, session, plan, spawned.resolve)
      .catch((error: unknown) => {
        this.#fail(run, run.command, 1, error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        if (this.#run === run) this.#run = null;
        spawned.resolve();
      });
    await spawned.promise;
  }

  /** SIGTERM to the whole tree, SIGKILL after a grace; resolves when it is gone. */
  async stop(): Promise<void> {
    const run = this.#run;
    if (run === null) return;
    run.ending = true;
    this.#signalTree(run.pid, 'SIGTERM');
    const timer = setTimeout(() => this.#signalTree(run.pid, 'SIGKILL'), graceMs);
    await run.done;
    clearTimeout(timer);
    this.options.onState({ status: 'none' });
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Stop has killed everything: whatever ends now was meant to. */
  abandon(): void {
    if (this.#run !== null) this.#run.ending = true;
  }

  /** A port was opened by `pid`, which is the server itself or one of its descendants, or somebody else. */
  portOpened(port: Port, url: string, pid: Pid | null): void {
    const run = this.#run;
    if (run === null || run.pid === null) return;
    if (pid !== null && !this.#tree(run.pid).some((process) => process.pid === pid)) return;
    run.ports.set(port, url);
    this.#show(run);
    if (run.ready) return;
    run.ready = true;
    this.options.onEvent({
      type: 'BUILD_SUCCEEDED',
      command: run.command,
      durationMs: this.options.now() - run.startedAt,
    });
    run.rebuilds = new Rebuilds({
      command: run.command,
      onEvent: this.options.onEvent,
      now: this.options.now,
      setTimeout: (callback, ms) => setTimeout(callback, ms),
      clearTimeout: (handle) => clearTimeout(handle as ReturnType<typeof setTimeout>),
    });
  }

  /** A page of the server's was told of an edit that cannot be built. */
  hotUpdateFailed(error: HotUpdateError): void {
    if (this.#run?.ports.has(error.port) === true) this.#run.rebuilds?.report(hotUpdateBuildError(error));
  }

  /** What ran in a tab was started again: it is not ready until it listens again. */
  processesChanged(): void {
    const run = this.#run;
    if (run === null || run.pid === null || run.ending) return;
    const restarts = this.#tree(run.pid).reduce((sum, process) => sum + process.restarts, 0);
    if (restarts <= run.restarts) return;
    const { command, pid, session } = run;
    Object.assign(run, { restarts, ready: false, shown: null, startedAt: this.options.now(), output: '' });
    run.ports.clear();
    run.rebuilds?.[Symbol.dispose]();
    run.rebuilds = null;
    this.options.onEvent({ type: 'BUILD_STARTED', command });
    this.options.onState({ status: 'starting', command, pid, session, restarted: true });
  }

  /** Of several ports (an API and its page) that one counts whose address the output names, else the first. */
  #show(run: Run): void {
    const [first] = run.ports.keys();
    const port = announcedPort(plainText(run.output), run.ports) ?? first;
    const { pid, command, session } = run;
    if (port === undefined || pid === null || port === run.shown) return;
    run.shown = port;
    this.options.onState({
      status: 'ready',
      command,
      pid,
      session,
      port,
      url: run.ports.get(port) ?? '',
      restarted: run.restarts > 0,
    });
  }

  async #execute(run: Run, session: PtySession, plan: StartPlan, spawned: () => void): Promise<void> {
    const command = [plan.command, ...plan.args].join(' ');
    run.command = command;
    this.options.onEvent({ type: 'BUILD_STARTED', command });
    if (plan.install) {
      this.options.onState({ status: 'installing', command: 'npm install', pid: null, session: session.id });
      const status = await this.#runCommand(run, session, 'npm', ['install'], (pid) => {
        this.options.onState({ status: 'installing', command: 'npm install', pid, session: session.id });
        spawned();
      });
      if (run.ending) return;
      if (shellCode(status) !== 0) {
        this.#fail(run, 'npm install', shellCode(status), 'npm install failed: see the server terminal.');
        return;
      }
    }
    run.output = '';
    const status = await this.#runCommand(run, session, plan.command, plan.args, (pid) => {
      this.options.onState({ status: 'starting', command, pid, session: session.id, restarted: false });
      spawned();
    });
    run.rebuilds?.[Symbol.dispose]();
    if (!run.ending) this.#ended(run, status);
  }

  async #runCommand(
    run: Run,
    session: PtySession,
    command: string,
    args: readonly string[],
    onPid: (pid: Pid) => void,
  ): Promise<ExitStatus> {
    session.print(`\x1b[2m$ ${[command, ...args].join(' ')}\x1b[0m\r\n`);
    const { container } = this.options;
    const options = { terminal: session.size, cwd: container.workdir };
    const process: PtyProcess = await (container.machine?.spawn(command, args, options) ??
      container.spawn(command, [...args], options));
    run.pid = (process as Partial<MachineProcess>).pid ?? (0 as Pid);
    onPid(run.pid);
    if (run.ending) process.kill();
    const status = await session.run(this.#tapped(run, process), command);
    return status ?? { kind: 'exited', code: await process.exit };
  }

  /** The same process with a look at its output, for build errors. */
  #tapped(run: Run, process: PtyProcess): PtyProcess {
    const tap = new TransformStream<string, string>({
      transform: (chunk, controller) => {
        run.output = (run.output + chunk).slice(-outputTail);
        if (run.ports.size > 1 && chunk.includes('://')) this.#show(run);
        run.rebuilds?.output(chunk);
        controller.enqueue(chunk);
      },
    });
    return {
      ...(process.pid === undefined ? {} : { pid: process.pid }),
      ...(process.status === undefined ? {} : { status: process.status }),
      exit: process.exit,
      input: process.input,
      output: process.output.pipeThrough(tap),
      kill: () => process.kill(),
      resize: (size) => process.resize(size),
    };
  }

  #ended(run: Run, status: ExitStatus): void {
    const exitCode = shellCode(status);
    const how =
      status.kind === 'signaled' ? `was killed by ${status.signal}` : `exited with code ${status.code}`;
    if (run.ready) {
      const message = `${run.command} ${how}`;
      this.options.onEvent({ type: 'RUNTIME_CRASHED', reason: message, command: run.command, exitCode });
      this.options.onState({ status: 'failed', command: run.command, message, session: run.session });
    } else if (exitCode === 0) {
      this.options.onEvent({
        type: 'BUILD_SUCCEEDED',
        command: run.command,
        durationMs: this.options.now() - run.startedAt,
      });
      this.options.onState({
        status: 'exited',
        command: run.command,
        session: run.session,
        exitCode,
        message: `${run.command} is done`,
      });
    } else {
      this.#fail(run, run.command, exitCode, `${run.command} ${how} before it listened on a port.`);
    }
  }

  #fail(run: Run | null, command: string, exitCode: number, message: string): void {
    const errors = run === null || run.output === '' ? [{ message }] : parseBuildErrors(run.output);
    this.options.onEvent({ type: 'BUILD_FAILED', command, exitCode, errors });
    this.options.onState({ status: 'failed', command, message, session: run?.session ?? null });
  }

  #signalTree(pid: Pid | null, signal: Signal): void {
    const machine = this.options.container.machine;
    if (pid === null || machine === undefined) return;
    for (const process of this.#tree(pid).reverse()) {
      try {
        machine.signal(process.pid, signal);
      } catch {
        // It ended in between: that is what was wanted.
      }
    }
  }

  /** The process and its descendants, parents first. */
  #tree(root: Pid): ProcessInfo[] {
    const all = this.options.container.machine?.processes() ?? [];
    const tree = all.filter(({ pid }) => pid === root);
    for (const parent of tree) tree.push(...all.filter(({ ppid }) => ppid === parent.pid));
    return tree;
  }
}

/** Binds planStart to a container's files. */
export function planFor(container: Container): StartPlan {
  const fs = container.machine?.fs;
  if (fs === undefined) throw new StartPlanError('This container cannot read package.json synchronously.');
  return planStart(
    {
      readText: (path) => new TextDecoder().decode(fs.readFile(path)),
      exists: (path) => fs.tryStat(path) !== undefined,
    },
    container.workdir,
  );
}
