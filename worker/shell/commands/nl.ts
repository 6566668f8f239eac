// nl -b -w -s -v -i.

import type { Applet } from './applet.ts';
import { forEachInput, lineBatches } from './lines.ts';
import { parseOptions } from './options.ts';

export const nl: Applet = async (context) => {
  const options = parseOptions('nl', context.args, {
    short: 'b:w:s:v:i:n:',
    long: {
      'body-numbering=': 'b',
      'number-width=': 'w',
      'number-separator=': 's',
      'starting-line-number=': 'v',
      'line-increment=': 'i',
      'number-format=': 'n',
    },
  });
  const style = options.value('b') ?? 't';
  const width = Number(options.value('w') ?? 6);
  const separator = options.value('s') ?? '\t';
  const format = options.value('n') ?? 'rn';
  let number = Number(options.value('v') ?? 1);
  const good = await forEachInput(context, options.operands, async (input) => {
    for await (const { lines } of lineBatches(input)) {
      for (const line of lines) {
        if (style === 'n' || (style === 't' && line === '')) {
          await context.stdout.write(`${' '.repeat(width + separator.length)}${line}\n`);
          continue;
        }
        const text = String(number);
        const label =
          format === 'ln' ? text.padEnd(width) : text.padStart(width, format === 'rz' ? '0' : ' ');
        await context.stdout.write(`${label}${separator}${line}\n`);
        number += Number(options.value('i') ?? 1);
      }
    }
  });
  return good ? 0 : 1;
};
