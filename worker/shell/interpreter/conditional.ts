// Evaluates [[ … ]]: as `test`, but its words are not split, `==` matches a pattern and `=~` a regular expression.

import { compilePattern } from '../expand/pattern.ts';
import type { Conditional } from '../parser/ast.ts';
import { Failure } from '../commands/applet.ts';
import { posixRegex } from '../commands/regex.ts';
import { binaryTest, unaryTest } from '../commands/test-operators.ts';
import { expanderOf } from './expansion.ts';
import type { Frame } from './frame.ts';
import { ShellError } from './shell-error.ts';

export async function evaluateConditional(frame: Frame, expression: Conditional): Promise<boolean> {
  const expander = expanderOf(frame);
  switch (expression.type) {
    case 'not':
      return !(await evaluateConditional(frame, expression.operand));
    case 'and':
      return (
        (await evaluateConditional(frame, expression.left)) &&
        (await evaluateConditional(frame, expression.right))
      );
    case 'or':
      return (
        (await evaluateConditional(frame, expression.left)) ||
        (await evaluateConditional(frame, expression.right))
      );
    case 'unary': {
      const operand = await expander.text(expression.operand);
      if (expression.operator === '-v') return frame.state.variables.get(operand) !== undefined;
      return unaryTest(testScope(frame), expression.operator, operand);
    }
    case 'binary': {
      const left = await expander.text(expression.left);
      const { operator } = expression;
      if (operator === '=' || operator === '==' || operator === '!=') {
        const matches = compilePattern(await expander.pattern(expression.right)).test(left);
        return matches === (operator !== '!=');
      }
      if (operator === '=~') return matchRegex(frame, left, await expander.regex(expression.right));
      if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(operator)) {
        const values = [
          await expander.arithmetic(expression.left),
          await expander.arithmetic(expression.right),
        ];
        return binaryTest(testScope(frame), String(values[0]), operator, String(values[1]));
      }
      return binaryTest(testScope(frame), left, operator, await expander.text(expression.right));
    }
  }
}

function testScope(frame: Frame): Parameters<typeof unaryTest>[0] {
  return {
    fs: frame.shell.context.fs,
    cwd: frame.state.cwd,
    isTerminal: (fd) => frame.fds.get(fd)?.tty !== undefined,
  };
}

/** Sets BASH_REMATCH; a group that took no part is empty. */
function matchRegex({ state }: Frame, text: string, pattern: string): boolean {
  try {
    const match = posixRegex(pattern, { extended: true }).exec(text);
    state.matches = match === null ? [] : [...match].map((group?: string) => group ?? '');
    return match !== null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new ShellError(`${pattern}: not a regular expression`, 2, false);
  }
}
