// An operating system in one thread for the shell's tests: a process table, pipes, signals and a terminal around a real
// filesystem. `jsh` is the real program; `node` is whatever the test gives.

import type {
  ChildEvent,
  ProcessContext,
  ProcessInfo,
  Program,
  ProgramName,
  SpawnRequest,
  StdioRequest,
  Stream,
  Syscalls,
} from '../../os/process-context.ts';
import { imageMagic } from '../../os/exec.ts';
import type { ExitStatus, Signal } from '../../os/signals.ts';
import { SystemError } from '../../protocol/errno.ts';
import type { Pid } from '../../protocol/ids.ts';
import { Authority } from '../../vfs/authority.ts';
import type { FileSystem } from '../../vfs/filesystem.ts';
import { appletNames, shellNames } from '../commands/names.ts';
import { jshProgram } from '../program.ts';
import { FakePipe } from './fake-pipe.ts';
import { FakeTty } from './fake-tty.ts';

interface Process {
  readonly info: { -readonly [K in keyof ProcessInfo]: ProcessInfo[K] };
  readonly childListeners: Set<(event: ChildEvent) => void>;
  readonly signalHandlers: Map<Signal, Set<() => void>>;
  readonly suspendListeners: ((suspended: boolean) => void)[];
  readonly stdio: Stream[];
  readonly exited: PromiseWithResolvers<ExitStatus>;
  done: boolean;
}

export interface FakeMachineOptions {
  readonly programs?: Partial<Record<ProgramName, Program>>;
}

const ignoredByDefault = new Set<Signal>(['SIGCHLD', 'SIGCONT', 'SIGWINCH']);
const stopping = new Set<Signal>(['SIGTSTP', 'SIGSTOP', 'SIGTTIN', 'SIGTTOU']);

export class FakeMachine {
  readonly fs: FileSystem;
  readonly tty: FakeTty;
  readonly #programs: Partial<Record<ProgramName, Program>>;
  readonly #processes = new Map<number, Process>();
  readonly #pipes = new Map<string, FakePipe>();
  #nextPid = 100;

  constructor(options: FakeMachineOptions = {}) {
    this.fs = new Authority({
      clock: () => Date.now(),
      readBlob: () => {
        throw new Error('No blob is expected here.');
      },
    }).fs;
    this.tty = new FakeTty((group, signal) => this.#signalGroup(group, signal));
    this.#programs = { jsh: jshProgram, ...options.programs };
    for (const path of ['/bin', '/usr/local/bin', '/home', '/tmp']) this.fs.makeDirectories(path, 0o755);
    for (const name of [...appletNames, ...shellNames]) this.install(`/bin/${name}`, 'jsh');
    this.install('/usr/local/bin/node', 'node');
  }

  install(path: string, program: ProgramName): void {
    this.fs.writeFile(path, `${imageMagic}${program}\n`);
    this.fs.chmod(path, 0o755);
  }

  get processes(): readonly ProcessInfo[] {
    return [...this.#processes.values()].map(({ info }) => ({ ...info }));
  }

  /** Starts a process without a parent. */
  start(
    request: Pick<SpawnRequest, 'program' | 'argv' | 'env' | 'cwd'>,
    stdio: Stream[],
  ): { pid: Pid; exited: Promise<ExitStatus> } {
    const process = this.#create({ ...request, stdio: [] }, 1 as Pid, stdio, 'own');
    return { pid: process.info.pid, exited: process.exited.promise };
  }

  pipe(): FakePipe {
    const pipe = new FakePipe(`pipe-${String(this.#pipes.size)}`);
    this.#pipes.set(pipe.id, pipe);
    return pipe;
  }

  signal(pid: number, signal: Signal): void {
    const process = this.#processes.get(pid);
    if (process === undefined || process.done) throw new SystemError('ESRCH', 'kill');
    const handlers = process.signalHandlers.get(signal);
    if (handlers !== undefined && handlers.size > 0 && signal !== 'SIGKILL' && signal !== 'SIGSTOP') {
      for (const handler of [...handlers]) queueMicrotask(handler);
      if (signal === 'SIGCONT') this.#continue(process);
      return;
    }
    if (signal === 'SIGCONT') this.#continue(process);
    else if (stopping.has(signal)) this.#stop(process, signal);
    else if (!ignoredByDefault.has(signal)) this.#end(process, { kind: 'signaled', signal });
  }

  #create(request: SpawnRequest, ppid: Pid, stdio: Stream[], group: 'own' | Pid): Process {
    const pid = this.#nextPid as Pid;
    this.#nextPid += 1;
    const process: Process = {
      info: {
        pid,
        ppid,
        pgid: group === 'own' ? pid : group,
        command: request.title ?? request.argv.join(' '),
        cwd: request.cwd,
        state: 'running',
        tty: stdio.some(({ kind }) => kind === 'tty') ? 'pts/0' : null,
        startedAt: Date.now(),
        ports: [],
        placement: 'resident',
        restarts: 0,
      },
      childListeners: new Set(),
      signalHandlers: new Map(),
      suspendListeners: [],
      stdio,
      exited: Promise.withResolvers(),
      done: false,
    };
    this.#processes.set(pid, process);
    const context = this.#context(process, request);
    const program = this.#programs[request.program];
    queueMicrotask(() => {
      void (async () => {
        try {
          if (program === undefined) throw new Error(`no ${request.program} in this test`);
          this.#end(process, { kind: 'exited', code: await program.main(context) });
        } catch (error) {
          console.error(error);
          this.#end(process, { kind: 'exited', code: 70 });
        }
      })();
    });
    return process;
  }

  #end(process: Process, status: ExitStatus): void {
    if (process.done) return;
    process.done = true;
    for (const stream of process.stdio) stream.close();
    this.#processes.delete(process.info.pid);
    process.exited.resolve(status);
    this.#tell(process, { type: 'exit', pid: process.info.pid, status });
  }

