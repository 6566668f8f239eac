// test and [ (POSIX XCU).

import type { Applet, AppletContext } from './applet.ts';
import { Failure } from './applet.ts';
import { binaryOperators, binaryTest, TestError, unaryOperators, unaryTest } from './test-operators.ts';

export const test: Applet = async (context) => {
  let args = [...context.args];
  if (context.name === '[') {
    if (args.at(-1) !== ']') throw new Failure('missing ]', 2);
    args = args.slice(0, -1);
  }
  try {
    return new Evaluation(context, args).run() ? 0 : 1;
  } catch (error) {
    if (error instanceof TestError) throw new Failure(error.message, 2);
    throw error;
  }
};

class Evaluation {
  readonly #context: AppletContext;
  readonly #args: readonly string[];
  #index = 0;

  constructor(context: AppletContext, args: readonly string[]) {
    this.#context = context;
    this.#args = args;
  }

  run(): boolean {
    if (this.#args.length === 0) return false;
    const value = this.#or();
    const extra = this.#args[this.#index];
    if (extra !== undefined) throw new TestError(`${extra}: unexpected operator`);
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#args[this.#index] === '-o') {
      this.#index += 1;
      value = this.#and() || value;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#args[this.#index] === '-a') {
      this.#index += 1;
      value = this.#not() && value;
    }
    return value;
  }

  #not(): boolean {
    // `test ! = x` and `test !` take it as a string: what follows decides.
    if (this.#args[this.#index] === '!' && this.#remaining() > 1 && !this.#isBinaryAt(this.#index + 1)) {
      this.#index += 1;
      return !this.#not();
    }
    return this.#primary();
  }

  #primary(): boolean {
    const first = this.#args[this.#index];
    if (first === undefined) throw new TestError('argument expected');
    if (this.#isBinaryAt(this.#index + 1)) {
      const [left = '', operator = '', right = ''] = this.#args.slice(this.#index, this.#index + 3);
      this.#index += 3;
      return binaryTest(this.#scope(), left, operator, right);
    }
    if (first === '(' && this.#remaining() > 2) {
      this.#index += 1;
      const value = this.#or();
      if (this.#args[this.#index] !== ')') throw new TestError('closing paren expected');
      this.#index += 1;
      return value;
    }
    const operand = this.#args[this.#index + 1];
    if (unaryOperators.has(first) && operand !== undefined) {
      this.#index += 2;
      return unaryTest(this.#scope(), first, operand);
    }
    this.#index += 1;
    return first !== '';
  }

  #remaining(): number {
    return this.#args.length - this.#index;
  }

  #isBinaryAt(index: number): boolean {
    return binaryOperators.has(this.#args[index] ?? '') && index + 1 < this.#args.length;
  }

  #scope(): Parameters<typeof unaryTest>[0] {
    const { fs, cwd } = this.#context;
    return { fs, cwd, isTerminal: (fd) => this.#context.isTerminal(fd) };
  }
}
