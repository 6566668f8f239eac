// paste -d -s.

import type { Applet } from './applet.ts';
import { expandEscapes } from './escapes.ts';
import { readAllText } from './lines.ts';
import { parseOptions } from './options.ts';

export const paste: Applet = async (context) => {
  const options = parseOptions('paste', context.args, {
    short: 'd:s',
    long: { 'delimiters=': 'd', serial: 's' },
  });
  const delimiters = [...expandEscapes(options.value('d') ?? '\t', true).text];
  const operands = options.operands.length === 0 ? ['-'] : options.operands;
  const columns: string[][] = operands.map(() => []);
  const glue = (index: number): string => delimiters[index % Math.max(1, delimiters.length)] ?? '';
  // Several `-` share the standard input line by line.
  const shared = operands.filter((operand) => operand === '-').length;
  const fromInput = shared === 0 ? [] : toLines(await readAllText(context.stdin));
  let nth = 0;
  for (const [index, operand] of operands.entries()) {
    if (operand !== '-') columns[index] = toLines(await readAllText(context.open(operand)));
    else {
      const place = nth;
      columns[index] = fromInput.filter((_, line) => line % shared === place);
      nth += 1;
    }
  }
  if (options.has('s')) {
    for (const lines of columns)
      await context.stdout.write(
        `${lines.map((line, index) => (index === 0 ? '' : glue(index - 1)) + line).join('')}\n`,
      );
    return 0;
  }
  const height = Math.max(...columns.map(({ length }) => length));
  for (let row = 0; row < height; row += 1)
    await context.stdout.write(
      `${columns.map((lines, index) => (index === 0 ? '' : glue(index - 1)) + (lines[row] ?? '')).join('')}\n`,
    );
  return 0;
};

function toLines(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
