// cut -d -f -c -b -s --complement --output-delimiter.

import { Failure, type Applet } from './applet.ts';
import { forEachInput, lineBatches } from './lines.ts';
import { parseOptions } from './options.ts';
import { inRanges, parseRanges } from './ranges.ts';

export const cut: Applet = async (context) => {
  const options = parseOptions('cut', context.args, {
    short: 'd:f:c:b:sn',
    long: {
      'delimiter=': 'd',
      'fields=': 'f',
      'characters=': 'c',
      'bytes=': 'b',
      'only-delimited': 's',
      complement: 'complement',
      'output-delimiter=': 'output',
    },
  });
  const fields = options.value('f');
  const chars = options.value('c') ?? options.value('b');
  const list = fields ?? chars;
  if (list === undefined)
    throw new Failure(
      "you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information.",
    );
  const ranges = parseRanges(list);
  const wanted = (position: number): boolean => inRanges(ranges, position) !== options.has('complement');
  const delimiter = options.value('d') ?? '\t';
  if ([...delimiter].length !== 1)
    throw new Failure("the delimiter must be a single character\nTry 'cut --help' for more information.");
  const glue = options.value('output') ?? (fields === undefined ? '' : delimiter);
  const good = await forEachInput(context, options.operands, async (input) => {
    for await (const { lines } of lineBatches(input)) {
      for (const line of lines) {
        if (fields === undefined) {
          await context.stdout.write(`${[...line].filter((_, index) => wanted(index + 1)).join(glue)}\n`);
          continue;
        }
        const parts = line.split(delimiter);
        if (parts.length === 1) {
          if (!options.has('s')) await context.stdout.write(`${line}\n`);
          continue;
        }
        await context.stdout.write(`${parts.filter((_, index) => wanted(index + 1)).join(glue)}\n`);
      }
    }
  });
  return good ? 0 : 1;
};
