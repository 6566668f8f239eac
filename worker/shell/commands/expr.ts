// expr (POSIX XCU): | & comparisons + - * / % : and match, substr, index, length.

import { Failure, type Applet } from './applet.ts';
import { posixRegex } from './regex.ts';

export const expr: Applet = async ({ args, stdout }) => {
  if (args.length === 0) throw new Failure("missing operand\nTry 'expr --help' for more information.", 2);
  const evaluation = new Evaluation(args[0] === '--' ? args.slice(1) : args);
  const value = evaluation.run();
  await stdout.write(`${value}\n`);
  return isNull(value) ? 1 : 0;
};

function isNull(value: string): boolean {
  return value === '' || /^-?0+$/.test(value);
}

const levels: readonly (readonly string[])[] = [
  ['|'],
  ['&'],
  ['<', '<=', '=', '==', '!=', '>=', '>'],
  ['+', '-'],
  ['*', '/', '%'],
  [':'],
];

class Evaluation {
  readonly #args: readonly string[];
  #index = 0;

  constructor(args: readonly string[]) {
    this.#args = args;
  }

  run(): string {
    const value = this.#level(0);
    const extra = this.#args[this.#index];
    if (extra !== undefined) throw new Failure(`syntax error: unexpected argument ‘${extra}’`, 2);
    return value;
  }

  #level(level: number): string {
    const operators = levels[level];
    if (operators === undefined) return this.#primary();
    let left = this.#level(level + 1);
    for (;;) {
      const operator = this.#args[this.#index];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#index += 1;
      left = apply(operator, left, this.#level(level + 1));
    }
  }

  #take(after: string): string {
    const value = this.#args[this.#index];
    if (value === undefined) throw new Failure(`syntax error: missing argument after ‘${after}’`, 2);
    this.#index += 1;
    return value;
  }

  #primary(): string {
    const word = this.#take(this.#args[this.#index - 1] ?? '');
    switch (word) {
      case '(': {
        const value = this.#level(0);
        if (this.#args[this.#index] !== ')')
          throw new Failure(`syntax error: expecting ')' after ‘${this.#args[this.#index - 1] ?? ''}’`, 2);
        this.#index += 1;
        return value;
      }
      case 'length':
        return String([...this.#primary()].length);
      case 'match':
        return match(this.#primary(), this.#primary());
      case 'index': {
        const [text, set] = [[...this.#primary()], this.#primary()];
        return String(text.findIndex((char) => set.includes(char)) + 1);
      }
      case 'substr': {
        const [text, start, length] = [
          [...this.#primary()],
          Number(this.#primary()),
          Number(this.#primary()),
        ];
        return start < 1 || length < 1 ? '' : text.slice(start - 1, start - 1 + length).join('');
      }
      default:
        return word;
    }
  }
}

function integer(text: string): bigint {
  if (!/^-?\d+$/.test(text)) throw new Failure('non-integer argument', 2);
  return BigInt(text);
}

function apply(operator: string, left: string, right: string): string {
  switch (operator) {
    case '|':
      return isNull(left) ? (isNull(right) ? '0' : right) : left;
    case '&':
      return isNull(left) || isNull(right) ? '0' : left;
    case ':':
      return match(left, right);
    case '+':
      return String(integer(left) + integer(right));
    case '-':
      return String(integer(left) - integer(right));
    case '*':
      return String(integer(left) * integer(right));
    case '/':
    case '%': {
      const [a, b] = [integer(left), integer(right)];
      if (b === 0n) throw new Failure('division by zero', 2);
      return String(operator === '/' ? a / b : a % b);
    }
    default: {
      const numeric = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
      const order = numeric
        ? Number(integer(left) - integer(right))
        : left < right
          ? -1
          : left > right
            ? 1
            : 0;
      const holds = {
        '<': order < 0,
        '<=': order <= 0,
        '=': order === 0,
        '==': order === 0,
        '!=': order !== 0,
        '>=': order >= 0,
        '>': order > 0,
      }[operator];
      return holds === true ? '1' : '0';
    }
  }
}

/** The first group, or the length of the match; anchored at the start. */
function match(text: string, pattern: string): string {
  const found = posixRegex(pattern.startsWith('^') ? pattern : `^${pattern}`, { extended: false }).exec(text);
  const grouped = pattern.includes('\\(');
  if (grouped) return found?.[1] ?? '';
  return String([...(found?.[0] ?? '')].length);
}
