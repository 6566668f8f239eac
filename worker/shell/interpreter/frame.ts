// Where a command runs: the process's shell, the state of the (sub)shell, its fds and the job that it belongs to.

import type { Description } from '../stream/description.ts';
import type { Job } from './job.ts';
import type { Shell } from './shell.ts';
import type { ShellState } from './state.ts';

export type FdTable = Map<number, Description>;

export interface Frame {
  readonly shell: Shell;
  readonly state: ShellState;
  readonly fds: FdTable;
  /** Null between pipelines: the next one makes its own. */
  readonly job: Job | null;
  /** Its status is being tested: `set -e` does not end the shell. */
  readonly tested: boolean;
}

/** The frame of a subshell within `job`. */
export function subshell(frame: Frame, job: Job | null = frame.job): Frame {
  return { ...frame, state: frame.state.clone(), fds: new Map(frame.fds), job };
}
