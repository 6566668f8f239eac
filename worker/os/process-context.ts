// What a program (the Node realm, jsh, npm) is given to run with: the borders between the operating system and the
// programs on it. A program lives in one process worker, knows the kernel only through `sys`, and ends through `exit`.

import type { Pid, Port } from '../protocol/ids.ts';
import type { FileSystem, OpenFile } from '../vfs/filesystem.ts';
import type { Causality } from './causality.ts';
import type { FileLockCalls } from './file-locks.ts';
import type { ExitStatus, Signal } from './signals.ts';

/** `thread`: a worker thread of a `node`. */
export type ProgramName = 'node' | 'jsh' | 'npm' | 'thread';

/**
 * Where a process runs. `resident`: in a SharedWorker, which outlives every tab. `threaded`: in a dedicated worker of a tab, where
 * it shares memory with its threads, and with which it goes (docs/adr/0015).
 */
export type Placement = 'resident' | 'threaded';

/** What a worker thread is to its program. */
export interface ThreadIdentity {
  readonly id: number;
  readonly name: string;
  /** Of its process, among all of the origin: its threads' BroadcastChannels meet by it. */
  readonly processKey: string;
  /** To the thread that made it. */
  readonly port: MessagePort;
}

/** A code that a process worker can run. Loaded lazily; spares call `prepare` before a pid is known. */
export interface Program {
  /** Loads and warms what does not depend on argv, env or cwd. Idempotent. */
  prepare?(): Promise<void>;
  /** Gets ready, beyond `prepare`, for running the file at this path, which is likely; it may be another in the end. */
  anticipate?(fs: FileSystem, script: string): Promise<void>;
  /**
   * Runs until the program ends. Returning a code exits with it; the node realm never returns and calls `exit`.
   * A rejection is a bug of the program: the process ends with code 70 and the error on stderr.
   */
  main(context: ProcessContext): Promise<number>;
  /**
   * When `main` has returned, nothing of it goes on, and the worker's globals and modules are as they were: another process may
   * run in the same worker (docs/adr/0046).
   */
  readonly leavesNothing?: boolean;
}

export interface TtySize {
  readonly cols: number;
  readonly rows: number;
}

/** As termios(3), reduced to what programs set. */
export interface TtyMode {
  /** Line editing and ^D by the tty; off in raw mode. */
  readonly canonical: boolean;
  readonly echo: boolean;
  /** ^C ^Z ^\ make signals. */
  readonly signals: boolean;
  /** "\n" is written as "\r\n". */
  readonly outputNewline: boolean;
  /** "\r" typed is read as "\n". */
  readonly inputNewline: boolean;
}

export const cookedMode: TtyMode = {
  canonical: true,
  echo: true,
  signals: true,
  outputNewline: true,
  inputNewline: true,
};
/** What Node's setRawMode and jsh's line editor use (libuv keeps OPOST on, so outputNewline stays true). */
export const rawMode: TtyMode = {
  canonical: false,
  echo: false,
  signals: false,
  outputNewline: true,
  inputNewline: false,
};

/** The reading side of a pipe, tty or device. Nothing arrives before `start`; `stop` pauses without losing a byte. */
export interface ByteSource {
  start(onData: (chunk: Uint8Array) => void, onEnd: () => void): void;
  stop(): void;
  /** Gives bytes that were delivered back to the front, for the next reader: a shell's type-ahead. Terminals and pipes have it. */
  unread?(bytes: Uint8Array): void;
  /** Blocks until there is something: all of it, or null at the end. Terminals and pipes have it. Throws SyncCallError. */
  readSync?(): Uint8Array | null;
}

/** The writing side. Bytes are copied or transferred away: the caller must not touch them after. */
export interface ByteSink {
  /** `done` is called once the reader's side has room again (backpressure), or with EPIPE where it is gone. */
  write(bytes: Uint8Array, done?: (error?: Error) => void): void;
}

/** What an fd refers to. Each fd is closed by `close`; a process's remaining ones are closed when it ends. */
export type Stream =
  | ({
      readonly kind: 'tty';
      size(): TtySize;
      mode(): TtyMode;
      setMode(mode: TtyMode): void;
      close(): void;
    } & ByteSource &
      ByteSink)
  | ({ readonly kind: 'pipe-read'; readonly pipe: PipeId; close(): void } & ByteSource)
  | ({ readonly kind: 'pipe-write'; readonly pipe: PipeId; close(): void } & ByteSink)
  /** Two pipes: a UNIX socketpair, used for `fork`'s IPC channel. Closing closes both directions. */
  | ({
      readonly kind: 'socket';
      readonly incoming: PipeId;
      readonly outgoing: PipeId;
      close(): void;
    } & ByteSource &
      ByteSink)
  | { readonly kind: 'file'; readonly file: OpenFile; close(): void }
  | { readonly kind: 'null'; close(): void };

/** A kernel-resident pipe (pipe(7)); has one read end and one write end, each held by any number of processes. */
export type PipeId = string;

