// cat -n -b -s -E -A.

import type { Applet } from './applet.ts';
import { forEachInput, lineBatches } from './lines.ts';
import { parseOptions } from './options.ts';

export const cat: Applet = async (context) => {
  const options = parseOptions('cat', context.args, {
    short: 'nbsEATuevt',
    long: { number: 'n', 'number-nonblank': 'b', 'squeeze-blank': 's', 'show-ends': 'E', 'show-all': 'A' },
  });
  const marks = options.has('E') || options.has('A') || options.has('e');
  const tabs = options.has('T') || options.has('A') || options.has('t');
  const plain = !marks && !tabs && !['n', 'b', 's'].some((name) => options.has(name));
  let number = 0;
  let blank = false;
  const good = await forEachInput(context, options.operands, async (input) => {
    if (plain) {
      for (let chunk = await input.read(); chunk !== null; chunk = await input.read())
        await context.stdout.write(chunk);
      return;
    }
    for await (const { lines, unterminated } of lineBatches(input)) {
      for (const line of lines) {
        if (options.has('s') && blank && line === '') continue;
        blank = line === '';
        const numbered = options.has('b') ? line !== '' : options.has('n');
        if (numbered) number += 1;
        const prefix = numbered ? `${String(number).padStart(6)}\t` : '';
        const text = tabs ? line.replaceAll('\t', '^I') : line;
        await context.stdout.write(prefix + text + (unterminated ? '' : marks ? '$\n' : '\n'));
      }
    }
  });
  return good ? 0 : 1;
};
