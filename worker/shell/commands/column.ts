// column [-t] [-s separators] [-o text] [-c width] [file…]: lines in columns, or with -t their words as a table.

import { textWidth } from '../editor/display-width.ts';
import { Failure, type Applet, type AppletContext } from './applet.ts';
import { forEachInput, readAllText } from './lines.ts';
import { parseOptions } from './options.ts';

const tabWidth = 8;

export const column: Applet = async (context) => {
  const options = parseOptions('column', context.args, {
    short: 'ts:o:c:',
    long: { table: 't', 'separator=': 's', 'output-separator=': 'o', 'output-width=': 'c' },
  });
  const lines: string[] = [];
  const good = await forEachInput(context, options.operands, async (input) => {
    lines.push(...(await readAllText(input)).split('\n').filter((line) => /\S/.test(line)));
  });
  const width = options.value('c') ?? String(context.stdout.columns);
  if (!/^[1-9]\d*$/.test(width)) throw new Failure(`invalid columns argument: '${width}'`);
  if (options.has('t')) await writeTable(context, lines, options.value('s'), options.value('o') ?? '  ');
  else await writeFilled(context, lines, Number(width));
  return good ? 0 : 1;
};

/** Blanks in a row are one separator, others each are one. */
async function writeTable(
  context: AppletContext,
  lines: readonly string[],
  separators: string | undefined,
  between: string,
): Promise<void> {
  const rows = lines.map((line) =>
    separators === undefined ? line.trim().split(/\s+/) : splitAt(line, separators),
  );
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, textWidth(cell));
  const last = widths.length - 1;
  for (const row of rows) {
    // A short row has empty cells, as util-linux has it.
    const cells = widths.map((width, index) =>
      index === last ? (row[index] ?? '') : padded(row[index] ?? '', width),
    );
    await context.stdout.write(`${cells.join(between)}\n`);
  }
}

function splitAt(line: string, separators: string): string[] {
  const cells = [''];
  for (const char of line) {
    if (separators.includes(char)) cells.push('');
    else cells[cells.length - 1] += char;
  }
  return cells;
}

/** Down the first column, then down the next, as many as fit. */
async function writeFilled(context: AppletContext, lines: readonly string[], width: number): Promise<void> {
  const longest = Math.max(0, ...lines.map(textWidth));
  const cell = Math.floor((longest + tabWidth) / tabWidth) * tabWidth;
  const rows = Math.ceil(lines.length / Math.max(1, Math.floor(width / cell)));
  for (let row = 0; row < rows; row += 1) {
    let text = '';
    for (let at = row; at < lines.length; at += rows) {
      const line = lines[at] ?? '';
      const isLast = at + rows >= lines.length;
      text += isLast ? line : line + '\t'.repeat(Math.ceil((cell - textWidth(line)) / tabWidth));
    }
    await context.stdout.write(`${text}\n`);
  }
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}
