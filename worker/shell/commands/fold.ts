// fold -w -s.

import { charWidth } from '../editor/display-width.ts';
import type { Applet } from './applet.ts';
import { forEachInput, lineBatches } from './lines.ts';
import { parseOptions } from './options.ts';

export const fold: Applet = async (context) => {
  const args = context.args.map((arg) => arg.replace(/^-(\d+)$/, '-w$1'));
  const options = parseOptions('fold', args, {
    short: 'w:sb',
    long: { 'width=': 'w', spaces: 's', bytes: 'b' },
  });
  const width = Number(options.value('w') ?? 80);
  const good = await forEachInput(context, options.operands, async (input) => {
    for await (const { lines, unterminated } of lineBatches(input)) {
      for (const line of lines)
        await context.stdout.write(
          foldLine(line, width, options.has('s')).join('\n') + (unterminated ? '' : '\n'),
        );
    }
  });
  return good ? 0 : 1;
};

function foldLine(line: string, width: number, atSpaces: boolean): string[] {
  const rows: string[] = [];
  let row = '';
  let used = 0;
  for (const char of line) {
    const cells = char === '\t' ? 8 - (used % 8) : charWidth(char);
    if (used + cells > width && row !== '') {
      const space = atSpaces ? row.lastIndexOf(' ') + 1 : 0;
      const cut = space > 0 ? space : row.length;
      rows.push(row.slice(0, cut));
      row = row.slice(cut);
      used = [...row].reduce((sum, each) => sum + charWidth(each), 0);
    }
    row += char;
    used += cells;
  }
  rows.push(row);
  return rows;
}
