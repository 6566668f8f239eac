// shuf [-n count] [-r] [-z] [-o file] [-e word… | -i low-high | file]: lines in a random order.

import { encodeText } from '../stream/text.ts';
import { Failure, type Applet, type AppletContext } from './applet.ts';
import { readAllText } from './lines.ts';
import { parseOptions, type ParsedOptions } from './options.ts';

export const shuf: Applet = async (context) => {
  const options = parseOptions('shuf', context.args, {
    short: 'ei:n:o:rz',
    long: {
      echo: 'e',
      'input-range=': 'i',
      'head-count=': 'n',
      'output=': 'o',
      repeat: 'r',
      'zero-terminated': 'z',
    },
  });
  const count = options.value('n');
  if (count !== undefined && !/^\d+$/.test(count)) throw new Failure(`invalid line count: ‘${count}’`);
  const most = count === undefined ? Infinity : Number(count);
  const end = options.has('z') ? '\0' : '\n';
  const lines = await linesOf(context, options, end);
  const file = options.value('o');
  let kept = '';
  const write = async (line: string): Promise<void> => {
    if (file === undefined) await context.stdout.write(line + end);
    else kept += line + end;
  };
  if (options.has('r')) {
    if (lines.length === 0 && most > 0) throw new Failure('no lines to repeat');
    if (file !== undefined && most === Infinity) throw new Failure('-r with -o needs -n');
    for (let nth = 0; nth < most; nth += 1) {
      await write(lines[randomBelow(lines.length)] ?? '');
      await context.breathe();
    }
  } else {
    // Fisher and Yates, no further than is asked for.
    for (let at = 0; at < Math.min(most, lines.length); at += 1) {
      const other = at + randomBelow(lines.length - at);
      [lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? ''];
      await write(lines[at] ?? '');
    }
  }
  if (file !== undefined) context.fs.writeFile(context.resolve(file), encodeText(kept));
  return 0;
};

async function linesOf(context: AppletContext, options: ParsedOptions, end: string): Promise<string[]> {
  const { operands } = options;
  if (options.has('e')) return [...operands];
  const range = options.value('i');
  const [extra] = operands.slice(range === undefined ? 1 : 0);
  if (extra !== undefined)
    throw new Failure(`extra operand '${extra}'\nTry 'shuf --help' for more information.`);
  if (range !== undefined) {
    const [, low, high] = /^(\d+)-(\d+)$/.exec(range) ?? [];
    if (low === undefined || high === undefined) throw new Failure(`invalid input range: ‘${range}’`);
    return Array.from({ length: Math.max(0, Number(high) - Number(low) + 1) }, (_, index) =>
      String(Number(low) + index),
    );
  }
  const lines = (await readAllText(context.open(operands[0] ?? '-'))).split(end);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function randomBelow(limit: number): number {
  return Math.floor(Math.random() * limit);
}
