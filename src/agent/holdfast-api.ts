// `window.holdfast`: the agent's view of the workspace, for agents, embedders and tests. Typed and versioned; documented
// in docs/agent-api.md. It asks the kernel for everything and can do nothing that the kernel does not allow.

import type { WorkspaceEvent } from '../../worker/kernel/event.ts';
import type { Snapshot } from '../../worker/kernel/state.ts';
import type { ProcessInfo } from '../../worker/os/process-context.ts';
import type { ExitStatus, Signal } from '../../worker/os/signals.ts';
import type { FileTree, ProjectInfo } from '../../worker/protocol/kernel-api.ts';
import type { PreviewReport, PreviewScript } from '../../worker/protocol/preview-message.ts';
import type { DirectoryEntry, Stats, WatchEvent } from '../../worker/vfs/filesystem.ts';

/** Changes with every incompatible change of this file. */
export const agentApiVersion = 1;

export interface CreateOptions {
  readonly name?: string;
  readonly template?: string;
  readonly files?: FileTree;
  /** This tab shows the new project, as `open` would right afterwards, but sooner. Default false. */
  readonly open?: boolean;
}

export interface AgentProjects {
  /** Most recently opened first. */
  list(): Promise<readonly ProjectInfo[]>;
  /** The one that this tab shows. */
  current(): ProjectInfo['id'] | null;
  /** From a template's id, a tree of files, or both: the tree goes over the template. */
  create(options: CreateOptions): Promise<ProjectInfo>;
  /** Shows the project in this tab; resolves when attached to its kernel. */
  open(id: string): Promise<void>;
  /** Stops and deletes it for good. */
  remove(id: string): Promise<void>;
}

/** The shape of `fs.promises`; paths are absolute or relative to the project's folder; errors have Node's codes. */
export interface AgentFs {
  readFile(path: string): Promise<Uint8Array>;
  readFile(path: string, encoding: 'utf8' | 'utf-8' | { encoding: 'utf8' | 'utf-8' }): Promise<string>;
  writeFile(path: string, data: string | Uint8Array): Promise<void>;
  readdir(path: string): Promise<string[]>;
  readdir(path: string, options: { withFileTypes: true }): Promise<readonly DirectoryEntry[]>;
  mkdir(path: string, options?: { recursive?: boolean }): Promise<void>;
  rm(path: string, options?: { recursive?: boolean; force?: boolean }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  stat(path: string): Promise<Stats & { isFile(): boolean; isDirectory(): boolean }>;
  /** Ends with `close()`. */
  watch(
    path: string,
    options: { recursive?: boolean },
    listener: (event: WatchEvent) => void,
  ): Promise<{ close(): void }>;
}

export interface AgentProcess {
  readonly pid: number;
  /** Text of stdout and stderr in the order of arrival. */
  readonly output: ReadableStream<string>;
  /** The same, told apart. */
  readonly chunks: ReadableStream<{ stream: 'stdout' | 'stderr'; data: string }>;
  /** As a shell's `$?`: 128 + n for a signal. */
  readonly exitCode: Promise<number>;
  readonly status: Promise<ExitStatus>;
  kill(signal?: Signal): Promise<void>;
}

export interface AgentKernel {
  getState(): Promise<Snapshot>;
  /** The current snapshot at once, then every later one. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void;
  startRuntime(): Promise<void>;
  stopRuntime(): Promise<void>;
  restartDevServer(): Promise<void>;
  exec(
    command: string,
    args?: readonly string[],
    options?: { cwd?: string; env?: Record<string, string> },
  ): Promise<AgentProcess>;
}

export interface AgentTerminal {
  readonly session: string;
  /** The screen and scrollback as text. */
  text(): Promise<string>;
  write(data: string): void;
  /** Raw output from now on. */
  onData(listener: (data: string) => void): () => void;
  resize(cols: number, rows: number): void;
  detach(): void;
}

export interface HoldfastApi {
  readonly version: number;
  /** Resolves when this tab is attached to a kernel. */
  readonly ready: Promise<void>;
  readonly projects: AgentProjects;
  readonly fs: AgentFs;
  readonly kernel: AgentKernel;
  readonly terminal: {
    /** The primary session, made where there is none; or another by its id. */
    attach(session?: string): Promise<AgentTerminal>;
  };
  readonly events: {
    /** What is logged from `from` on (default 1), in order. */
    read(from?: number): Promise<readonly WorkspaceEvent[]>;
    /** The same, then live ones. */
    subscribe(from: number, listener: (event: WorkspaceEvent) => void): Promise<{ close(): void }>;
  };
  readonly previews: {
    /** Errors of previewed pages, from now on, as @webcontainer/api's `preview-message` event has them. */
    subscribe(listener: (message: PreviewReport) => void): Promise<{ close(): void }>;
    /** A script that every previewed page runs from its next load on; an empty source takes it away. */
    setScript(source: string, options?: PreviewScript['options']): Promise<void>;
  };
  readonly processes: {
    list(): Promise<readonly ProcessInfo[]>;
    kill(pid: number, signal?: Signal): Promise<void>;
  };
}

declare global {
  interface Window {
    holdfast: HoldfastApi;
  }
}
