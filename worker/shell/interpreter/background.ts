// `command &`: everything in the background is a process of its own, so that ps, kill and jobs see it. Plain pipelines
// are spawned as they are; anything else runs in another jsh that gets this shell's state and the parsed list.

import { appletNames } from '../commands/names.ts';
import { builtinNames } from '../builtins/names.ts';
import type { AndOr, ListItem, SimpleCommand, Word } from '../parser/ast.ts';
import { shellCode, type ExitStatus } from '../../os/signals.ts';
import { nullDescription, type Description } from '../stream/description.ts';
import { StreamDescription } from '../stream/stream-description.ts';
import { expanderOf } from './expansion.ts';
import { subshell, type Frame } from './frame.ts';
import { Job } from './job.ts';
import { closeAll, redirect } from './redirect.ts';
import { ShellError } from './shell-error.ts';
import { writeText } from './shell.ts';
import { findExecutable, spawnProcess, type ProcessPlan, type Started } from './spawn.ts';

/** argv[1] of a jsh that continues another one's list; argv[2] is the ForkedWork as JSON. */
export const forkedFlag = '--forked';

export interface ForkedWork {
  readonly state: ReturnType<Frame['state']['snapshot']>;
  readonly list: readonly ListItem[];
}

const applets: ReadonlySet<string> = new Set(appletNames);
const builtins: ReadonlySet<string> = new Set(builtinNames);

export async function runBackground(frame: Frame, item: ListItem): Promise<number> {
  const { shell, state } = frame;
  const job = new Job(item.text, false);
  // A script's background command must not eat the script's input (POSIX XCU 2.9.3.1).
  const inner = subshell(frame, job);
  if (!shell.interactive) inner.fds.set(0, nullDescription);
  shell.jobs.add(job);
  try {
    const stages = plainStages(frame, item.andOr);
    const started =
      stages === undefined ? [await fork(inner, item, job)] : await spawnStages(inner, stages, job);
    const last = started.at(-1);
    job.finished = last === undefined ? Promise.resolve(0) : finish(started, last);
  } catch (error) {
    shell.jobs.remove(job);
    if (!(error instanceof ShellError)) throw error;
    await shell.complain(frame.fds, error.message);
    return 0;
  }
  void job.finished.then((code) => {
    job.markDone(code);
    if (shell.foreground !== job) shell.jobs.report(job);
  });
  state.lastBackground = job.lastPid;
  if (shell.interactive)
    await writeText(frame.fds.get(2), `[${String(job.number)}] ${String(job.lastPid)}\n`);
  return 0;
}

async function finish(started: readonly Started[], last: Started): Promise<number> {
  const statuses = await Promise.all(started.map(({ ended }) => ended));
  return shellCode(statuses.at(-1) ?? ((await last.ended) satisfies ExitStatus));
}

/** The stages where each is a program or an applet with words that run nothing when expanded. */
function plainStages({ state }: Frame, andOr: AndOr): readonly SimpleCommand[] | undefined {
  if (andOr.rest.length > 0 || andOr.first.negated || andOr.first.timed !== false) return undefined;
  const stages: SimpleCommand[] = [];
  for (const command of andOr.first.commands) {
    if (command.type !== 'simple') return undefined;
    const part = command.words[0]?.length === 1 ? command.words[0][0] : undefined;
    if (part?.type !== 'text' || builtins.has(part.text) || state.functions.has(part.text)) return undefined;
    const words = [...command.words, ...command.assignments.map(({ value }) => value)];
    if (words.some(runsCommands) || command.redirections.some(({ target }) => runsCommands(target)))
      return undefined;
    stages.push(command);
  }
  return stages;
}

function runsCommands(word: Word): boolean {
  return word.some(
    (part) =>
      part.type === 'command' ||
      part.type === 'process' ||
      (part.type === 'quotes' && runsCommands(part.parts)) ||
      (part.type === 'arithmetic' && runsCommands(part.expression)) ||
      (part.type === 'parameter' && (part.operation !== null || part.subscript !== undefined)),
  );
}

async function spawnStages(frame: Frame, stages: readonly SimpleCommand[], job: Job): Promise<Started[]> {
  const started: Started[] = [];
  let input: Description | null = null;
  for (const [index, stage] of stages.entries()) {
    const pipe = index === stages.length - 1 ? null : frame.shell.context.sys.pipe();
    const inner = subshell(frame, job);
    if (input !== null) inner.fds.set(0, input);
    const write = pipe === null ? null : new StreamDescription(pipe.write, null);
    if (write !== null) inner.fds.set(1, write);
    try {
      started.push(await spawnStage(inner, stage, job));
    } finally {
      write?.close();
      input?.close();
    }
    input = pipe === null ? null : new StreamDescription(pipe.read, null);
  }
  return started;
}

async function spawnStage(frame: Frame, stage: SimpleCommand, job: Job): Promise<Started> {
  const expander = expanderOf(frame);
  const argv = await expander.fields(stage.words);
  const env = frame.state.variables.environment();
  for (const { name, value } of stage.assignments) env[name] = await expander.assignment(value);
  const { fds, opened } = await redirect(frame, stage.redirections);
  const plan: ProcessPlan = applets.has(argv[0] ?? '')
    ? { program: 'jsh', argv, env }
    : { ...findExecutable(frame, argv, env['PATH']), env, title: argv.join(' ') };
  const started = await spawnProcess({ ...frame, fds }, plan, job);
  void started.ended.then(() => closeAll(opened));
  return started;
}

async function fork(frame: Frame, item: ListItem, job: Job): Promise<Started> {
  const work: ForkedWork = { state: frame.state.snapshot(), list: [{ ...item, background: false }] };
  const env = frame.state.variables.environment();
  const argv = ['jsh', forkedFlag, JSON.stringify(work)];
  return spawnProcess(frame, { program: 'jsh', argv, env, title: `jsh -c ${item.text}` }, job);
}
