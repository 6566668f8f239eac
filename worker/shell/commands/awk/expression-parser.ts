// Expressions, lowest precedence first (POSIX XCU, awk: "Expressions in Decreasing Precedence in awk").

import type {
  ArithmeticOperator,
  BuiltinName,
  ComparisonOperator,
  Expression,
  GetlineSource,
  Place,
} from './syntax.ts';
import type { TokenStream } from './token-stream.ts';

const assignments: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '^=']);
const comparisons: ReadonlySet<string> = new Set(['<', '<=', '==', '!=', '>', '>=']);
/** What an operand of a concatenation may begin with: no sign, which adds and subtracts. */
const operandStarts: ReadonlySet<string> = new Set(['$', '!', '(', '++', '--']);
/** These may stand without parentheses. */
const bareBuiltins: ReadonlySet<string> = new Set(['length']);

/** `noGreater`, throughout: among the operands of print, where `>` redirects. */
export class ExpressionParser {
  readonly #tokens: TokenStream;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  expression(noGreater = false): Expression {
    const left = this.#conditional(noGreater);
    const { text, line } = this.#tokens.peek();
    if (!this.#tokens.is(text) || !assignments.has(text) || !isPlace(left)) return left;
    this.#tokens.take();
    this.#tokens.skipNewlines();
    const operator = text === '=' ? null : (text.charAt(0) as ArithmeticOperator);
    return { type: 'assign', operator, target: left, value: this.expression(noGreater), line };
  }

  /** What print and printf write: `a, b` or `(a, b)`; `>` behind it redirects. */
  printOperands(): readonly Expression[] {
    const { type } = this.#tokens.peek();
    if (type === 'newline' || ['}', ';', '>', '>>', '|'].some((text) => this.#tokens.is(text))) return [];
    const items = this.#list(true);
    return items.length === 1 && items[0]?.type === 'list' ? items[0].items : items;
  }

  /** Where a print goes: no comparison, and no pipe of its own. */
  redirectionTarget(): Expression {
    return this.#concatenation(true);
  }

  subscripts(): readonly Expression[] {
    this.#tokens.expect('[');
    const items = this.#list(false);
    this.#tokens.expect(']');
    return items;
  }

  #list(noGreater: boolean): Expression[] {
    const items = [this.expression(noGreater)];
    while (this.#tokens.takeIf(',')) {
      this.#tokens.skipNewlines();
      items.push(this.expression(noGreater));
    }
    return items;
  }

  #conditional(noGreater: boolean): Expression {
    const test = this.#or(noGreater);
    if (!this.#tokens.takeIf('?')) return test;
    this.#tokens.skipNewlines();
    const then = this.expression(noGreater);
    this.#tokens.skipNewlines();
    this.#tokens.expect(':');
    this.#tokens.skipNewlines();
    return { type: 'conditional', test, then, otherwise: this.expression(noGreater) };
  }

  #or(noGreater: boolean): Expression {
    let left = this.#and(noGreater);
    while (this.#tokens.takeIf('||')) {
      this.#tokens.skipNewlines();
      left = { type: 'or', left, right: this.#and(noGreater) };
    }
    return left;
  }

  #and(noGreater: boolean): Expression {
    let left = this.#membership(noGreater);
    while (this.#tokens.takeIf('&&')) {
      this.#tokens.skipNewlines();
      left = { type: 'and', left, right: this.#membership(noGreater) };
    }
    return left;
  }

  #membership(noGreater: boolean): Expression {
    let left = this.#match(noGreater);
    while (this.#tokens.is('in')) {
      const { line } = this.#tokens.take();
      const subscripts = left.type === 'list' ? left.items : [left];
      left = { type: 'in', subscripts, name: this.#name(), line };
    }
    return left;
  }

  #match(noGreater: boolean): Expression {
    let left = this.#comparison(noGreater);
    while (this.#tokens.is('~') || this.#tokens.is('!~')) {
      const negated = this.#tokens.take().text === '!~';
      left = { type: 'match', negated, left, right: this.#comparison(noGreater) };
    }
    return left;
  }

  #comparison(noGreater: boolean): Expression {
    const left = this.#piped(noGreater);
    const { text } = this.#tokens.peek();
    if (!this.#tokens.is(text) || !comparisons.has(text) || (text === '>' && noGreater)) return left;
    this.#tokens.take();
    return {
      type: 'compare',
      operator: text as ComparisonOperator,
      left,
      right: this.#piped(noGreater),
    };
  }

  /** `"command" | getline`: the command may be a concatenation. */
  #piped(noGreater: boolean): Expression {
    let left = this.#concatenation(noGreater);
    while (this.#tokens.is('|') && this.#tokens.is('getline', 1)) {
      this.#tokens.take();
      this.#tokens.take();
      const source: GetlineSource = { type: 'command', command: left };
      left = { type: 'getline', target: this.#optionalPlace(), source };
    }
    return left;
  }

  #concatenation(noGreater: boolean): Expression {
    let left = this.#additive(noGreater);
    while (this.#startsOperand()) left = { type: 'concatenate', left, right: this.#additive(noGreater) };
    return left;
  }

  #startsOperand(): boolean {
    const { type, text } = this.#tokens.peek();
    if (type === 'operator') return operandStarts.has(text);
    return ['number', 'string', 'regex', 'name', 'callee', 'builtin'].includes(type);
  }

