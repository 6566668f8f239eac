// Arithmetic expansion (POSIX XCU 2.6.4): C's integer expressions on signed 64-bit numbers.

export interface ArithmeticVariables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

export class ArithmeticError extends Error {}

const tokenPattern =
  /\s*(?:(\d+#\w+|0[xX][0-9a-fA-F]+|\d+)|([A-Za-z_]\w*)|(<<=|>>=|\*\*|\+\+|--|&&|\|\||<<|>>|[-+*/%&|^<>=!]=|[-+*/%&|^<>=!~?:(),]))/y;

const binaryPrecedence: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
  '**': 11,
};

/** A variable's value may name another variable, and so on: as deep as bash goes would overflow; nobody needs more. */
const maxDepth = 64;

export function evaluateArithmetic(text: string, variables: ArithmeticVariables, depth = 0): bigint {
  if (text.trim() === '') return 0n;
  if (depth > maxDepth) throw new ArithmeticError('expression recursion level exceeded');
  return new Evaluation(text, variables, depth).run();
}

type Token = { readonly kind: 'number' | 'name' | 'operator' | 'end'; readonly text: string };

class Evaluation {
  readonly #text: string;
  readonly #variables: ArithmeticVariables;
  readonly #depth: number;
  readonly #tokens: Token[] = [];
  #index = 0;

  constructor(text: string, variables: ArithmeticVariables, depth: number) {
    this.#text = text;
    this.#variables = variables;
    this.#depth = depth;
    let position = 0;
    while (text.slice(position).trim() !== '') {
      tokenPattern.lastIndex = position;
      const match = tokenPattern.exec(text);
      if (match === null) this.#fail();
      const [, number, name, operator] = match;
      this.#tokens.push(
        number !== undefined
          ? { kind: 'number', text: number }
          : name !== undefined
            ? { kind: 'name', text: name }
            : { kind: 'operator', text: operator ?? '' },
      );
      position = tokenPattern.lastIndex;
    }
  }

  run(): bigint {
    const value = this.#comma(true);
    if (this.#peek().kind !== 'end') this.#fail();
    return value;
  }

  #peek(offset = 0): Token {
    return this.#tokens[this.#index + offset] ?? { kind: 'end', text: '' };
  }

  #take(text: string): boolean {
    if (this.#peek().kind !== 'operator' || this.#peek().text !== text) return false;
    this.#index += 1;
    return true;
  }

  #fail(): never {
    throw new ArithmeticError(`arithmetic syntax error: "${this.#text.trim()}"`);
  }

  // `live` false: the branch is parsed but has no effect (short circuit).
  #comma(live: boolean): bigint {
    let value = this.#assignment(live);
    while (this.#take(',')) value = this.#assignment(live);
    return value;
  }

  #assignment(live: boolean): bigint {
    const name = this.#peek();
    const operator = this.#peek(1);
    const assigns = /^(?:[-+*/%&|^]|<<|>>)?=$/.test(operator.text) && operator.kind === 'operator';
    if (name.kind !== 'name' || !assigns) return this.#ternary(live);
    this.#index += 2;
    const right = this.#assignment(live);
    if (!live) return 0n;
    const value =
      operator.text === '=' ? right : this.#apply(operator.text.slice(0, -1), this.#value(name.text), right);
    this.#variables.set(name.text, value.toString());
    return value;
  }

  #ternary(live: boolean): bigint {
    const condition = this.#binary(1, live);
    if (!this.#take('?')) return condition;
    const yes = this.#comma(live && condition !== 0n);
    if (!this.#take(':')) this.#fail();
    const no = this.#ternary(live && condition === 0n);
    return condition !== 0n ? yes : no;
  }

  #binary(minimum: number, live: boolean): bigint {
    let left = this.#unary(live);
    for (;;) {
      const { kind, text } = this.#peek();
      const precedence = kind === 'operator' ? binaryPrecedence[text] : undefined;
      if (precedence === undefined || precedence < minimum) return left;
      this.#index += 1;
      if (text === '&&' || text === '||') {
        const needed = (text === '&&') === (left !== 0n);
        const right = this.#binary(precedence + 1, live && needed);
        left = (needed ? right !== 0n : text === '||') ? 1n : 0n;
      } else {
        const right = this.#binary(text === '**' ? precedence : precedence + 1, live);
        left = live ? this.#apply(text, left, right) : 0n;
      }
    }
  }

  #unary(live: boolean): bigint {
    for (const step of ['++', '--'] as const) {
      if (this.#peek().text === step && this.#peek(1).kind === 'name') {
        this.#index += 1;
        return this.#step(this.#name(), step === '++' ? 1n : -1n, live).after;
      }
    }
    if (this.#take('++') || this.#take('+')) return this.#unary(live);
    if (this.#take('--')) return this.#unary(live);
    if (this.#take('-')) return BigInt.asIntN(64, -this.#unary(live));
    if (this.#take('!')) return this.#unary(live) === 0n ? 1n : 0n;
    if (this.#take('~')) return ~this.#unary(live);
    return this.#primary(live);
  }

  #primary(live: boolean): bigint {
    if (this.#take('(')) {
      const value = this.#comma(live);
      if (!this.#take(')')) this.#fail();
      return value;
    }
    const token = this.#peek();
    if (token.kind === 'number') {
      this.#index += 1;
      return this.#number(token.text);
    }
    if (token.kind !== 'name') this.#fail();
    const name = this.#name();
    if (this.#take('++')) return this.#step(name, 1n, live).before;
    if (this.#take('--')) return this.#step(name, -1n, live).before;
    return live ? this.#value(name) : 0n;
  }

  #name(): string {
    const { text } = this.#peek();
    this.#index += 1;
    return text;
  }

  #step(name: string, by: bigint, live: boolean): { before: bigint; after: bigint } {
    const before = live ? this.#value(name) : 0n;
    const after = BigInt.asIntN(64, before + by);
    if (live) this.#variables.set(name, after.toString());
    return { before, after };
  }

  #value(name: string): bigint {
    return evaluateArithmetic(this.#variables.get(name) ?? '', this.#variables, this.#depth + 1);
  }

  #number(text: string): bigint {
    const based = /^(\d+)#(\w+)$/.exec(text);
    if (based?.[1] !== undefined && based[2] !== undefined) {
      const base = Number(based[1]);
      return [...based[2].toLowerCase()].reduce((sum, digit) => {
        const value = parseInt(digit, 36);
        if (base < 2 || base > 36 || Number.isNaN(value) || value >= base) this.#fail();
        return sum * BigInt(base) + BigInt(value);
      }, 0n);
    }
    if (/^0\d/.test(text)) {
      if (/[89]/.test(text)) this.#fail();
      return BigInt.asIntN(64, BigInt(`0o${text.slice(1)}`));
    }
    return BigInt.asIntN(64, BigInt(text));
  }

  #apply(operator: string, left: bigint, right: bigint): bigint {
    return BigInt.asIntN(64, this.#compute(operator, left, right));
  }

  #compute(operator: string, left: bigint, right: bigint): bigint {
    switch (operator) {
      case '+':
        return left + right;
      case '-':
        return left - right;
      case '*':
        return left * right;
      case '/':
      case '%':
        if (right === 0n) throw new ArithmeticError(`division by zero: "${this.#text.trim()}"`);
        return operator === '/' ? left / right : left % right;
      case '**':
        if (right < 0n) throw new ArithmeticError('exponent less than 0');
        return left ** right;
      case '<<':
        return left << (right & 63n);
      case '>>':
        return left >> (right & 63n);
      case '&':
        return left & right;
      case '|':
        return left | right;
      case '^':
        return left ^ right;
      case '==':
        return left === right ? 1n : 0n;
      case '!=':
        return left !== right ? 1n : 0n;
      case '<':
        return left < right ? 1n : 0n;
      case '<=':
        return left <= right ? 1n : 0n;
      case '>':
        return left > right ? 1n : 0n;
      case '>=':
        return left >= right ? 1n : 0n;
      default:
        return this.#fail();
    }
  }
}