/**
 * How a child's fd is made. `inherit` and `stream` share this process's end, which stays open here until it is closed.
 * `pipe-read`, `pipe-write` and `socket` hand this process's own end on: it is closed here by the spawn.
 */
export type StdioRequest =
  | { readonly kind: 'inherit'; readonly fd: number }
  | { readonly kind: 'stream'; readonly stream: Stream }
  | { readonly kind: 'pipe-read'; readonly pipe: PipeId }
  | { readonly kind: 'pipe-write'; readonly pipe: PipeId }
  | { readonly kind: 'socket'; readonly incoming: PipeId; readonly outgoing: PipeId }
  /** The child opens it itself: position starts at 0, or at the end with O_APPEND. */
  | { readonly kind: 'file'; readonly path: string; readonly flags: number }
  | { readonly kind: 'null' };

export interface SpawnRequest {
  /** From resolveExecutable (exec.ts), which reports ENOENT and EACCES before anything is spawned. */
  readonly program: ProgramName;
  /** As the program sees it; argv[0] is the name it was called by. */
  readonly argv: readonly string[];
  /** From resolveExecutable; default: where the base image has the program. */
  readonly execPath?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Default: the parent's at its own start. */
  readonly umask?: number;
  /** Index is the fd. */
  readonly stdio: readonly StdioRequest[];
  /** A pid from `reservePid`; without it the kernel picks the next one. */
  readonly pid?: Pid;
  /** Process group: omitted = the parent's, 'own' = a new one led by the child, a pid = that group. */
  readonly group?: 'own' | Pid;
  /** Make the child's group the foreground group of the tty at once (tcsetpgrp), before it can read. */
  readonly foreground?: boolean;
  /** Shown by ps; default argv joined. */
  readonly title?: string;
  /** It is a thread of this process: it ends with it, and takes itself for it. Its port is transferred. */
  readonly thread?: ThreadIdentity;
}

/** A child whose end this process waits for, blocked. */
export interface SyncSpawnRequest extends Omit<SpawnRequest, 'stdio' | 'pid' | 'foreground' | 'thread'> {
  readonly stdio: readonly (
    | Exclude<StdioRequest, { kind: 'pipe-read' | 'pipe-write' | 'socket' }>
    /** A pipe from which the child reads this. */
    | { readonly kind: 'feed'; readonly input: Uint8Array }
    /** A pipe; what the child writes is in the result. */
    | { readonly kind: 'collect' }
  )[];
  /** Milliseconds after which it gets `killSignal`; null: never. */
  readonly timeout: number | null;
  /** When more than so many bytes were collected in all, it gets `killSignal`. */
  readonly maxBuffer: number | null;
  readonly killSignal: Signal;
}

export interface SyncSpawnResult {
  readonly pid: Pid;
  readonly status: ExitStatus;
  /** By fd; null where nothing was collected. */
  readonly output: readonly (Uint8Array | null)[];
  /** Why it was killed, or that it did not read its input. */
  readonly failure: 'ETIMEDOUT' | 'ENOBUFS' | 'EPIPE' | null;
}

export type ChildEvent =
  | { readonly type: 'exit'; readonly pid: Pid; readonly status: ExitStatus }
  | { readonly type: 'stopped'; readonly pid: Pid; readonly signal: Signal }
  | { readonly type: 'continued'; readonly pid: Pid };

export interface ProcessInfo {
  readonly pid: Pid;
  readonly ppid: Pid;
  readonly pgid: Pid;
  readonly command: string;
  readonly cwd: string;
  /** 'reaped' soon: killed, gone from the table for programs, its worker not yet closed (DESIGN.md section 5). */
  readonly state: 'starting' | 'running' | 'stopped' | 'disowned';
  readonly tty: string | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly ports: readonly Port[];
  readonly placement: Placement;
  /** How often it was started again because the tab that it ran in was gone. */
  readonly restarts: number;
}

/** A virtual TCP port, or the path of a UNIX socket. */
export type SocketAddress = Port | string;

/** A duplex byte stream to another process (or to the preview); see connection.ts. */
export interface Connection extends ByteSource, ByteSink {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  /** Settles when the peer accepted; rejects with ECONNREFUSED. Already settled for accepted connections. */
  readonly opened: Promise<void>;
  /** Half-close: the peer reads the end after all that was written (FIN). */
  end(): void;
  /** Aborts both directions; the peer's `onError` gets ECONNRESET. */
  reset(): void;
  /** Called once, with the error of an abort, when the connection is unusable in both directions. */
  onClose(listener: (error?: Error) => void): void;
}

export interface HandedConnection {
  readonly connection: Connection;
  readonly detail: unknown;
}

