// What the kernel drives. `Container` has the public shape of @webcontainer/api's WebContainer, taken from the package's
// own types, so that the embedded and the hosted container are interchangeable. What a container can do beyond that API
// is the optional `machine`: the kernel asks whether it is there and never casts.

import type {
  FileSystemAPI,
  PreviewScriptOptions,
  SpawnOptions,
  WebContainer,
  WebContainerProcess,
} from '@webcontainer/api';
import type { ExitStatus, Signal } from '../os/signals.ts';
import type { Pid, Port } from '../protocol/ids.ts';
import type { PreviewReport } from '../protocol/preview-message.ts';
import type { ProcessInfo } from '../os/process-context.ts';
import type { FileSystem } from '../vfs/filesystem.ts';

export type { FileSystemAPI, PreviewScriptOptions, SpawnOptions, WebContainerProcess };

/** The instance side of `WebContainer`, without its private members. */
type WebContainerShape = Pick<
  WebContainer,
  'fs' | 'spawn' | 'export' | 'on' | 'mount' | 'setPreviewScript' | 'path' | 'workdir' | 'teardown'
>;

export interface Container extends WebContainerShape {
  readonly machine?: Machine;
}

/** A process that also tells its pid and its whole exit status. */
export interface MachineProcess extends WebContainerProcess {
  readonly pid: Pid;
  readonly status: Promise<ExitStatus>;
  /** The tty's name where one was asked for, e.g. `pts/0`. */
  readonly tty: string | null;
  signal(signal: Signal): void;
}

export interface MachineSpawnOptions extends SpawnOptions {
  /** Keep stderr apart from stdout: `output` then has stdout alone. No effect with a terminal. */
  readonly separateStderr?: (chunk: string) => void;
}

/** Capabilities of a container that is a whole machine of ours. */
export interface Machine {
  /** The authority's filesystem, synchronous; its writes reach every process and the storage. */
  readonly fs: FileSystem;
  spawn(command: string, args: readonly string[], options?: MachineSpawnOptions): Promise<MachineProcess>;
  processes(): readonly ProcessInfo[];
  /** Called after every change of the process table; several changes in one turn may come as one call. */
  onProcesses(listener: () => void): Disposable;
  /** kill(2); throws ESRCH. */
  signal(pid: number, signal: Signal): void;
  /** SIGKILL to everything; resolves when the table is empty, within 100 ms: what does not die is disowned. */
  killAll(): Promise<void>;
  /**
   * Hands one end of a new connection (see os/connection.ts) to whoever listens on `port`; refuses on the port itself. When
   * the listening process dies without a word, `life` says so (preview/outside-connection.ts).
   */
  connect(port: Port, end: MessagePort, life: MessagePort): void;
  /** Writes every pending change to storage; rejects with ENOSPC where the quota is exceeded. */
  persist(): Promise<void>;
  /** A page in a preview reported an error: becomes a `preview-message` event. */
  previewMessage(message: PreviewReport): void;
  /** Asks for spare process workers, after a tab has attached. */
  warm(): void;
}

/** Where process workers come from: a tab creates each and hands its port over (DESIGN.md section 2). */
export interface WorkerSource {
  /**
   * Starts the SharedWorker of that name and returns the port to it. Rejects with EAGAIN-like SystemError while no tab
   * is attached. The tab, and every later one, stays a client until `release`. A worker whose script is still being loaded
   * when `home` goes may never run: the browser drops it unless another tab is its client by then, and tells nobody.
   */
  create(name: string): Promise<MadeWorker>;
  /**
   * Starts a dedicated worker of that name in a cross-origin isolated tab (in `home`, or in any): there it can share memory
   * with others of the same tab. Waits while no tab is attached. Rejects with ENOTSUP where none of those attached is
   * isolated, and with EAGAIN where `home` is gone. `channel`: what another worker has left with the tab under that name is
   * given to this one.
   */
  createIn(name: string, home: WorkerHome | null, channel: string | null): Promise<MadeWorker>;
  /** Drops every tab's handle on that worker so that the browser can reap it; a dedicated one ends at once. */
  release(name: string): void;
  /** The worker is no more: no tab needs to keep it. */
  ended(name: string): void;
}

/** `home`: the tab that has made it. */
export interface MadeWorker {
  readonly port: MessagePort;
  readonly home: WorkerHome;
}

/** A tab that has made workers. Aborted when it is gone, and its dedicated ones with it. */
export type WorkerHome = AbortSignal;
