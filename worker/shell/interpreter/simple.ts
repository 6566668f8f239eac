// Simple commands (POSIX XCU 2.9.1): expansion, assignments, redirections, then a builtin, function, applet or program.

import { appletNames } from '../commands/names.ts';
import { specialBuiltins, transparentBuiltins } from '../builtins/names.ts';
import { findBuiltin } from '../builtins/registry.ts';
import type { Assignment, Command, SimpleCommand } from '../parser/ast.ts';
import { shellCode, type ExitStatus } from '../../os/signals.ts';
import { runApplet } from './applet-process.ts';
import { runCommand } from './execute.ts';
import { expanderOf } from './expansion.ts';
import { FunctionReturn, ShellExit } from './flow.ts';
import type { Frame } from './frame.ts';
import type { Job } from './job.ts';
import { signalTexts } from './job-table.ts';
import { inJob } from './pipeline.ts';
import { Connections } from './process-substitution.ts';
import { closeAll, redirect } from './redirect.ts';
import { ShellError } from './shell-error.ts';
import { endOf, writeText } from './shell.ts';
import { findExecutable, spawnProcess } from './spawn.ts';
import { ReadonlyVariable } from './variables.ts';

const applets: ReadonlySet<string> = new Set(appletNames);

/** Their arguments `name=value` are assignments: not split, not globbed (POSIX.1-2024, "declaration utility"). */
const declarations = new Set(['export', 'readonly', 'local', 'declare', 'typeset', 'alias']);

/** They read keys whatever their input is. */
const pagers: ReadonlySet<string> = new Set(['less', 'more']);

/** Far beyond any script's need, and before a worker's stack and memory give out. */
const maxFunctionDepth = 1000;

/** What a command line came to, after expansion. */
interface Prepared {
  readonly argv: readonly string[];
  readonly assigned: Readonly<Record<string, string>>;
}

export async function runSimple(frame: Frame, command: SimpleCommand, text: string): Promise<number> {
  try {
    const name = literalName(command);
    // These run commands of their own, which are jobs of their own.
    const transparent =
      name !== undefined && (frame.state.functions.has(name) || transparentBuiltins.has(name));
    if (transparent) return await runWith(frame, command, null);
    return await inJob(frame, text, (job) => runWith({ ...frame, job }, command, job));
  } catch (error) {
    if (error instanceof ReadonlyVariable) throw new ShellError(error.message, 2, true);
    if (error instanceof ShellError && !(error.fatal && !frame.shell.interactive)) {
      // An expansion error ends an interactive line, and a script as a whole; other errors only the command.
      if (error.fatal) throw error;
      await frame.shell.complain(frame.fds, error.message);
      return error.status;
    }
    throw error;
  }
}

async function runWith(frame: Frame, command: SimpleCommand, job: Job | null): Promise<number> {
  const connections = new Connections();
  try {
    const expander = expanderOf(frame, connections);
    frame.state.substitutionStatus = null;
    const argv = await expander.fields(command.words, declarations.has(literalName(command) ?? ''));
    return await runExpanded({ ...frame, fds: connections.fdsOf(frame) }, command, argv, job);
  } finally {
    connections.close();
  }
}

async function runExpanded(
  frame: Frame,
  command: SimpleCommand,
  argv: readonly string[],
  job: Job | null,
): Promise<number> {
  const { state } = frame;
  const expander = expanderOf(frame);
  if (argv.length === 0) {
    const { opened } = await redirect(frame, command.redirections);
    closeAll(opened);
    for (const assignment of command.assignments) await assign(frame, assignment);
    if (state.options.xtrace && command.assignments.length > 0) {
      await trace(
        frame,
        command.assignments.map(({ name }) => `${name}=${state.variables.get(name) ?? ''}`),
      );
    }
    return state.substitutionStatus ?? 0;
  }
  const assigned: Record<string, string> = {};
  for (const assignment of command.assignments) {
    const value = await expander.assignment(assignment.value);
    assigned[assignment.name] = assignment.append
      ? (state.variables.get(assignment.name) ?? '') + value
      : value;
  }
  if (state.options.xtrace)
    await trace(frame, [...Object.entries(assigned).map(([name, value]) => `${name}=${value}`), ...argv]);
  if (argv[0] === 'exec') return runExec(frame, command, { argv: argv.slice(1), assigned }, job);
  const { fds, opened } = await redirect(frame, command.redirections);
  try {
    return await dispatch({ ...frame, fds }, { argv, assigned }, job);
  } catch (error) {
    if (!(error instanceof ShellError) || error.fatal) throw error;
    // `nosuch 2>/dev/null` says nothing: the message goes where the command's would.
    await frame.shell.complain(fds, error.message);
    return error.status;
  } finally {
    closeAll(opened);
  }
}

async function trace(frame: Frame, words: readonly string[]): Promise<void> {
  await writeText(frame.fds.get(2), `${frame.state.variables.get('PS4') ?? '+ '}${words.join(' ')}\n`);
}

