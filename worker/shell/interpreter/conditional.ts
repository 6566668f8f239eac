// Evaluates [[ … ]]: as `test`, but its words are not split, `==` matches a pattern and `=~` a regular expression.

import { compilePattern, unescapePattern } from '../expand/pattern.ts';
import type { Conditional } from '../parser/ast.ts';
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
      if (operator === '=~') return matchRegex(left, await expander.pattern(expression.right));
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

function matchRegex(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'su').test(text);
  } catch {
    throw new ShellError(`${unescapePattern(pattern)}: not a regular expression`, 2, false);
  }
}
