// The kernel as a tab sees it. Control calls go through Comlink (rpc.ts); state, terminal bytes, watch events and process
// output travel on MessagePorts that the tab hands over with the call. Errors arrive whole (wire-error.ts).

import type { Snapshot } from '../kernel/state.ts';
import type { ProcessInfo } from '../os/process-context.ts';
import type { ExitStatus, Signal } from '../os/signals.ts';
import type { DirectoryEntry, Stats } from '../vfs/filesystem.ts';
import type { Epoch, Pid, ProjectId, SessionId, TabId } from './ids.ts';

/** A new project's files: text, bytes, or a folder of them. */
export interface FileTree {
  readonly [name: string]: string | Uint8Array | FileTree;
}

export interface ProjectInfo {
  readonly id: ProjectId;
  readonly name: string;
  readonly template: string | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly openedAt: number;
}

/** What a kernel whose project does not exist yet makes of it. */
export interface NewProject {
  readonly name: string;
  readonly template: string | null;
  readonly files: FileTree;
}

/** What attachPTY answers on its port, in this order: one replay, then data in order. */
export type PtyToTab =
  | {
      readonly type: 'replay';
      readonly cols: number;
      readonly rows: number;
      readonly data: string;
      readonly live: boolean;
    }
  | { readonly type: 'data'; readonly data: string }
  | { readonly type: 'resize'; readonly cols: number; readonly rows: number }
  | { readonly type: 'exit'; readonly status: ExitStatus | null };

/** What a tab sends on a PTY's port. `ack` counts characters (UTF-16 units) that xterm has parsed. */
export type TabToPty =
  | { readonly type: 'input'; readonly data: string }
  | { readonly type: 'resize'; readonly cols: number; readonly rows: number }
  | { readonly type: 'ack'; readonly chars: number }
  | { readonly type: 'detach' };

/** Output of `exec`, on its port. */
export type ExecToTab =
  | { readonly type: 'output'; readonly stream: 'stdout' | 'stderr'; readonly data: string }
  | { readonly type: 'exit'; readonly status: ExitStatus };

export interface ExecOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Paths are absolute or relative to the project's folder. Rejections have Node's `code`, `errno`, `syscall`, `path`. */
export interface KernelFiles {
  readFile(path: string): Promise<Uint8Array>;
  writeFile(path: string, contents: Uint8Array | string): Promise<void>;
  readdir(path: string): Promise<readonly DirectoryEntry[]>;
  mkdir(path: string, options?: { recursive?: boolean }): Promise<void>;
  rm(path: string, options?: { recursive?: boolean; force?: boolean }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  stat(path: string): Promise<Stats>;
  /** Events arrive on `port` as WatchEvent; closing or messaging the port ends it. */
  watch(path: string, options: { recursive?: boolean }, port: MessagePort): Promise<void>;
  /** The project as a zip, node_modules left out. */
  exportZip(): Promise<Uint8Array>;
  /** Unpacks a zip into a folder; a malformed one changes nothing. */
  importZip(path: string, zip: Uint8Array): Promise<void>;
}

export interface KernelApi {
  getState(): Promise<Snapshot>;
  /** Starts the runtime and the project's dev server; resolves when that server is spawned (not ready). */
  startRuntime(): Promise<void>;
  /** Resolves when every process is gone and the files are stored. */
  stopRuntime(): Promise<void>;
  restartDevServer(): Promise<void>;
  /**
   * Attaches to a session; null is the primary one, which is created where there is none or it is dead.
   * A size of 0×0 says that the tab does not know its size yet.
   */
  attachPTY(
    session: SessionId | null,
    size: { cols: number; rows: number },
    port: MessagePort,
  ): Promise<SessionId>;
  /** Opens a further shell. */
  openPTY(size: { cols: number; rows: number }): Promise<SessionId>;
  /** Ends a further shell (SIGHUP) and forgets its screen. */
  closePTY(session: SessionId): Promise<void>;
  writeToPTY(session: SessionId | null, data: string): Promise<void>;
  resizePTY(session: SessionId | null, cols: number, rows: number): Promise<void>;
  /** The text of a session's screen and scrollback, without escape sequences. */
  readPTY(session: SessionId | null): Promise<string>;
  exec(
    command: string,
    args: readonly string[],
    options: ExecOptions,
    port: MessagePort,
  ): Promise<{ pid: Pid }>;
  kill(pid: Pid, signal: Signal): Promise<void>;
  processes(): Promise<readonly ProcessInfo[]>;
  /** Events with `seq` ≥ `from`, then live ones, on `port` as WorkspaceEvent, in order and without gaps. */
  observe(from: number, port: MessagePort): Promise<void>;
  /** Which origins the host has for previews (see preview-origins.ts): asked of the host while the tab attaches. */
  offerPreviewOrigins(origins: readonly string[]): Promise<void>;
  renameProject(name: string): Promise<void>;
  /** Stops everything and deletes the project's files, screens and record; the kernel ends after the answer. */
  destroyProject(): Promise<void>;
  readonly fs: KernelFiles;
}

/** First message of a tab on its SharedWorker port; transfers the three ports. */
export interface TabHello {
  readonly type: 'hello';
  readonly protocol: number;
  readonly tab: TabId;
  /** Web Lock that the tab holds for as long as it lives. */
  readonly lock: string;
  /** The epoch that the tab knew before, where it was attached before. */
  readonly knownEpoch: Epoch | null;
  readonly ports: { readonly control: MessagePort; readonly state: MessagePort; readonly host: MessagePort };
  /** A visitor only makes a call or two (create, rename, remove): it is no tab, shows nothing and creates no workers. */
  readonly role: 'tab' | 'visitor';
  /** Set where the tab opens a project that it wants made; ignored where the project exists. */
  readonly create: NewProject | null;
}

/** On the state port: a snapshot first, then changes with consecutive `seq`; a gap means: ask for a new snapshot. */
export type StateToTab =
  | { readonly type: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly type: 'change'; readonly snapshot: Snapshot }
  /** The kernel could not start; nothing follows. */
  | { readonly type: 'failed'; readonly message: string };

/** Orders to a tab's host services (DESIGN.md, "host services"). */
export type KernelToHost =
  | { readonly type: 'create-worker'; readonly request: number; readonly name: string }
  | { readonly type: 'hold-worker'; readonly name: string }
  | { readonly type: 'release-worker'; readonly name: string };

export type HostToKernel =
  | { readonly type: 'worker'; readonly request: number; readonly port: MessagePort }
  | { readonly type: 'worker-failed'; readonly request: number; readonly message: string };