  #stop(process: Process, signal: Signal): void {
    if (process.info.state === 'stopped') return;
    process.info.state = 'stopped';
    for (const listener of process.suspendListeners) listener(true);
    this.#tell(process, { type: 'stopped', pid: process.info.pid, signal });
  }

  #continue(process: Process): void {
    if (process.info.state !== 'stopped') return;
    process.info.state = 'running';
    for (const listener of process.suspendListeners) listener(false);
    this.#tell(process, { type: 'continued', pid: process.info.pid });
  }

  #tell(process: Process, event: ChildEvent): void {
    const parent = this.#processes.get(process.info.ppid);
    // A later task, as a message from the kernel would be.
    setTimeout(() => {
      for (const listener of parent?.childListeners ?? []) listener(event);
    });
  }

  #signalGroup(group: number, signal: Signal): void {
    for (const process of [...this.#processes.values()]) {
      if (process.info.pgid === group) this.signal(process.info.pid, signal);
    }
  }

  #context(process: Process, request: SpawnRequest): ProcessContext {
    return {
      pid: process.info.pid,
      ppid: process.info.ppid,
      argv: request.argv,
      execPath: request.execPath ?? `/bin/${request.program}`,
      env: request.env,
      cwd: request.cwd,
      umask: request.umask ?? 0o022,
      stdio: process.stdio,
      fs: this.fs,
      causality: { stamp: () => undefined, seen: () => true },
      sys: this.#syscalls(process),
      onSignal: (signal, handler) => {
        const handlers = process.signalHandlers.get(signal) ?? new Set();
        process.signalHandlers.set(signal, handlers.add(handler));
        return { [Symbol.dispose]: () => handlers.delete(handler) };
      },
      onSuspend: (listener) => process.suspendListeners.push(listener),
      exit: (status) => this.#end(process, status),
      setCwd: (cwd) => {
        process.info.cwd = cwd;
      },
    };
  }

  #syscalls(process: Process): Syscalls {
    const unsupported = (): never => {
      throw new Error('not in this machine');
    };
    return {
      spawn: async (request) => {
        const stdio = request.stdio.map((item) => this.#stream(process, item));
        const child = this.#create(request, process.info.pid, stdio, request.group ?? process.info.pgid);
        if (request.foreground === true) this.tty.foreground = child.info.pgid;
        return child.info.pid;
      },
      reservePid: () => null,
      shareMemory: unsupported,
      sharesMemory: false,
      handOver: unsupported,
      takeHandedOver: () => undefined,
      fileLocks: { lock: () => true, unlock: () => {}, forget: () => {}, othersLevel: () => 0 },
      pollSignals: () => {},
      spawnSync: () => {
        throw new SystemError('ENOSYS', 'spawn');
      },
      kill: async (pid, signal) => {
        if (signal === 0) return;
        if (pid < 0) {
          if (![...this.#processes.values()].some(({ info }) => info.pgid === -pid))
            throw new SystemError('ESRCH', 'kill');
          this.#signalGroup(-pid, signal);
        } else this.signal(pid, signal);
      },
      pids: new Set(),
      onChild: (listener) => {
        process.childListeners.add(listener);
        return { [Symbol.dispose]: () => process.childListeners.delete(listener) };
      },
      setProcessGroup: (pid, pgid) => {
        const target = this.#processes.get(pid);
        if (target !== undefined) target.info.pgid = pgid;
      },
      setForegroundGroup: (pgid) => {
        this.tty.foreground = pgid;
      },
      processes: async () => this.processes,
      pipe: () => {
        const pipe = this.pipe();
        return { read: pipe.readEnd(), write: pipe.writeEnd() };
      },
      socketPair: unsupported,
      ports: new Map(),
      listen: unsupported,
      connect: unsupported,
      flush: async () => {},
    };
  }

  #stream(parent: Process, request: StdioRequest): Stream {
    switch (request.kind) {
      case 'inherit':
        return this.#duplicate(parent.stdio[request.fd] ?? { kind: 'null', close: () => {} });
      case 'stream':
        return this.#duplicate(request.stream);
      case 'file': {
        const file = this.fs.open(request.path, request.flags, 0o644);
        return { kind: 'file', file, close: () => file.close() };
      }
      case 'null':
        return { kind: 'null', close: () => {} };
      case 'pipe-read':
      case 'pipe-write':
      case 'socket':
        throw new Error(`${request.kind} is not used by the shell`);
    }
  }

  #duplicate(stream: Stream): Stream {
    if (stream.kind === 'tty') return this.tty.stream();
    if (stream.kind === 'pipe-read') return this.#pipes.get(stream.pipe)?.readEnd() ?? stream;
    if (stream.kind === 'pipe-write') return this.#pipes.get(stream.pipe)?.writeEnd() ?? stream;
    return stream;
  }
}