  #additive(noGreater: boolean): Expression {
    return this.#leftToRight(['+', '-'], () => this.#multiplicative(noGreater));
  }

  #multiplicative(noGreater: boolean): Expression {
    return this.#leftToRight(['*', '/', '%'], () => this.#unary(noGreater));
  }

  #leftToRight(operators: readonly ArithmeticOperator[], operand: () => Expression): Expression {
    let left = operand();
    for (;;) {
      const operator = operators.find((text) => this.#tokens.is(text));
      if (operator === undefined) return left;
      const { line } = this.#tokens.take();
      left = { type: 'arithmetic', operator, left, right: operand(), line };
    }
  }

  #unary(noGreater: boolean): Expression {
    for (const operator of ['!', '-', '+'] as const)
      if (this.#tokens.takeIf(operator)) return { type: 'unary', operator, operand: this.#unary(noGreater) };
    return this.#power(noGreater);
  }

  /** `2 ^ -3 ^ 2` is 2 ^ (-(3 ^ 2)). */
  #power(noGreater: boolean): Expression {
    const left = this.#postfix(noGreater);
    if (!this.#tokens.is('^')) return left;
    const { line } = this.#tokens.take();
    return { type: 'arithmetic', operator: '^', left, right: this.#unary(noGreater), line };
  }

  #postfix(noGreater: boolean): Expression {
    const operand = this.#primary(noGreater);
    if (!isPlace(operand)) return operand;
    if (this.#tokens.takeIf('++')) return { type: 'increment', target: operand, by: 1, prefix: false };
    if (this.#tokens.takeIf('--')) return { type: 'increment', target: operand, by: -1, prefix: false };
    return operand;
  }

  #primary(noGreater: boolean): Expression {
    const token = this.#tokens.peek();
    switch (token.type) {
      case 'number':
        this.#tokens.take();
        return { type: 'number', value: Number(token.text) };
      case 'string':
        this.#tokens.take();
        return { type: 'string', value: token.text };
      case 'regex':
        this.#tokens.take();
        return { type: 'regex', source: token.text, line: token.line };
      case 'name':
        return this.#place();
      case 'callee':
        this.#tokens.take();
        return { type: 'call', name: token.text, args: this.#arguments(), line: token.line };
      case 'builtin': {
        this.#tokens.take();
        const bare = bareBuiltins.has(token.text) && !this.#tokens.is('(');
        const name = token.text as BuiltinName;
        return { type: 'builtin', name, args: bare ? [] : this.#arguments(), line: token.line };
      }
      default:
        break;
    }
    if (this.#tokens.is('(')) return this.#parenthesized();
    if (this.#tokens.is('$')) return this.#place();
    if (this.#tokens.is('++') || this.#tokens.is('--')) {
      const by = this.#tokens.take().text === '++' ? 1 : -1;
      return { type: 'increment', target: this.#place(), by, prefix: true };
    }
    if (this.#tokens.takeIf('getline')) {
      const target = this.#optionalPlace();
      const source: GetlineSource = this.#tokens.takeIf('<')
        ? { type: 'file', name: this.#postfix(noGreater) }
        : { type: 'main' };
      return { type: 'getline', target, source };
    }
    return this.#tokens.unexpected();
  }

  #parenthesized(): Expression {
    const { line } = this.#tokens.take();
    const items = this.#list(false);
    this.#tokens.expect(')');
    const [inner, ...more] = items as [Expression, ...Expression[]];
    return more.length === 0 ? { type: 'group', inner } : { type: 'list', items, line };
  }

  #arguments(): readonly Expression[] {
    this.#tokens.expect('(');
    this.#tokens.skipNewlines();
    if (this.#tokens.takeIf(')')) return [];
    const items = this.#list(false);
    this.#tokens.skipNewlines();
    this.#tokens.expect(')');
    return items;
  }

  #optionalPlace(): Place | null {
    return this.#tokens.peek().type === 'name' || this.#tokens.is('$') ? this.#place() : null;
  }

  /** `$i++` is `($i)++`: the index is a primary, or one that counts first. */
  #place(): Place {
    if (this.#tokens.takeIf('$')) {
      for (const operator of ['-', '+', '!'] as const)
        if (this.#tokens.takeIf(operator))
          return { type: 'field', index: { type: 'unary', operator, operand: this.#primary(false) } };
      return { type: 'field', index: this.#primary(false) };
    }
    const { line } = this.#tokens.peek();
    const name = this.#name();
    if (!this.#tokens.is('[')) return { type: 'variable', name, line };
    return { type: 'element', name, subscripts: this.subscripts(), line };
  }

  #name(): string {
    const { type, text } = this.#tokens.peek();
    if (type !== 'name') this.#tokens.unexpected();
    this.#tokens.take();
    return text;
  }
}

export function isPlace(expression: Expression): expression is Place {
  return ['variable', 'element', 'field'].includes(expression.type);
}
