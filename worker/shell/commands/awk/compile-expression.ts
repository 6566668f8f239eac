// Expressions to code (code.ts). One compiler a function, and one for all that is outside.

import { apply, applyAll, applyBoth, choose, ready, waiting, type Code, type Locals } from './code.ts';
import { compileBuiltin } from './compile-builtin.ts';
import { compileArray, compilePlace, compileSubscript } from './compile-place.ts';
import { failAt } from './lexer.ts';
import type { Machine } from './machine.ts';
import { specialSlots, type Names, type ResolvedName } from './names.ts';
import { awkRegex, matches } from './regex.ts';
import type { ArithmeticOperator, Expression, Program } from './syntax.ts';
import { AwkArray, compare, InputText, isTrue, numberOf, type Value } from './values.ts';

type Node<Type extends Expression['type']> = Extract<Expression, { readonly type: Type }>;

/** The bodies of the functions; filled once all are compiled, as they call each other. */
export type FunctionBodies = Map<string, Code>;

export class ExpressionCompiler {
  readonly machine: Machine;
  readonly #names: Names;
  readonly #program: Program;
  readonly #bodies: FunctionBodies;
  readonly #functionName: string | null;

  constructor(
    { machine, names, program }: { machine: Machine; names: Names; program: Program },
    bodies: FunctionBodies,
    functionName: string | null,
  ) {
    this.machine = machine;
    this.#names = names;
    this.#program = program;
    this.#bodies = bodies;
    this.#functionName = functionName;
  }

  resolve(name: string, line: number): ResolvedName {
    return this.#names.resolve(name, this.#functionName, line);
  }

  value(expression: Expression): Code {
    switch (expression.type) {
      case 'number':
      case 'string': {
        const { value } = expression;
        return ready(() => value);
      }
      case 'group':
        return this.value(expression.inner);
      case 'list':
        return failAt(expression.line, 'syntax error at or near ,');
      case 'variable':
      case 'element':
      case 'field': {
        const place = compilePlace(this, expression);
        return apply(place.key, place.read);
      }
      case 'assign':
        return this.#assign(expression);
      case 'increment':
        return this.#increment(expression);
      case 'conditional':
        return choose(
          this.test(expression.test),
          this.value(expression.then),
          this.value(expression.otherwise),
        );
      case 'concatenate': {
        const { textOf } = this.machine;
        return applyBoth(
          this.value(expression.left),
          this.value(expression.right),
          (left, right): Value => textOf(left) + textOf(right),
        );
      }
      case 'arithmetic': {
        const { operator, line } = expression;
        return applyBoth(this.value(expression.left), this.value(expression.right), (left, right): Value =>
          calculate(operator, numberOf(left), numberOf(right), line),
        );
      }
      case 'unary': {
        if (expression.operator === '!') return apply(this.test(expression), Number);
        const sign = expression.operator === '-' ? -1 : 1;
        return apply(this.value(expression.operand), (value): Value => sign * numberOf(value));
      }
      case 'regex':
      case 'and':
      case 'or':
      case 'match':
      case 'compare':
      case 'in':
        return apply(this.test(expression), Number);
      case 'call':
        return this.#call(expression);
      case 'builtin':
        return compileBuiltin(this, expression);
      case 'getline':
        return this.#getline(expression);
    }
  }

  /** As a condition. */
  test(expression: Expression): Code<boolean> {
    const { machine } = this;
    switch (expression.type) {
      case 'group':
        return this.test(expression.inner);
      case 'regex': {
        const regex = awkRegex(expression.source);
        return ready(() => matches(regex, machine.textOf(machine.record.whole)));
      }
      case 'and':
        return choose(
          this.test(expression.left),
          this.test(expression.right),
          ready(() => false),
        );
      case 'or':
        return choose(
          this.test(expression.left),
          ready(() => true),
          this.test(expression.right),
        );
      case 'match': {
        const { negated } = expression;
        return applyBoth(
          this.value(expression.left),
          this.regex(expression.right),
          (text, regex) => matches(regex, machine.textOf(text)) !== negated,
        );
      }
      case 'compare':
        return this.#compare(expression);
      case 'in': {
        const array = compileArray(this, expression.name, expression.line);
        return apply(compileSubscript(this, expression.subscripts), (key, locals) =>
          array(locals).elements.has(key),
        );
      }
      case 'unary':
        if (expression.operator === '!') return apply(this.test(expression.operand), (value) => !value);
        return apply(this.value(expression), isTrue);
      default:
        return apply(this.value(expression), isTrue);
    }
  }

