// uniq -c -d -u -i -f -s -w.

import { encodeText } from '../stream/text.ts';
import type { Applet } from './applet.ts';
import { lineBatches } from './lines.ts';
import { parseOptions } from './options.ts';

export const uniq: Applet = async (context) => {
  const options = parseOptions('uniq', context.args, {
    short: 'cduif:s:w:',
    long: {
      count: 'c',
      repeated: 'd',
      unique: 'u',
      'ignore-case': 'i',
      'skip-fields=': 'f',
      'skip-chars=': 's',
      'check-chars=': 'w',
    },
  });
  const [source = '-', target] = options.operands;
  const keyOf = (line: string): string => {
    let key = line;
    for (let fields = Number(options.value('f') ?? 0); fields > 0; fields -= 1)
      key = key.replace(/^[ \t]*[^ \t]*/, '');
    key = key.slice(Number(options.value('s') ?? 0));
    const width = options.value('w');
    if (width !== undefined) key = key.slice(0, Number(width));
    return options.has('i') ? key.toLowerCase() : key;
  };
  let collected = '';
  const write = async (text: string): Promise<void> => {
    if (target === undefined) await context.stdout.write(text);
    else collected += text;
  };
  let current: { line: string; key: string; count: number } | undefined;
  const finish = async (): Promise<void> => {
    if (current === undefined) return;
    const { line, count } = current;
    if (options.has('d') && count === 1) return;
    if (options.has('u') && count > 1) return;
    await write(`${options.has('c') ? `${String(count).padStart(7)} ` : ''}${line}\n`);
  };
  for await (const { lines } of lineBatches(context.open(source))) {
    for (const line of lines) {
      const key = keyOf(line);
      if (current?.key === key) current.count += 1;
      else {
        await finish();
        current = { line, key, count: 1 };
      }
    }
  }
  await finish();
  if (target !== undefined) context.fs.writeFile(context.resolve(target), encodeText(collected));
  return 0;
};
