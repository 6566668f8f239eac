import type { Applet } from './applet.ts';
import { forEachInput, readAllText } from './lines.ts';

/** Lines last first; one without a newline runs into the next, as with GNU's. */
export const tac: Applet = async (context) => {
  const good = await forEachInput(context, context.args, async (input) => {
    const lines = (await readAllText(input)).match(/[^\n]*\n|[^\n]+$/g) ?? [];
    await context.stdout.write(lines.reverse().join(''));
  });
  return good ? 0 : 1;
};
