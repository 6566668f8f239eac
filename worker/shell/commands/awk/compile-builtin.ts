// The functions that awk has (POSIX XCU, awk: "Functions").

import { apply, applyAll, applyBoth, ready, waiting, type Code } from './code.ts';
import type { ExpressionCompiler } from './compile-expression.ts';
import { compileArray, compilePlace } from './compile-place.ts';
import { isPlace } from './expression-parser.ts';
import { splitText } from './fields.ts';
import { formatText } from './format.ts';
import { failAt } from './lexer.ts';
import { specialSlots } from './names.ts';
import { substitute } from './substitute.ts';
import type { BuiltinName, Expression } from './syntax.ts';
import { charactersBefore, lengthOf, substring } from './text.ts';
import { InputText, numberOf, type Value } from './values.ts';

type Call = Extract<Expression, { readonly type: 'builtin' }>;

/** How many arguments, at least and at most. */
const counts: Readonly<Record<BuiltinName, readonly [number, number]>> = {
  atan2: [2, 2],
  close: [1, 1],
  cos: [1, 1],
  exp: [1, 1],
  fflush: [0, 1],
  gsub: [2, 3],
  index: [2, 2],
  int: [1, 1],
  length: [0, 1],
  log: [1, 1],
  match: [2, 2],
  rand: [0, 0],
  sin: [1, 1],
  split: [2, 3],
  sprintf: [1, Infinity],
  sqrt: [1, 1],
  srand: [0, 1],
  sub: [2, 3],
  substr: [2, 3],
  system: [1, 1],
  tolower: [1, 1],
  toupper: [1, 1],
};

const mathematics: Readonly<Partial<Record<BuiltinName, (value: number) => number>>> = {
  cos: Math.cos,
  exp: Math.exp,
  int: Math.trunc,
  log: Math.log,
  sin: Math.sin,
  sqrt: Math.sqrt,
};

export function compileBuiltin(compiler: ExpressionCompiler, call: Call): Code {
  const { name, line } = call;
  const [least, most] = counts[name];
  const args = call.args.length === 1 && call.args[0]?.type === 'list' ? call.args[0].items : call.args;
  if (args.length < least || args.length > most) failAt(line, `wrong number of arguments in call to ${name}`);
  const { machine } = compiler;
  const { streams, textOf } = machine;
  const text = (index: number): Code<string> => {
    const arg = args[index];
    if (arg === undefined) return ready(() => textOf(machine.record.whole));
    return apply(compiler.value(arg), textOf);
  };
  const number = (index: number, missing: number): Code<number> => {
    const arg = args[index];
    return arg === undefined ? ready(() => missing) : apply(compiler.value(arg), numberOf);
  };
  const calculation = mathematics[name];
  if (calculation !== undefined) return apply(number(0, 0), calculation);
  switch (name) {
    case 'atan2':
      return applyBoth(number(0, 0), number(1, 0), Math.atan2);
    case 'rand':
      return ready(() => machine.random.next());
    case 'srand': {
      const now = args.length === 0;
      return apply(number(0, 0), (seed) => machine.random.seed(now ? Math.trunc(Date.now() / 1000) : seed));
    }
    case 'length': {
      const [arg] = args;
      if (arg?.type === 'variable' && compiler.resolve(arg.name, line).isArray) {
        const array = compileArray(compiler, arg.name, line);
        return ready((locals) => array(locals).elements.size);
      }
      return apply(text(0), lengthOf);
    }
    case 'index':
      return applyBoth(text(0), text(1), (whole, part) => {
        const unit = whole.indexOf(part);
        return unit === -1 ? 0 : charactersBefore(whole, unit) + 1;
      });
    case 'substr':
      return applyBoth(
        applyBoth(text(0), number(1, 1), (whole, start) => ({ whole, start })),
        number(2, Infinity),
        ({ whole, start }, count): Value => substring(whole, start, count),
      );
    case 'tolower':
      return apply(text(0), (whole): Value => whole.toLowerCase());
    case 'toupper':
      return apply(text(0), (whole): Value => whole.toUpperCase());
    case 'sprintf':
      return applyAll(
        args.map((arg) => compiler.value(arg)),
        ([format, ...values]): Value => formatText(textOf(format), values, textOf),
      );
    case 'match':
      return applyBoth(text(0), compiler.regex(args[1] as Expression), (whole, regex): Value => {
        regex.lastIndex = 0;
        const found = regex.exec(whole);
        const start = found === null ? 0 : charactersBefore(whole, found.index) + 1;
        machine.set(specialSlots.RSTART, start);
        machine.set(specialSlots.RLENGTH, found === null ? -1 : lengthOf(found[0]));
        return start;
      });
    case 'split':
      return compileSplit(compiler, args, line);
    case 'sub':
    case 'gsub':
      return compileSubstitution(compiler, args, name === 'gsub');
    case 'system':
      return afterWaiting(text(0), (command) => streams.system(command));
    case 'close':
      return afterWaiting(text(0), (opened) => streams.close(opened));
    case 'fflush':
      return afterWaiting(text(0), async () => {
        await streams.flush();
        return 0;
      });
    default:
      return failAt(line, `${name} is not known`);
  }
}

function afterWaiting(text: Code<string>, use: (text: string) => Promise<number>): Code {
  return waiting(async (locals) => use(await text.run(locals)));
}

function compileSplit(compiler: ExpressionCompiler, args: readonly Expression[], line: number): Code {
  const { machine } = compiler;
  const [subject, target, by] = args as [Expression, Expression, Expression?];
  if (target.type !== 'variable') failAt(line, 'type error in arg(2) in call to split');
  const array = compileArray(compiler, target.name, line);
  const separation =
    by === undefined
      ? ready(() => machine.separation())
      : apply(
          by.type === 'regex' ? compiler.regex(by) : apply(compiler.value(by), machine.textOf),
          (separator: string | RegExp) => ({ separator, newlines: false }),
        );
  return applyBoth(compiler.value(subject), separation, (value, how, locals): Value => {
    const parts = splitText(machine.textOf(value), how);
    const { elements } = array(locals);
    elements.clear();
    for (const [index, part] of parts.entries()) elements.set(String(index + 1), new InputText(part));
    return parts.length;
  });
}

/** Without a target of $0; one that cannot be assigned to is changed for nobody. */
function compileSubstitution(compiler: ExpressionCompiler, args: readonly Expression[], all: boolean): Code {
  const { machine } = compiler;
  const [pattern, replacement, given] = args as [Expression, Expression, Expression?];
  const target = given?.type === 'group' ? given.inner : given;
  const place =
    target === undefined
      ? compilePlace(compiler, { type: 'field', index: { type: 'number', value: 0 } })
      : isPlace(target)
        ? compilePlace(compiler, target)
        : { key: apply(compiler.value(target), machine.textOf), read: (key: Value) => key, write: () => {} };
  const how = applyBoth(
    compiler.regex(pattern),
    apply(compiler.value(replacement), machine.textOf),
    (regex, text) => ({ regex, text }),
  );
  return applyBoth(how, place.key, ({ regex, text }, key, locals): Value => {
    const result = substitute(machine.textOf(place.read(key, locals)), regex, text, all);
    if (result.count > 0) place.write(key, result.text, locals);
    return result.count;
  });
}
