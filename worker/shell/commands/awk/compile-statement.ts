// Statements to code that tells how it ended. Loops wait, so that ^C ends each of them.

import { apply, applyAll, choose, ready, waiting, type Code } from './code.ts';
import type { ExpressionCompiler } from './compile-expression.ts';
import { compileArray, compilePlace, compileSubscript } from './compile-place.ts';
import { formatText } from './format.ts';
import type { Statement } from './syntax.ts';
import { numberOf, type Value } from './values.ts';

/** What comes after a statement where it is not the next one. */
export type Flow = 'break' | 'continue' | 'next' | 'exit' | { readonly returned: Value } | undefined;

type Node<Type extends Statement['type']> = Extract<Statement, { readonly type: Type }>;

const nothing: Code<Flow> = ready(() => undefined);
const always: Code<boolean> = ready(() => true);

export class StatementCompiler {
  readonly #expressions: ExpressionCompiler;

  constructor(expressions: ExpressionCompiler) {
    this.#expressions = expressions;
  }

  statement(statement: Statement): Code<Flow> {
    switch (statement.type) {
      case 'block':
        return block(statement.body.map((inner) => this.statement(inner)));
      case 'expression':
        return apply(this.#expressions.value(statement.expression), (): Flow => undefined);
      case 'print':
      case 'printf':
        return this.#print(statement);
      case 'if':
        return choose(
          this.#expressions.test(statement.test),
          this.statement(statement.then),
          statement.otherwise === null ? nothing : this.statement(statement.otherwise),
        );
      case 'while':
        return this.#loop(this.#expressions.test(statement.test), nothing, this.statement(statement.body));
      case 'do':
        return this.#loop(
          this.#expressions.test(statement.test),
          nothing,
          this.statement(statement.body),
          true,
        );
      case 'for': {
        const { start, test, step, body } = statement;
        const loop = this.#loop(
          test === null ? always : this.#expressions.test(test),
          step === null ? nothing : this.statement(step),
          this.statement(body),
        );
        return start === null ? loop : block([this.statement(start), loop]);
      }
      case 'forIn':
        return this.#forIn(statement);
      case 'delete':
        return this.#delete(statement);
      case 'return': {
        if (statement.value === null) return ready(() => ({ returned: undefined }));
        return apply(this.#expressions.value(statement.value), (returned): Flow => ({ returned }));
      }
      case 'exit': {
        if (statement.value === null) return ready(() => 'exit');
        const { machine } = this.#expressions;
        return apply(this.#expressions.value(statement.value), (code): Flow => {
          machine.exitCode = Math.trunc(numberOf(code)) & 0xff;
          return 'exit';
        });
      }
      case 'next':
      case 'break':
      case 'continue': {
        const flow = statement.type;
        return ready(() => flow);
      }
    }
  }

  #print({ type, args, redirection }: Node<'print' | 'printf'>): Code<Flow> {
    const { machine } = this.#expressions;
    const { streams, textOf } = machine;
    const values = applyAll(
      args.map((arg) => this.#expressions.value(arg)),
      (all) => all,
    );
    const text = apply(values, (all) => {
      if (type === 'printf') return formatText(textOf(all[0]), all.slice(1), textOf);
      const shown = all.length === 0 ? [machine.record.whole] : all;
      return (
        shown.map((value) => machine.printedText(value)).join(machine.special('OFS')) + machine.special('ORS')
      );
    });
    if (redirection === null)
      return apply(text, (shown): Flow => {
        streams.print(shown);
        return undefined;
      });
    const target = this.#expressions.value(redirection.target);
    return waiting(async (locals) => {
      const shown = await text.run(locals);
      await streams.write(redirection.kind, textOf(await target.run(locals)), shown);
      return undefined;
    });
  }

  #loop(test: Code<boolean>, step: Code<Flow>, body: Code<Flow>, bodyFirst = false): Code<Flow> {
    const { machine } = this.#expressions;
    return waiting(async (locals) => {
      for (let first = true; ; first = false) {
        if (!first || !bodyFirst) {
          const goesOn = test.waits ? await test.run(locals) : test.run(locals);
          if (!goesOn) return undefined;
        }
        const flow = body.waits ? await body.run(locals) : body.run(locals);
        if (flow === 'break') return undefined;
        if (flow !== undefined && flow !== 'continue') return flow;
        if (step.waits) await step.run(locals);
        else step.run(locals);
        if (machine.tired) await machine.rest();
      }
    });
  }

  /** Over the elements that there are at the beginning. */
  #forIn({ variable, array: name, body, line }: Node<'forIn'>): Code<Flow> {
    const { machine } = this.#expressions;
    const place = compilePlace(this.#expressions, { type: 'variable', name: variable, line });
    const array = compileArray(this.#expressions, name, line);
    const each = this.statement(body);
    return waiting(async (locals) => {
      for (const key of [...array(locals).elements.keys()]) {
        place.write(0, key, locals);
        const flow = each.waits ? await each.run(locals) : each.run(locals);
        if (flow === 'break') return undefined;
        if (flow !== undefined && flow !== 'continue') return flow;
        if (machine.tired) await machine.rest();
      }
      return undefined;
    });
  }

  #delete({ name, subscripts, line }: Node<'delete'>): Code<Flow> {
    const array = compileArray(this.#expressions, name, line);
    if (subscripts === null)
      return ready((locals) => {
        array(locals).elements.clear();
        return undefined;
      });
    return apply(compileSubscript(this.#expressions, subscripts), (key, locals): Flow => {
      array(locals).elements.delete(key);
      return undefined;
    });
  }
}

function block(codes: readonly Code<Flow>[]): Code<Flow> {
  const [only] = codes;
  if (only !== undefined && codes.length === 1) return only;
  const prompt = codes.filter((code) => !code.waits);
  if (prompt.length === codes.length)
    return ready((locals) => {
      for (const code of prompt) {
        const flow = code.run(locals);
        if (flow !== undefined) return flow;
      }
      return undefined;
    });
  return waiting(async (locals) => {
    for (const code of codes) {
      const flow = code.waits ? await code.run(locals) : code.run(locals);
      if (flow !== undefined) return flow;
    }
    return undefined;
  });
}
