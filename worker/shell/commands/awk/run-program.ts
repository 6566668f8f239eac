// Runs a program: BEGIN, each record through the rules, END (POSIX XCU, awk: "Overall Program Structure").

import { Failure, type AppletContext } from '../applet.ts';
import { apply, choose, ready, waiting, type Code } from './code.ts';
import { ExpressionCompiler, type FunctionBodies } from './compile-expression.ts';
import { StatementCompiler, type Flow } from './compile-statement.ts';
import { Machine } from './machine.ts';
import { Names, specialSlots } from './names.ts';
import { parseProgram } from './parser.ts';
import type { Expression, Rule } from './syntax.ts';
import { InputText, type Value } from './values.ts';

export interface ProgramInput {
  readonly source: string;
  /** ARGV from 1 on. */
  readonly operands: readonly string[];
  /** -v and -F, in order, escapes expanded. */
  readonly variables: readonly (readonly [name: string, text: string])[];
}

/** `next` and `exit` in a function: they leave whatever called it. */
class Leave extends Error {
  constructor(readonly flow: 'next' | 'exit') {
    super(flow);
  }
}

export async function runAwk(context: AppletContext, input: ProgramInput): Promise<number> {
  const program = parseProgram(input.source);
  const names = new Names(program);
  const machine = new Machine(context, names);
  const compilation = { machine, names, program };
  const bodies: FunctionBodies = new Map();
  const compilers = (functionName: string | null) => {
    const expressions = new ExpressionCompiler(compilation, bodies, functionName);
    return { expressions, statements: new StatementCompiler(expressions) };
  };
  for (const { name, body } of program.functions.values())
    bodies.set(name, apply(compilers(name).statements.statement(body), returnedValue));
  const { expressions, statements } = compilers(null);
  const compiled = program.rules.map((rule) => ({
    kind: rule.pattern.type,
    code: compileRule(rule, expressions, statements),
  }));
  const of = (kind: 'begin' | 'end'): Code<Flow>[] =>
    compiled.filter((rule) => rule.kind === kind).map(({ code }) => code);
  const main = compiled.filter(({ kind }) => kind !== 'begin' && kind !== 'end').map(({ code }) => code);
  setUp(machine, input);
  try {
    const flow = await runAll(of('begin'));
    if (flow !== 'exit' && main.length + of('end').length > 0) await runRecords(machine, main);
    // Also after an exit; only one in END is the end.
    await runAll(of('end'));
    return machine.exitCode;
  } catch (error) {
    if (error instanceof RangeError) throw new Failure('function calls are nested too deeply', 2);
    throw error;
  } finally {
    await machine.streams.drain();
    await context.stdout.flush();
    await machine.streams.closeAll();
  }
}

function setUp(machine: Machine, { operands, variables }: ProgramInput): void {
  const { context } = machine;
  const argv = machine.array(specialSlots.ARGV).elements;
  for (const [index, text] of [context.name, ...operands].entries())
    argv.set(String(index), new InputText(text));
  machine.set(specialSlots.ARGC, argv.size);
  const environment = machine.array(specialSlots.ENVIRON).elements;
  for (const [name, text] of Object.entries(context.env)) environment.set(name, new InputText(text));
  for (const [name, text] of variables)
    if (!machine.assign(name, text)) throw new Failure(`cannot assign to array ${name}`, 2);
}

async function runRecords(machine: Machine, rules: readonly Code<Flow>[]): Promise<void> {
  for (;;) {
    const record = machine.input.takeReady() ?? (await machine.input.next());
    if (record === null) return;
    machine.record.setWhole(record);
    if ((await runAll(rules)) === 'exit') return;
    if (machine.tired) await machine.rest();
  }
}

async function runAll(codes: readonly Code<Flow>[]): Promise<'next' | 'exit' | undefined> {
  try {
    for (const code of codes) {
      const flow = code.waits ? await code.run([]) : code.run([]);
      if (flow === 'next' || flow === 'exit') return flow;
    }
    return undefined;
  } catch (error) {
    if (error instanceof Leave) return error.flow;
    throw error;
  }
}

function returnedValue(flow: Flow): Value {
  if (flow === 'next' || flow === 'exit') throw new Leave(flow);
  return typeof flow === 'object' ? flow.returned : undefined;
}

function compileRule(
  { pattern, action }: Rule,
  expressions: ExpressionCompiler,
  statements: StatementCompiler,
): Code<Flow> {
  const body = statements.statement(action ?? { type: 'print', args: [], redirection: null });
  switch (pattern.type) {
    case 'begin':
    case 'end':
    case 'always':
      return body;
    case 'when':
      return choose(
        expressions.test(pattern.test),
        body,
        ready(() => undefined),
      );
    case 'range':
      return choose(
        compileRange(pattern, expressions),
        body,
        ready(() => undefined),
      );
  }
}

/** From a record that the first pattern selects to one that the last one does, which may be the same. */
function compileRange(
  { first, last }: { readonly first: Expression; readonly last: Expression },
  expressions: ExpressionCompiler,
): Code<boolean> {
  const [begins, ends] = [expressions.test(first), expressions.test(last)];
  let inside = false;
  if (begins.waits || ends.waits)
    return waiting(async (locals) => {
      if (!inside && !(await begins.run(locals))) return false;
      inside = !(await ends.run(locals));
      return true;
    });
  return ready((locals) => {
    if (!inside && !begins.run(locals)) return false;
    inside = !ends.run(locals);
    return true;
  });
}
