// Compound commands (POSIX XCU 2.9.4).

import { compilePattern } from '../expand/pattern.ts';
import type { CompoundCommand, List } from '../parser/ast.ts';
import { evaluateConditional } from './conditional.ts';
import { runList } from './execute.ts';
import { expanderOf } from './expansion.ts';
import { LoopJump } from './flow.ts';
import { subshell, type Frame } from './frame.ts';
import { isolate } from './pipeline.ts';
import { closeAll, redirect } from './redirect.ts';
import { ShellError } from './shell-error.ts';

export async function runCompound(outer: Frame, command: CompoundCommand): Promise<number> {
  const { fds, opened } = await redirectOrComplain(outer, command);
  if (fds === undefined) return 1;
  const frame = { ...outer, fds };
  try {
    return await run(frame, command);
  } finally {
    closeAll(opened);
  }
}

async function redirectOrComplain(
  frame: Frame,
  command: CompoundCommand,
): Promise<{ fds: Frame['fds'] | undefined; opened: Awaited<ReturnType<typeof redirect>>['opened'] }> {
  try {
    return await redirect(frame, command.redirections);
  } catch (error) {
    if (!(error instanceof ShellError) || error.fatal) throw error;
    await frame.shell.complain(frame.fds, error.message);
    return { fds: undefined, opened: [] };
  }
}

async function run(frame: Frame, command: CompoundCommand): Promise<number> {
  const { state } = frame;
  const expander = expanderOf(frame);
  switch (command.type) {
    case 'group':
      return runList(frame, command.body);
    case 'subshell': {
      const inner = subshell(frame);
      return isolate(inner, () => runList(inner, command.body));
    }
    case 'if':
      for (const { condition, body } of command.clauses) {
        if ((await test(frame, condition)) === 0) return runList(frame, body);
      }
      state.status = 0;
      return command.otherwise === null ? 0 : runList(frame, command.otherwise);
    case 'while':
    case 'until': {
      const wanted = command.type === 'while';
      let result = 0;
      await loop(frame, async (turn) => {
        if (((await test(frame, command.condition)) === 0) !== wanted) return false;
        await turn(async () => {
          result = await runList(frame, command.body);
        });
        return true;
      });
      return result;
    }
    case 'for': {
      const values = command.words === null ? state.positional : await expander.fields(command.words);
      const rest = [...values];
      state.status = 0;
      await loop(frame, async (turn) => {
        const value = rest.shift();
        if (value === undefined) return false;
        state.variables.set(command.name, value);
        await turn(() => runList(frame, command.body));
        return true;
      });
      return state.status;
    }
    case 'arithmeticFor': {
      await expander.arithmetic(command.start);
      state.status = 0;
      let first = true;
      await loop(frame, async (turn) => {
        if (!first) await expander.arithmetic(command.step);
        first = false;
        const empty = command.condition.length === 0;
        if (!empty && (await expander.arithmetic(command.condition)) === 0n) return false;
        await turn(() => runList(frame, command.body));
        return true;
      });
      return state.status;
    }
    case 'case':
      return runCase(frame, command);
    case 'conditional':
      return (await evaluateConditional(frame, command.expression)) ? 0 : 1;
    case 'arithmetic':
      return (await expander.arithmetic(command.expression)) === 0n ? 1 : 0;
  }
}

async function test(frame: Frame, condition: List): Promise<number> {
  return runList({ ...frame, tested: true }, condition);
}

/** Runs turns until one says false; `break` and `continue` of any depth end where they should. */
async function loop(
  { state, shell }: Frame,
  step: (turn: (body: () => Promise<unknown>) => Promise<void>) => Promise<boolean>,
): Promise<void> {
  state.loopDepth += 1;
  try {
    // A stopped job ends the loops that it ran in, as in bash: the rest would run at once.
    while (await step(async (body) => guardTurn(body)));
  } catch (error) {
    if (!(error instanceof LoopJump)) throw error;
    error.levels -= 1;
    if (error.levels > 0 && state.loopDepth > 1) throw error;
    state.status = 0;
  } finally {
    state.loopDepth -= 1;
    shell.checkInterrupted();
  }
}

async function guardTurn(body: () => Promise<unknown>): Promise<void> {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof LoopJump) || error.kind !== 'continue' || error.levels > 1) throw error;
  }
}

async function runCase(frame: Frame, command: Extract<CompoundCommand, { type: 'case' }>): Promise<number> {
  const expander = expanderOf(frame);
  const subject = await expander.text(command.subject);
  frame.state.status = 0;
  let falls = false;
  for (const { patterns, body, end } of command.items) {
    let matches = falls;
    for (const pattern of patterns) matches ||= compilePattern(await expander.pattern(pattern)).test(subject);
    if (!matches) continue;
    await runList(frame, body);
    if (end === ';;') break;
    falls = end === ';&';
  }
  return frame.state.status;
}
