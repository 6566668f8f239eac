// Pipelines as jobs (POSIX XCU 2.9.2): connects the stages, runs those that it can inside jsh, waits for all of them.

import { signalNumbers } from '../../os/signals.ts';
import { appletNames } from '../commands/names.ts';
import { builtinNames } from '../builtins/names.ts';
import type { Command, Pipeline } from '../parser/ast.ts';
import type { Description } from '../stream/description.ts';
import { BrokenPipe, Interrupted } from '../stream/interrupted.ts';
import { memoryPipe } from '../stream/memory-pipe.ts';
import { StreamDescription } from '../stream/stream-description.ts';
import { evaluate } from './evaluate.ts';
import { runCommand } from './execute.ts';
import { FunctionReturn, LoopJump, ShellExit } from './flow.ts';
import { subshell, type Frame } from './frame.ts';
import { Job } from './job.ts';
import { ShellError } from './shell-error.ts';
import { shellCode } from '../../os/signals.ts';
import { writeText } from './shell.ts';

const applets: ReadonlySet<string> = new Set(appletNames);
const builtins: ReadonlySet<string> = new Set(builtinNames);

export async function runPipeline(frame: Frame, pipeline: Pipeline, text: string): Promise<number> {
  const start = performance.now();
  const status = await runStagesOf(frame, pipeline, text);
  if (pipeline.timed !== false)
    await writeText(frame.fds.get(2), elapsedText(performance.now() - start, pipeline.timed));
  return pipeline.negated ? (status === 0 ? 1 : 0) : status;
}

/** Without the processor times (user, sys), which a browser does not tell. */
function elapsedText(ms: number, format: 'bash' | 'posix'): string {
  if (format === 'posix') return `real ${(ms / 1000).toFixed(2)}\n`;
  return `\nreal\t${String(Math.floor(ms / 60_000))}m${((ms % 60_000) / 1000).toFixed(3)}s\n`;
}

async function runStagesOf(frame: Frame, { commands, negated }: Pipeline, text: string): Promise<number> {
  const only = commands.length === 1 ? commands[0] : undefined;
  const inner = negated ? { ...frame, tested: true } : frame;
  if (only === undefined) return inJob(inner, text, (job) => runStages(inner, job, commands));
  // Compound commands run in this shell, each pipeline within them being a job of its own.
  if (only.type !== 'subshell') return runCommand(inner, only, text);
  return inJob(inner, text, (job) => runIsolated(subshell(inner, job), only));
}

/** Runs `body` in the frame's job, or in a new one that is waited for in the foreground. */
export async function inJob(
  frame: Frame,
  text: string,
  body: (job: Job) => Promise<number>,
): Promise<number> {
  if (frame.job !== null) return body(frame.job);
  const job = new Job(text, true);
  const outer = frame.shell.foreground;
  // Children report to the foreground job: it must be known before the first is spawned.
  frame.shell.foreground = job;
  job.finished = body(job);
  return waitForeground(frame, job, outer);
}

/** Waits until the job ends or stops; a stopped one goes into the table. */
export async function waitForeground(frame: Frame, job: Job, outer: Job | null): Promise<number> {
  const { shell } = frame;
  shell.foreground = job;
  const finished = job.finished.finally(() => {
    if (job.number === null) return;
    job.finished.then(
      (code) => job.markDone(code),
      () => job.markDone(130),
    );
    if (job !== shell.foreground) shell.jobs.report(job);
  });
  finished.catch(() => {});
  try {
    const outcome = await Promise.race([finished, job.stopped]);
    if (typeof outcome === 'number') {
      shell.jobs.remove(job);
      if (shell.interactive && job.interrupted) shell.interrupt();
      return outcome;
    }
    job.foreground = false;
    shell.jobs.add(job);
    shell.takeTerminal();
    await writeText(frame.fds.get(2), `\n${shell.jobs.line(job)}\n`);
    return 128 + signalNumbers[outcome];
  } finally {
    shell.foreground = outer;
  }
}

async function runStages(frame: Frame, job: Job, commands: readonly Command[]): Promise<number> {
  const inside = commands.map((command) => staysInside(frame, command));
  job.mixed = inside.includes(false);
  const statuses: Promise<number>[] = [];
  let input: Description | null = null;
  for (const [index, command] of commands.entries()) {
    const last = index === commands.length - 1;
    const pipe = last ? null : makePipe(frame, inside[index] === true && inside[index + 1] === true);
    const stage = subshell(frame, job);
    const read = input;
    if (read !== null) stage.fds.set(0, read);
    if (pipe !== null) stage.fds.set(1, pipe.write);
    statuses.push(
      runIsolated(stage, command).finally(() => {
        read?.close();
        pipe?.write.close();
      }),
    );
    input = pipe?.read ?? null;
  }
  const codes = await Promise.all(statuses);
  const failed = codes.findLast((code) => code !== 0) ?? 0;
  return frame.state.options.pipefail ? failed : (codes.at(-1) ?? 0);
}

function makePipe(frame: Frame, inMemory: boolean): { read: Description; write: Description } {
  if (inMemory) return memoryPipe();
  const { read, write } = frame.shell.context.sys.pipe();
  return { read: new StreamDescription(read, null), write: new StreamDescription(write, null) };
}

/** Whether a stage surely needs no process of its own. */
function staysInside({ state }: Frame, command: Command): boolean {
  if (command.type !== 'simple') return false;
  const part = command.words[0]?.length === 1 ? command.words[0][0] : undefined;
  if (part?.type !== 'text' || state.functions.has(part.text)) return false;
  return applets.has(part.text) || builtins.has(part.text);
}

/** Runs a command as a subshell would: nothing that it throws leaves it. */
export async function runIsolated(frame: Frame, command: Command): Promise<number> {
  return isolate(frame, () =>
    command.type === 'subshell'
      ? runCommand(frame, { ...command, type: 'group' }, '')
      : runCommand(frame, command, ''),
  );
}

export async function isolate(frame: Frame, body: () => Promise<number>): Promise<number> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof ShellExit) return shellCode(error.status);
    if (error instanceof FunctionReturn) return error.status;
    if (error instanceof LoopJump) return 0;
    if (error instanceof Interrupted) return 130;
    if (error instanceof BrokenPipe) return 141;
    if (!(error instanceof ShellError)) throw error;
    await frame.shell.complain(frame.fds, error.message);
    return error.status;
  } finally {
    await runExitTrap(frame);
  }
}

async function runExitTrap(frame: Frame): Promise<void> {
  const action = frame.state.traps.get('EXIT');
  if (action === undefined || action === '') return;
  frame.state.traps.delete('EXIT');
  await evaluate(frame, action);
}