  /** Where a regular expression is wanted: a literal is itself there, not a match. */
  regex(expression: Expression): Code<RegExp> {
    if (expression.type === 'group') return this.regex(expression.inner);
    if (expression.type !== 'regex')
      return apply(this.value(expression), (value) => this.machine.regexOf(value));
    const regex = awkRegex(expression.source);
    return ready(() => regex);
  }

  #compare({ operator, left, right }: Node<'compare'>): Code<boolean> {
    const { textOf } = this.machine;
    const holds: (order: number) => boolean = {
      '<': (order: number) => order < 0,
      '<=': (order: number) => order <= 0,
      '==': (order: number) => order === 0,
      '!=': (order: number) => order !== 0,
      '>': (order: number) => order > 0,
      '>=': (order: number) => order >= 0,
    }[operator];
    return applyBoth(this.value(left), this.value(right), (a, b) => holds(compare(a, b, textOf)));
  }

  #assign({ operator, target, value, line }: Node<'assign'>): Code {
    const place = compilePlace(this, target);
    return applyBoth(place.key, this.value(value), (key, given, locals): Value => {
      const result =
        operator === null
          ? given
          : calculate(operator, numberOf(place.read(key, locals)), numberOf(given), line);
      place.write(key, result, locals);
      return result;
    });
  }

  #increment({ target, by, prefix }: Node<'increment'>): Code {
    const place = compilePlace(this, target);
    return apply(place.key, (key, locals): Value => {
      const before = numberOf(place.read(key, locals));
      place.write(key, before + by, locals);
      return prefix ? before + by : before;
    });
  }

  #call({ name, args, line }: Node<'call'>): Code {
    const definition = this.#program.functions.get(name);
    if (definition === undefined) return failAt(line, `function ${name} never defined`);
    const { parameters } = definition;
    if (args.length > parameters.length) failAt(line, `too many arguments in call to ${name}`);
    const codes = parameters.map((_, index): Code<Value | AwkArray> => {
      const arg = args[index];
      if (!this.#names.isArrayParameter(name, index))
        return arg === undefined ? ready(() => undefined) : this.value(arg);
      if (arg === undefined) return ready(() => new AwkArray());
      if (arg.type !== 'variable')
        return failAt(line, `type error in arg(${String(index + 1)}) in call to ${name}`);
      return ready(compileArray(this, arg.name, arg.line));
    });
    const given = applyAll(codes, (values): Locals => [...values]);
    const bodies = this.#bodies;
    if (this.#names.waits(name))
      return waiting(async (locals) => bodies.get(name)?.run(await given.run(locals)));
    return apply(given, (own) => bodies.get(name)?.run(own) as Value);
  }

  #getline({ target, source }: Node<'getline'>): Code {
    const { machine } = this;
    const { streams } = machine;
    const place = target === null ? null : compilePlace(this, target);
    const separator = (): string => machine.special('RS');
    const read: (locals: Locals) => Promise<string | null | undefined> = (() => {
      if (source.type === 'main') return () => machine.input.next();
      if (source.type === 'file') {
        const name = this.value(source.name);
        return async (locals) => {
          const records = streams.fileRecords(machine.textOf(await name.run(locals)));
          return records === undefined ? undefined : streams.next(records, separator());
        };
      }
      const command = this.value(source.command);
      return async (locals) => {
        const records = await streams.commandRecords(machine.textOf(await command.run(locals)));
        const record = await streams.next(records, separator());
        if (record !== null) machine.set(specialSlots.NR, numberOf(machine.get(specialSlots.NR)) + 1);
        return record;
      };
    })();
    return waiting(async (locals) => {
      const record = await read(locals);
      if (record === undefined) return -1;
      if (record === null) return 0;
      if (place === null) machine.record.setWhole(record);
      else place.write(await place.key.run(locals), new InputText(record), locals);
      return 1;
    });
  }
}

function calculate(operator: ArithmeticOperator, left: number, right: number, line: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
    case '%':
      if (right === 0) failAt(line, operator === '/' ? 'division by zero' : 'division by zero in %');
      return operator === '/' ? left / right : left % right;
    case '^':
      return left ** right;
  }
}
