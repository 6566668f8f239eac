// wc -l -w -c -m -L.

import { decodeText } from '../stream/text.ts';
import { textWidth } from '../editor/display-width.ts';
import type { Applet, AppletContext, Input } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { parseOptions } from './options.ts';

interface Counts {
  l: number;
  w: number;
  m: number;
  c: number;
  L: number;
}

export const wc: Applet = async (context) => {
  const options = parseOptions('wc', context.args, {
    short: 'lwcmL',
    long: { lines: 'l', words: 'w', bytes: 'c', chars: 'm', 'max-line-length': 'L' },
  });
  const asked = (['l', 'w', 'm', 'c', 'L'] as const).filter((key) => options.has(key));
  const keys = asked.length > 0 ? asked : (['l', 'w', 'c'] as const);
  const rows: { counts: Counts; name: string }[] = [];
  const total: Counts = { l: 0, w: 0, m: 0, c: 0, L: 0 };
  let status = 0;
  const operands = options.operands.length === 0 ? [''] : options.operands;
  for (const operand of operands) {
    try {
      const directory = operand !== '' && context.fs.tryStat(context.resolve(operand))?.type === 'directory';
      if (directory) {
        await context.complain(`${operand}: Is a directory`);
        status = 1;
      }
      const counts = directory
        ? { l: 0, w: 0, m: 0, c: 0, L: 0 }
        : await count(operand === '' ? context.stdin : context.open(operand), keys);
      for (const key of ['l', 'w', 'm', 'c'] as const) total[key] += counts[key];
      total.L = Math.max(total.L, counts.L);
      rows.push({ counts, name: operand });
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`${operand}: ${errorText(error)}`);
      status = 1;
    }
  }
  if (operands.length > 1) rows.push({ counts: total, name: 'total' });
  const width = columnWidth(context, options.operands, keys, total);
  for (const { counts, name } of rows) {
    const numbers = keys.map((key) => String(counts[key]).padStart(width)).join(' ');
    await context.stdout.write(`${numbers}${name === '' ? '' : ` ${name}`}\n`);
  }
  return status;
};

/** GNU's rule: as wide as the sum of the files' sizes; 7 where a size is not known beforehand; 1 for one number alone. */
function columnWidth(
  context: AppletContext,
  operands: readonly string[],
  keys: readonly string[],
  total: Counts,
): number {
  if (keys.length === 1 && operands.length <= 1) return 1;
  const sizes = operands.map((operand) => context.fs.tryStat(context.resolve(operand)));
  const known = operands.length > 0 && sizes.every((stats) => stats === undefined || stats.type === 'file');
  if (!known || operands.includes('-')) return Math.max(7, String(total.c).length);
  return String(sizes.reduce((sum, stats) => sum + (stats?.size ?? 0), 0)).length;
}

async function count(input: Input, keys: readonly (keyof Counts)[]): Promise<Counts> {
  const counts: Counts = { l: 0, w: 0, m: 0, c: 0, L: 0 };
  const text = keys.includes('m') || keys.includes('L');
  let inWord = false;
  let line = '';
  for (let chunk = await input.read(); chunk !== null; chunk = await input.read()) {
    counts.c += chunk.length;
    for (const byte of chunk) {
      // UTF-8 continuation bytes are not characters of their own.
      if ((byte & 0xc0) !== 0x80) counts.m += 1;
      if (byte === 10) counts.l += 1;
      const space = byte === 32 || (byte >= 9 && byte <= 13);
      if (space) inWord = false;
      else if (!inWord) {
        inWord = true;
        counts.w += 1;
      }
    }
    if (text && keys.includes('L')) {
      const lines = (line + decodeText(chunk)).split('\n');
      line = lines.pop() ?? '';
      for (const each of lines) counts.L = Math.max(counts.L, textWidth(each));
    }
  }
  counts.L = Math.max(counts.L, textWidth(line));
  return counts;
}
