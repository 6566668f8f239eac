// head -n -c -q -v, and -NUM.

import { Failure, type Applet, type Input } from './applet.ts';
import { forEachInput, readAllText } from './lines.ts';
import { parseOptions } from './options.ts';
import { countOf } from './count.ts';

export const head: Applet = async (context) => {
  const args = context.args.map((arg) => arg.replace(/^-(\d+)$/, '-n$1'));
  const options = parseOptions('head', args, {
    short: 'n:c:qv',
    long: { 'lines=': 'n', 'bytes=': 'c', quiet: 'q', silent: 'q', verbose: 'v' },
  });
  const bytes = options.value('c');
  const given = bytes ?? options.value('n') ?? '10';
  const count = countOf(given);
  if (count === undefined)
    throw new Failure(`invalid number of ${bytes === undefined ? 'lines' : 'bytes'}: ‘${given}’`);
  const headings = options.has('v') || (options.operands.length > 1 && !options.has('q'));
  let first = true;
  const good = await forEachInput(context, options.operands, async (input, operand) => {
    if (headings) {
      const name = operand === '-' ? 'standard input' : operand;
      await context.stdout.write(`${first ? '' : '\n'}==> ${name} <==\n`);
    }
    first = false;
    if (given.startsWith('-')) await allButLast(input);
    else await leading(input);
  });
  return good ? 0 : 1;

  async function leading(input: Input): Promise<void> {
    let left = count ?? 0;
    while (left > 0) {
      const chunk = await input.read();
      if (chunk === null) return;
      let end = chunk.length;
      if (bytes !== undefined) {
        end = Math.min(left, chunk.length);
        left -= end;
      } else {
        let at = -1;
        while (left > 0 && (at = chunk.indexOf(10, at + 1)) !== -1) left -= 1;
        if (left === 0) end = at + 1;
      }
      await context.stdout.write(chunk.slice(0, end));
      // What lies behind belongs to the next reader, as head(1) seeks back in files.
      input.unread(chunk.slice(end));
    }
  }

  async function allButLast(input: Input): Promise<void> {
    const text = await readAllText(input);
    const units = bytes === undefined ? (text.match(/[^\n]*\n|[^\n]+$/g) ?? []) : [...text];
    await context.stdout.write(units.slice(0, Math.max(0, units.length - (count ?? 0))).join(''));
  }
};