export interface Syscalls {
  /** Whether it runs where its threads share memory with it (`shareMemory` moves it there). */
  readonly sharesMemory: boolean;
  /** Resolves once the child is in the process table. */
  spawn(request: SpawnRequest): Promise<Pid>;
  /** Blocks until the child has ended and its pipes are closed. Throws what a spawn rejects with, or SyncCallError. */
  spawnSync(request: SyncSpawnRequest): SyncSpawnResult;
  /** A pid set aside for this process, for APIs that return one at once (Node's child_process); null where the kernel cannot be asked for more. */
  reservePid(): Pid | null;
  /** kill(2): a negative pid is a group, 0 the caller's own group. Rejects with ESRCH. */
  kill(pid: number, signal: Signal | 0): Promise<void>;
  /** A replica of the process table, enough for a synchronous kill(pid, 0). */
  readonly pids: ReadonlySet<Pid>;
  /** Exits, stops and continues of this process's children. */
  onChild(listener: (event: ChildEvent) => void): Disposable;
  setProcessGroup(pid: Pid, pgid: Pid): void;
  /** tcsetpgrp(3) on the controlling tty. */
  setForegroundGroup(pgid: Pid): void;
  processes(): Promise<readonly ProcessInfo[]>;

  /** A new pipe. Both ends belong to this process until they are handed on or closed. */
  pipe(): {
    readonly read: Extract<Stream, { kind: 'pipe-read' }>;
    readonly write: Extract<Stream, { kind: 'pipe-write' }>;
  };
  /** Two crossed pipes: `ours` to use, `theirs` to hand to a child. */
  socketPair(): { readonly ours: Extract<Stream, { kind: 'socket' }>; readonly theirs: StdioRequest };

  /** A replica of the port table, so that EADDRINUSE can be told synchronously. */
  readonly ports: ReadonlyMap<SocketAddress, Pid>;
  /**
   * Listens; port 0 picks a free one. Throws EADDRINUSE where the table shows the address taken. In a race the kernel
   * decides and the loser's `onLost` gets EADDRINUSE.
   */
  listen(
    address: SocketAddress,
    onConnection: (connection: Connection) => void,
    onLost: (error: Error) => void,
  ): Listener;
  /** Opens a connection; use its `opened`. */
  connect(address: SocketAddress): Connection;
  /**
   * Gives an open connection of this process to whoever reads from `sink`, before what is written there from now on (SCM_RIGHTS
   * of unix(7)). It is closed here, without a word to its `onClose`. `unread` was read here and is to be read again; `detail` is
   * cloned. Throws EINVAL for a connection that is not open.
   */
  handOver(
    sink: PipeId,
    connection: Connection,
    options: { readonly unread: readonly Uint8Array[]; readonly detail: unknown },
  ): void;
  /** The next connection that came through that pipe. */
  takeHandedOver(source: PipeId): HandedConnection | undefined;
  /**
   * Looks for signals while the thread does not come to read its messages (a hot loop); blocks for some 3 ms. Does not
   * return where one ends the process: it throws ProcessEnded, which nothing may hold up. A handler runs as in `onSignal`.
   */
  pollSignals(): void;
  /**
   * Memory is about to be shared with a thread. Returns where that is possible. Elsewhere the kernel starts the same command
   * again in a threaded placement, under the same pid: then this does not return, but throws ProcessEnded. Throws
   * EOPNOTSUPP where that cannot be done, with a message that says why.
   */
  shareMemory(): void;
  /** Locks on files, against other processes. */
  readonly fileLocks: FileLockCalls;
  /** Runs `whenApplied` after every filesystem operation made so far by this process has reached the kernel. */
  flush(): Promise<void>;
}

export interface Listener {
  readonly address: SocketAddress;
  close(): void;
}

export interface ProcessContext {
  readonly thread?: ThreadIdentity;
  /** A thread's is that of its process, as is its ppid. */
  readonly pid: Pid;
  readonly ppid: Pid;
  readonly argv: readonly string[];
  /** Absolute path of the executable that argv[0] was resolved to, e.g. /usr/local/bin/node. */
  readonly execPath: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly umask: number;
  /** Index is the fd; at least 0, 1 and 2. */
  readonly stdio: readonly Stream[];
  readonly fs: FileSystem;
  /** For messages that bypass the kernel. */
  readonly causality: Causality;
  readonly sys: Syscalls;
  /**
   * Takes over a signal's default action for as long as the handle lives. SIGKILL and SIGSTOP cannot be taken.
   * Defaults: SIGCHLD, SIGCONT and SIGWINCH are ignored, the stop signals suspend (see `onSuspend`), others end the process.
   */
  onSignal(signal: Signal, handler: () => void): Disposable;
  /** Called with true when the process is stopped and with false when it goes on: the program stops taking turns. */
  onSuspend(listener: (suspended: boolean) => void): void;
  /** Flushes what was written, tells the kernel, closes the worker. Idempotent; nothing runs after it. */
  exit(status: ExitStatus): void;
  /** Tells the kernel of a changed cwd (for ps and for the prompt of a new terminal). */
  setCwd(cwd: string): void;
}
