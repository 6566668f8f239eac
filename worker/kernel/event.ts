// What the WorkspaceDaemon records: the story of builds and of the runtime, for agents and for people.

import type { Port } from '../protocol/ids.ts';

export interface BuildError {
  readonly message: string;
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly column?: number;
}

export type WorkspaceEventBody =
  | { readonly type: 'BUILD_STARTED'; readonly command: string }
  | { readonly type: 'BUILD_SUCCEEDED'; readonly command: string; readonly durationMs: number }
  | {
      readonly type: 'BUILD_FAILED';
      readonly command: string;
      readonly exitCode: number;
      readonly errors: readonly BuildError[];
    }
  | { readonly type: 'RUNTIME_STARTED' }
  | {
      readonly type: 'RUNTIME_CRASHED';
      readonly reason: string;
      readonly command?: string;
      readonly exitCode?: number;
      readonly port?: Port;
    }
  | { readonly type: 'RUNTIME_STOPPED'; readonly reason: string };

/** `seq` starts at 1 and has no gaps within a project, across epochs too. `at` is milliseconds since the epoch. */
export type WorkspaceEvent = WorkspaceEventBody & { readonly seq: number; readonly at: number };