async function dispatch(frame: Frame, prepared: Prepared, job: Job | null): Promise<number> {
  const [name = '', ...args] = prepared.argv;
  const { state } = frame;
  const special = specialBuiltins.has(name);
  const body = special ? undefined : state.functions.get(name);
  if (body !== undefined) return callFunction(frame, body, prepared);
  const builtin = findBuiltin(name);
  if (builtin !== undefined) {
    if (special) {
      for (const [variable, value] of Object.entries(prepared.assigned)) state.variables.set(variable, value);
      return builtin(frame, args);
    }
    return withTemporary(frame, prepared.assigned, () => builtin(frame, args));
  }
  return runProgram(frame, prepared, job);
}

/** Runs what is neither function nor builtin: an applet inside jsh, or a process. */
export async function runProgram(
  frame: Frame,
  { argv, assigned }: Prepared,
  job: Job | null,
): Promise<number> {
  if (job === null)
    return inJob(frame, argv.join(' '), (own) => runProgram({ ...frame, job: own }, { argv, assigned }, own));
  const { shell, state } = frame;
  const name = argv[0] ?? '';
  const environment = (): Record<string, string> => ({ ...state.variables.environment(), ...assigned });
  if (applets.has(name)) {
    const readsTerminal =
      job.mixed && shell.interactive && (frame.fds.get(0)?.tty !== undefined || pagers.has(name));
    if (!readsTerminal) return runApplet(frame, argv, environment, job.control);
    const { ended } = await spawnProcess(frame, { program: 'jsh', argv, env: environment() }, job);
    return reportDeath(frame, await ended);
  }
  const env = environment();
  const executable = findExecutable(frame, argv, env['PATH']);
  const { ended } = await spawnProcess(frame, { ...executable, env, title: argv.join(' ') }, job);
  const status = await ended;
  if (status.kind === 'signaled' && shell.dying === status.signal) throw new ShellExit(status);
  return reportDeath(frame, status);
}

/** The code of a process; of one that died of a signal the user is told, as by every shell, unless it was ^C's or a pipe's. */
async function reportDeath({ shell }: Frame, status: ExitStatus): Promise<number> {
  shell.lastDeath = status.kind === 'signaled' ? status.signal : null;
  if (status.kind === 'signaled' && shell.interactive && !['SIGINT', 'SIGPIPE'].includes(status.signal))
    await writeText(shell.initial.get(2), `${signalTexts[status.signal] ?? status.signal}\n`);
  return shellCode(status);
}

/** `exec`: without a command its redirections stay; with one the shell ends as the command does. */
async function runExec(
  frame: Frame,
  command: SimpleCommand,
  prepared: Prepared,
  job: Job | null,
): Promise<number> {
  const { fds } = await redirect(frame, command.redirections);
  if (prepared.argv.length === 0) {
    frame.fds.clear();
    for (const [fd, description] of fds) frame.fds.set(fd, description);
    return 0;
  }
  const inner = { ...frame, fds };
  try {
    const code = await inJob(inner, prepared.argv.join(' '), (own) =>
      runProgram({ ...inner, job: own }, prepared, job ?? own),
    );
    throw new ShellExit(endOf(frame.shell, code));
  } catch (error) {
    if (!(error instanceof ShellError) || frame.shell.interactive) throw error;
    throw new ShellError(error.message, error.status, true);
  }
}

export async function callFunction(
  frame: Frame,
  body: Command,
  { argv, assigned }: Prepared,
): Promise<number> {
  const { state } = frame;
  const { positional, loopDepth } = state;
  if (state.functionDepth >= maxFunctionDepth)
    throw new ShellError('maximum function nesting level exceeded', 1, true);
  state.positional = argv.slice(1);
  state.functionDepth += 1;
  state.loopDepth = 0;
  state.variables.pushScope();
  try {
    for (const [name, value] of Object.entries(assigned)) {
      state.variables.declareLocal(name, value);
      state.variables.declare(name, { exported: true });
    }
    return await runCommand(frame, body, argv.join(' '));
  } catch (error) {
    if (error instanceof FunctionReturn) return error.status;
    throw error;
  } finally {
    state.variables.popScope();
    state.positional = positional;
    state.functionDepth -= 1;
    state.loopDepth = loopDepth;
  }
}

async function withTemporary(
  frame: Frame,
  assigned: Readonly<Record<string, string>>,
  body: () => Promise<number>,
): Promise<number> {
  const { variables } = frame.state;
  const saved = Object.keys(assigned).map((name) => [name, variables.find(name)] as const);
  for (const [name, value] of Object.entries(assigned)) variables.set(name, value, true);
  try {
    return await body();
  } finally {
    for (const [name, old] of saved) {
      if (old === undefined) variables.unset(name);
      else variables.declare(name, old);
    }
  }
}

async function assign(frame: Frame, assignment: Assignment): Promise<void> {
  const { state } = frame;
  const value = await expanderOf(frame).assignment(assignment.value);
  const old = assignment.append ? (state.variables.get(assignment.name) ?? '') : '';
  state.variables.set(assignment.name, old + value, state.options.allexport);
}

function literalName(command: SimpleCommand): string | undefined {
  const part = command.words[0]?.length === 1 ? command.words[0][0] : undefined;
  return part?.type === 'text' ? part.text : undefined;
}
