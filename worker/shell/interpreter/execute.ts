// Lists, and-or lists and the dispatch to each kind of command (POSIX XCU 2.9.3).

import type { AndOr, Command, List } from '../parser/ast.ts';
import { breathe } from '../stream/breathe.ts';
import { evaluate } from './evaluate.ts';
import { runBackground } from './background.ts';
import { runCompound } from './compound.ts';
import { ShellExit } from './flow.ts';
import type { Frame } from './frame.ts';
import { runPipeline } from './pipeline.ts';
import { runSimple } from './simple.ts';

export async function runList(frame: Frame, list: List): Promise<number> {
  for (const item of list) {
    frame.state.status = item.background
      ? await runBackground(frame, item)
      : await runAndOr(frame, item.andOr, item.text);
  }
  return frame.state.status;
}

async function runAndOr(frame: Frame, andOr: AndOr, text: string): Promise<number> {
  const { state } = frame;
  const all = [{ operator: null, pipeline: andOr.first }, ...andOr.rest];
  // `set -e` looks at the last pipeline alone; those before it are tests.
  let decided = false;
  for (const [index, { operator, pipeline }] of all.entries()) {
    if (operator !== null && (operator === '&&') !== (state.status === 0)) {
      decided = false;
      continue;
    }
    const last = index === all.length - 1;
    const inner = last ? frame : { ...frame, tested: true };
    await checkpoint(frame);
    state.status = await runPipeline(inner, pipeline, text);
    decided = last && !pipeline.negated;
  }
  if (decided && state.status !== 0 && state.options.errexit && !frame.tested)
    throw ShellExit.code(state.status);
  return state.status;
}

/** Between two commands: signals come in, traps run, ^C unwinds. */
async function checkpoint(frame: Frame): Promise<void> {
  const { shell } = frame;
  await breathe();
  shell.checkInterrupted();
  if (shell.dying !== null) throw new ShellExit({ kind: 'signaled', signal: shell.dying });
  await runPendingTraps(frame);
}

export async function runPendingTraps(frame: Frame): Promise<void> {
  const { shell, state } = frame;
  while (shell.pendingTraps.length > 0) {
    const action = state.traps.get(shell.pendingTraps.shift() ?? '');
    if (action === undefined || action === '') continue;
    const { status } = state;
    await evaluate(frame, action);
    state.status = status;
  }
}

export async function runCommand(frame: Frame, command: Command, text: string): Promise<number> {
  switch (command.type) {
    case 'simple':
      return runSimple(frame, command, text);
    case 'function':
      frame.state.functions.set(command.name, command.body);
      return 0;
    default:
      return runCompound(frame, command);
  }
}
