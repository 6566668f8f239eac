// Job control: jobs, fg, bg, wait, kill (POSIX XCU; the texts are bash's).

import { shellCode } from '../../os/signals.ts';
import type { Pid } from '../../protocol/ids.ts';
import type { Frame } from '../interpreter/frame.ts';
import type { Job } from '../interpreter/job.ts';
import { waitForeground } from '../interpreter/pipeline.ts';
import { signalNamed } from '../interpreter/shell.ts';
import { runProgram } from '../interpreter/simple.ts';
import { Interrupted } from '../stream/interrupted.ts';
import { fail, print, type Builtin } from './builtin.ts';

export const jobs: Builtin = async (frame, args) => {
  const table = frame.shell.jobs;
  const listed = args.filter((arg) => arg.startsWith('%')).map((spec) => find(frame, 'jobs', spec));
  for (const job of listed.length > 0 ? listed : [...table.list()]) {
    const lines = args.includes('-p')
      ? `${String(job.pgid ?? job.lastPid)}\n`
      : `${table.line(job, { pid: args.includes('-l') })}\n`;
    await print(frame, lines);
    if (job.state.type === 'done') table.remove(job);
  }
  return 0;
};

function find(frame: Frame, command: string, spec: string | undefined): Job {
  return (
    frame.shell.jobs.find(spec) ??
    fail(`${command}: ${spec === undefined ? 'no current job' : `${spec}: no such job`}`)
  );
}

export const fg: Builtin = async (frame, [spec]) => {
  const { shell } = frame;
  if (!shell.interactive) fail('fg: no job control');
  const job = find(frame, 'fg', spec);
  await print(frame, `${job.text}\n`);
  job.foreground = true;
  if (job.pgid !== null) shell.context.sys.setForegroundGroup(job.pgid);
  await resume(frame, job);
  return waitForeground(frame, job, shell.foreground);
};

export const bg: Builtin = async (frame, [spec]) => {
  const { shell } = frame;
  if (!shell.interactive) fail('bg: no job control');
  const job = find(frame, 'bg', spec);
  if (job.state.type === 'running') fail(`bg: job ${String(job.number)} already in background`);
  await resume(frame, job);
  await print(frame, `[${String(job.number)}]+ ${job.text} &\n`);
  return 0;
};

async function resume({ shell }: Frame, job: Job): Promise<void> {
  job.markRunning();
  // The leader may have ended since: then there is nobody to continue.
  if (job.pgid !== null) await shell.context.sys.kill(-Number(job.pgid), 'SIGCONT').catch(() => {});
}

export const wait: Builtin = async (frame, args) => {
  const { shell } = frame;
  const table = shell.jobs;
  const waited = args.filter((arg) => !arg.startsWith('-'));
  if (waited.length === 0) {
    for (const job of [...table.list()]) {
      if (job.state.type === 'stopped') continue;
      await untilInterrupted(frame, job.finished);
      if (!shell.interactive) table.remove(job);
    }
    return 0;
  }
  let status = 0;
  for (const arg of waited) {
    const job = arg.startsWith('%')
      ? table.find(arg)
      : table.list().find(({ lastPid }) => String(lastPid) === arg);
    if (job !== undefined) {
      status = await untilInterrupted(frame, job.finished);
      table.remove(job);
    } else if (/^\d+$/.test(arg) && Number(arg) === frame.state.lastBackground) {
      status = shellCode(await untilInterrupted(frame, shell.children.wait(Number(arg) as Pid)));
    } else {
      await shell.complain(frame.fds, `wait: ${arg}: not a child of this shell`);
      status = 127;
    }
  }
  return status;
};

async function untilInterrupted<T>(frame: Frame, promise: Promise<T>): Promise<T> {
  const interrupted = Promise.withResolvers<never>();
  using _listener = frame.shell.onInterrupt(() => interrupted.reject(new Interrupted()));
  return Promise.race([promise, interrupted.promise]);
}

/** kill(1) with jobs: `%1` becomes its process group; one that runs inside jsh alone is aborted. */
export const kill: Builtin = async (frame, args) => {
  const { shell } = frame;
  const argv: string[] = ['kill'];
  const continued: Job[] = [];
  let inside = 0;
  for (const arg of args) {
    if (!arg.startsWith('%')) {
      argv.push(arg);
      continue;
    }
    const job = find(frame, 'kill', arg);
    if (job.pgid === null && job.live.size === 0) {
      inside += 1;
      const signal = signalNamed(args[0]?.replace(/^-/, '') ?? '') ?? 'SIGTERM';
      if (signal === 'SIGCONT') job.markRunning();
      else job.control.abort();
      continue;
    }
    if (!argv.includes('--')) argv.push('--');
    argv.push(...(job.pgid === null ? [...job.live].map(String) : [`-${String(job.pgid)}`]));
    if (job.state.type === 'stopped') continued.push(job);
  }
  if (inside > 0 && argv.filter((arg) => !arg.startsWith('-')).length === 1) return 0;
  const code = await runProgram(frame, { argv, assigned: {} }, frame.job);
  // A stopped job cannot die of what it does not see.
  for (const job of continued) {
    if (job.pgid !== null) await shell.context.sys.kill(-Number(job.pgid), 'SIGCONT').catch(() => {});
  }
  return code;
};
