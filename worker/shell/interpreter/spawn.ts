// Starts child processes of a frame: its fds, environment and directory, in the process group of its job.

import { isSystemError } from '../../protocol/errno.ts';
import type { Pid } from '../../protocol/ids.ts';
import type { ProgramName, StdioRequest } from '../../os/process-context.ts';
import { resolveExecutable, searchPath, type Executable } from '../../os/exec.ts';
import type { ExitStatus } from '../../os/signals.ts';
import { errorText } from '../commands/error-text.ts';
import { absolutePath } from '../expand/glob.ts';
import type { Shared } from '../stream/description.ts';
import type { Frame } from './frame.ts';
import type { Job } from './job.ts';
import { ShellError } from './shell-error.ts';

export interface ProcessPlan {
  readonly program: ProgramName;
  readonly argv: readonly string[];
  readonly execPath?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly title?: string;
}

export interface Started {
  readonly pid: Pid;
  /** How it ended, once what it left unread is back. */
  readonly ended: Promise<ExitStatus>;
}

export async function spawnProcess(frame: Frame, plan: ProcessPlan, job: Job): Promise<Started> {
  const { shell, state } = frame;
  const shared: Shared[] = [];
  const stdio: StdioRequest[] = [];
  for (const [fd, description] of frame.fds) {
    const share = description.share(shell.context.sys);
    shared.push(share);
    while (stdio.length <= Math.max(fd, 2)) stdio.push({ kind: 'null' });
    stdio[fd] = share.request;
  }
  // One at a time within a job: the first makes the process group that the others join.
  const turn = job.spawning.then(async () => {
    const group = shell.interactive ? (job.pgid ?? 'own') : undefined;
    const pid = await shell.context.sys.spawn({
      ...plan,
      stdio,
      cwd: state.cwd,
      umask: state.umask,
      ...(group === undefined ? {} : { group, foreground: job.foreground }),
    });
    job.addProcess(pid, group === 'own' ? pid : (group ?? null));
    return pid;
  });
  job.spawning = turn.then(
    () => {},
    () => {},
  );
  let pid: Pid;
  try {
    pid = await turn;
  } catch (error) {
    for (const share of shared) {
      share.spawned();
      await share.settle();
    }
    if (isSystemError(error)) throw new ShellError(`${plan.argv[0] ?? ''}: ${errorText(error)}`, 126, false);
    throw error;
  }
  for (const share of shared) share.spawned();
  const ended = shell.children.wait(pid).then(async (status) => {
    for (const share of shared) await share.settle();
    return status;
  });
  return { pid, ended };
}

/** The program behind a command name, or the shell's own error for it: 127 not found, 126 not executable. */
export function findExecutable(frame: Frame, argv: readonly string[], path: string | undefined): Executable {
  const { context } = frame.shell;
  const name = argv[0] ?? '';
  const cwd = frame.state.cwd;
  if (name === '') throw new ShellError("command not found: ''", 127, false);
  try {
    return resolveExecutable(context.fs, name, argv, { cwd, path });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOEXEC') {
      // POSIX XCU 2.9.1.4: what execve(2) does not know is a script for this shell.
      const file = searchPath(context.fs, name, { cwd, path });
      return { program: 'jsh', argv: ['sh', file, ...argv.slice(1)], execPath: '/bin/sh' };
    }
    const stats = name.includes('/') ? context.fs.tryStat(absolutePath(cwd, name)) : undefined;
    if (stats?.type === 'directory') throw new ShellError(`${name}: Is a directory`, 126, false);
    if (error.code === 'EACCES') throw new ShellError(`${name}: Permission denied`, 126, false);
    if (stats !== undefined)
      throw new ShellError(`${name}: bad interpreter: No such file or directory`, 126, false);
    if (name.includes('/')) throw new ShellError(`${name}: No such file or directory`, 127, false);
    throw new ShellError(`command not found: ${name}`, 127, false);
  }
}
