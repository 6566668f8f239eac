// Rules, functions and statements (POSIX XCU, awk: "Grammar").

import { ExpressionParser } from './expression-parser.ts';
import { failAt, tokenize } from './lexer.ts';
import type {
  Expression,
  FunctionDefinition,
  Pattern,
  Program,
  Redirection,
  Rule,
  Statement,
} from './syntax.ts';
import { TokenStream } from './token-stream.ts';

export function parseProgram(source: string): Program {
  return new Parser(source).program();
}

class Parser {
  readonly #tokens: TokenStream;
  readonly #expressions: ExpressionParser;
  #loops = 0;
  #inFunction = false;
  /** BEGIN and END: there is no record to leave. */
  #withoutRecord = false;

  constructor(source: string) {
    this.#tokens = new TokenStream(tokenize(source));
    this.#expressions = new ExpressionParser(this.#tokens);
  }

  program(): Program {
    const rules: Rule[] = [];
    const functions = new Map<string, FunctionDefinition>();
    this.#tokens.skipTerminators();
    while (this.#tokens.peek().type !== 'end') {
      if (this.#tokens.is('function') || this.#tokens.is('func')) {
        const definition = this.#function();
        if (functions.has(definition.name))
          failAt(definition.line, `function ${definition.name} is defined twice`);
        functions.set(definition.name, definition);
      } else rules.push(this.#rule());
      this.#tokens.skipTerminators();
    }
    return { rules, functions };
  }

  #rule(): Rule {
    const pattern = this.#pattern();
    this.#withoutRecord = pattern.type === 'begin' || pattern.type === 'end';
    if (this.#tokens.is('{')) return { pattern, action: this.#block() };
    const { type } = this.#tokens.peek();
    if (this.#withoutRecord || (type !== 'newline' && !this.#tokens.is(';'))) this.#tokens.unexpected();
    return { pattern, action: null };
  }

  #pattern(): Pattern {
    if (this.#tokens.takeIf('BEGIN')) return { type: 'begin' };
    if (this.#tokens.takeIf('END')) return { type: 'end' };
    if (this.#tokens.is('{')) return { type: 'always' };
    const first = this.#expressions.expression();
    if (!this.#tokens.takeIf(',')) return { type: 'when', test: first };
    this.#tokens.skipNewlines();
    return { type: 'range', first, last: this.#expressions.expression() };
  }

  #function(): FunctionDefinition {
    const { line } = this.#tokens.take();
    const { type, text: name } = this.#tokens.peek();
    if (type !== 'name' && type !== 'callee') this.#tokens.unexpected();
    this.#tokens.take();
    this.#tokens.expect('(');
    const parameters: string[] = [];
    while (!this.#tokens.takeIf(')')) {
      if (parameters.length > 0) {
        this.#tokens.expect(',');
        this.#tokens.skipNewlines();
      }
      const parameter = this.#tokens.peek();
      if (parameter.type !== 'name' || parameter.text === name || parameters.includes(parameter.text))
        this.#tokens.unexpected();
      parameters.push(this.#tokens.take().text);
    }
    this.#tokens.skipNewlines();
    this.#inFunction = true;
    this.#withoutRecord = false;
    const body = this.#block();
    this.#inFunction = false;
    return { name, parameters, body, line };
  }

  #block(): Statement {
    this.#tokens.expect('{');
    const body: Statement[] = [];
    this.#tokens.skipTerminators();
    while (!this.#tokens.takeIf('}')) {
      if (this.#tokens.peek().type === 'end') this.#tokens.unexpected('}');
      body.push(this.#statement());
      this.#tokens.skipTerminators();
    }
    return { type: 'block', body };
  }

  #statement(): Statement {
    const { text } = this.#tokens.peek();
    if (this.#tokens.is('{')) return this.#block();
    if (this.#tokens.is('if')) return this.#if();
    if (this.#tokens.is('for')) return this.#for();
    if (this.#tokens.is('while')) {
      this.#tokens.take();
      return { type: 'while', test: this.#condition(), body: this.#loopBody() };
    }
    if (this.#tokens.is('do')) return this.#do();
    if (this.#tokens.takeIf(';')) return { type: 'block', body: [] };
    const statement = this.#tokens.peek().type === 'keyword' ? this.#keyword(text) : this.#simple();
    this.#terminate();
    return statement;
  }

  #terminate(): void {
    const { type } = this.#tokens.peek();
    if (type === 'newline' || this.#tokens.is(';')) this.#tokens.take();
    else if (!this.#tokens.is('}')) this.#tokens.unexpected(type === 'end' ? '}' : undefined);
  }

  #keyword(text: string): Statement {
    const { line } = this.#tokens.peek();
    switch (text) {
      case 'next':
        if (this.#withoutRecord) failAt(line, 'improper use of next');
        this.#tokens.take();
        return { type: 'next' };
      case 'break':
      case 'continue':
        if (this.#loops === 0) failAt(line, `${text} statement outside of loop`);
        this.#tokens.take();
        return { type: text };
      case 'exit':
      case 'return':
        if (text === 'return' && !this.#inFunction) failAt(line, 'return outside function body');
        this.#tokens.take();
        return { type: text, value: this.#endsStatement() ? null : this.#expressions.expression() };
      default:
        return this.#simple();
    }
  }

  #endsStatement(): boolean {
    return this.#tokens.peek().type === 'newline' || this.#tokens.is(';') || this.#tokens.is('}');
  }

  /** What may stand in the header of a for too. */
  #simple(): Statement {
    if (this.#tokens.is('print') || this.#tokens.is('printf')) {
      const { text, line } = this.#tokens.take();
      const args = this.#expressions.printOperands();
      if (text === 'printf' && args.length === 0) failAt(line, 'no arguments passed to printf');
      return { type: text as 'print' | 'printf', args, redirection: this.#redirection() };
    }
    if (!this.#tokens.is('delete')) return { type: 'expression', expression: this.#expressions.expression() };
    const { line } = this.#tokens.take();
    const { type, text: name } = this.#tokens.peek();
    if (type !== 'name') this.#tokens.unexpected();
    this.#tokens.take();
    const subscripts = this.#tokens.is('[') ? this.#expressions.subscripts() : null;
    return { type: 'delete', name, subscripts, line };
  }

  #redirection(): Redirection | null {
    for (const kind of ['>', '>>', '|'] as const)
      if (this.#tokens.takeIf(kind)) return { kind, target: this.#expressions.redirectionTarget() };
    return null;
  }

  #condition(): Expression {
    this.#tokens.expect('(');
    const test = this.#expressions.expression();
    this.#tokens.expect(')');
    return test;
  }

  /** The body of a loop or an if: one statement, on a line of its own perhaps. */
  #body(): Statement {
    this.#tokens.skipNewlines();
    if (this.#tokens.peek().type === 'end') this.#tokens.unexpected('}');
    return this.#statement();
  }

  #loopBody(): Statement {
    this.#loops += 1;
    const body = this.#body();
    this.#loops -= 1;
    return body;
  }

  #if(): Statement {
    this.#tokens.take();
    const test = this.#condition();
    const then = this.#body();
    let ahead = 0;
    while (this.#tokens.peek(ahead).type === 'newline' || this.#tokens.is(';', ahead)) ahead += 1;
    if (!this.#tokens.is('else', ahead)) return { type: 'if', test, then, otherwise: null };
    this.#tokens.skipTerminators();
    this.#tokens.take();
    return { type: 'if', test, then, otherwise: this.#body() };
  }

  #do(): Statement {
    this.#tokens.take();
    const body = this.#loopBody();
    this.#tokens.skipTerminators();
    this.#tokens.expect('while');
    const test = this.#condition();
    this.#terminate();
    return { type: 'do', test, body };
  }

  #for(): Statement {
    const { line } = this.#tokens.take();
    const [variable, array] = [this.#tokens.peek(1), this.#tokens.peek(3)];
    if (variable.type === 'name' && this.#tokens.is('in', 2) && this.#tokens.is(')', 4)) {
      for (let index = 0; index < 5; index += 1) this.#tokens.take();
      return { type: 'forIn', variable: variable.text, array: array.text, body: this.#loopBody(), line };
    }
    this.#tokens.expect('(');
    const start = this.#tokens.is(';') ? null : this.#simple();
    this.#tokens.expect(';');
    this.#tokens.skipNewlines();
    const test = this.#tokens.is(';') ? null : this.#expressions.expression();
    this.#tokens.expect(';');
    this.#tokens.skipNewlines();
    const step = this.#tokens.is(')') ? null : this.#simple();
    this.#tokens.expect(')');
    return { type: 'for', start, test, step, body: this.#loopBody() };
  }
}
