// What the runtime is, as data: one discriminated union, changed by one pure reducer (reducer.ts), sent to tabs as a
// snapshot with its `seq` and then as ordered changes. Tabs render this and nothing else.

import type { Epoch, Pid, Port, ProjectId, SessionId } from '../protocol/ids.ts';
import type { ProcessInfo } from '../os/process-context.ts';

/** Why nothing runs. */
export type StopReason =
  /** Never started in this browser. */
  | 'new'
  /** Stop was asked for. */
  | 'stopped'
  /** The browser ended the kernel; files and screens came back from the checkpoint. */
  | 'evicted'
  /** The runtime could not start or died; `detail` says how. */
  | 'crashed';

/** The dev server, which the kernel itself spawns, watches and kills. */
export type ServerState =
  | { readonly status: 'none' }
  | {
      readonly status: 'installing';
      readonly command: string;
      readonly pid: Pid | null;
      readonly session: SessionId;
    }
  | { readonly status: 'starting'; readonly command: string; readonly pid: Pid; readonly session: SessionId }
  | {
      readonly status: 'ready';
      readonly command: string;
      readonly pid: Pid;
      readonly session: SessionId;
      readonly port: Port;
      readonly url: string;
    }
  /** Ended by itself: exit code 0 for a script that is simply done. */
  | {
      readonly status: 'exited';
      readonly command: string;
      readonly session: SessionId;
      readonly exitCode: number;
      readonly message: string;
    }
  | {
      readonly status: 'failed';
      readonly command: string;
      readonly message: string;
      readonly session: SessionId | null;
    };

export interface SessionInfo {
  readonly id: SessionId;
  /** The primary shell, a further shell, or the terminal of the dev server. */
  readonly kind: 'primary' | 'shell' | 'server';
  readonly title: string;
  readonly cols: number;
  readonly rows: number;
  readonly pid: Pid | null;
  /** `restored`: the screen of an earlier epoch, its process gone. */
  readonly status: 'live' | 'exited' | 'restored';
}

export interface PortInfo {
  readonly port: Port;
  readonly pid: Pid;
  readonly url: string;
}

interface Common {
  readonly project: { readonly id: ProjectId; readonly name: string };
  readonly epoch: Epoch;
  readonly container: 'embedded' | 'hosted';
  readonly sessions: readonly SessionInfo[];
  readonly ports: readonly PortInfo[];
  readonly processes: readonly ProcessInfo[];
  /** Tabs attached now. */
  readonly tabs: number;
  /** How often a tab came back to this epoch. */
  readonly reloads: number;
  /** Last sequence number of the event log. */
  readonly lastEvent: number;
  /** Trouble that the user must know of and that does not stop the runtime, e.g. storage that is full. */
  readonly warning: { readonly code: string; readonly message: string } | null;
}

export type RuntimeState =
  | (Common & { readonly status: 'stopped'; readonly reason: StopReason; readonly detail: string | null })
  | (Common & { readonly status: 'starting' })
  | (Common & { readonly status: 'running'; readonly startedAt: number; readonly server: ServerState })
  | (Common & { readonly status: 'stopping' });

export interface Snapshot {
  readonly seq: number;
  readonly state: RuntimeState;
}
