import type { Applet } from './applet.ts';
import { forEachInput, lineBatches } from './lines.ts';

/** Each line backwards. */
export const rev: Applet = async (context) => {
  const good = await forEachInput(context, context.args, async (input) => {
    for await (const { lines, unterminated } of lineBatches(input)) {
      for (const line of lines)
        await context.stdout.write([...line].reverse().join('') + (unterminated ? '' : '\n'));
    }
  });
  return good ? 0 : 1;
};
