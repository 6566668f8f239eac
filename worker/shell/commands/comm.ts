// comm -1 -2 -3.

import type { Applet } from './applet.ts';
import { readAllText } from './lines.ts';
import { missingOperand, parseOptions } from './options.ts';

export const comm: Applet = async (context) => {
  const options = parseOptions('comm', context.args, { short: '123' });
  const [first, second] = options.operands;
  if (first === undefined) throw missingOperand('comm');
  if (second === undefined) throw missingOperand('comm', first);
  const read = async (operand: string): Promise<string[]> => {
    const lines = (await readAllText(context.open(operand))).split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines;
  };
  const [left, right] = [await read(first), await read(second)];
  let [a, b] = [0, 0];
  const show = async (column: 1 | 2 | 3, line: string): Promise<void> => {
    if (options.has(String(column))) return;
    const before = ([1, 2] as const).filter((each) => each < column && !options.has(String(each))).length;
    await context.stdout.write(`${'\t'.repeat(before)}${line}\n`);
  };
  while (a < left.length || b < right.length) {
    const [x, y] = [left[a], right[b]];
    if (y === undefined || (x !== undefined && x < y)) {
      await show(1, x ?? '');
      a += 1;
    } else if (x === undefined || y < x) {
      await show(2, y);
      b += 1;
    } else {
      await show(3, x);
      a += 1;
      b += 1;
    }
  }
  return 0;
};
