// Links to the project's files in a terminal's output. Looked up when the pointer is over a row: a mention is a link where the
// kernel knows the file. Lives as long as its terminal.

import type { IBufferCellPosition, ILink, ILinkProvider, Terminal } from '@xterm/xterm';
import type { FilePlace } from '../../worker/protocol/open-file.ts';
import { fileMentions, type FileMention } from './file-links.ts';

export interface FileLinkOptions {
  /** The path in the project that a mention in this terminal means; null where there is no such file. */
  readonly locate: (path: string) => Promise<string | null>;
  /** The place's path is in the project. */
  readonly open: (place: FilePlace) => void;
}

/** Rows that one long line may have; more is output that nobody reads for its names. */
const mostRows = 20;

export function fileLinkProvider(terminal: Terminal, { locate, open }: FileLinkOptions): ILinkProvider {
  const linkOf = async (
    mention: FileMention,
    cells: readonly IBufferCellPosition[],
  ): Promise<ILink | null> => {
    const [start, end] = [cells[mention.index], cells[mention.index + mention.length - 1]];
    const path = await locate(mention.path).catch(() => null);
    if (path === null || start === undefined || end === undefined) return null;
    return { range: { start, end }, text: mention.path, activate: () => open({ ...mention, path }) };
  };
  return {
    provideLinks(row, give) {
      const { text, cells } = logicalLine(terminal, row);
      const mentions = fileMentions(text).filter(
        ({ index, length }) =>
          (cells[index]?.y ?? Infinity) <= row && (cells[index + length - 1]?.y ?? 0) >= row,
      );
      void Promise.all(mentions.map((mention) => linkOf(mention, cells))).then((links) => {
        const found = links.filter((link) => link !== null);
        give(found.length === 0 ? undefined : found);
      });
    },
  };
}

/** The line that a 1-based row is part of, over all rows that it wraps to, and of each UTF-16 unit the cell. */
function logicalLine(terminal: Terminal, row: number): { text: string; cells: IBufferCellPosition[] } {
  const { active: buffer } = terminal.buffer;
  let first = row - 1;
  while (first > 0 && row - first < mostRows && buffer.getLine(first)?.isWrapped === true) first--;
  let text = '';
  const cells: IBufferCellPosition[] = [];
  for (let y = first; y < first + mostRows; y++) {
    const line = buffer.getLine(y);
    if (line === undefined || (y > first && !line.isWrapped)) break;
    for (let x = 0; x < line.length; x++) {
      const cell = line.getCell(x);
      // The second cell of a wide character.
      if (cell === undefined || cell.getWidth() === 0) continue;
      const characters = cell.getChars() || ' ';
      text += characters;
      for (let unit = 0; unit < characters.length; unit++) cells.push({ x: x + 1, y: y + 1 });
    }
  }
  return { text, cells };
}
