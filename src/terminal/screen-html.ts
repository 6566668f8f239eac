// The rows that a terminal shows, as HTML: what a reload paints until the kernel has replayed the real screen
// (src/workbench/previous-screen.ts). Read from xterm's buffer, because the GPU renderer leaves no text in the document.

import type { IBufferCell, ITheme, Terminal } from '@xterm/xterm';

const names = [
  ...['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'],
  ...['brightBlack', 'brightRed', 'brightGreen', 'brightYellow'],
  ...['brightBlue', 'brightMagenta', 'brightCyan', 'brightWhite'],
] as readonly (keyof ITheme)[];
/** Levels of xterm's 6 × 6 × 6 colour cube (palette entries 16 to 231). */
const cube = [0, 95, 135, 175, 215, 255];

export function screenHtml(terminal: Terminal, theme: ITheme): string {
  const { active: buffer } = terminal.buffer;
  const reused = buffer.getNullCell();
  const rows: string[] = [];
  for (let row = 0; row < terminal.rows; row++) {
    const line = buffer.getLine(buffer.viewportY + row);
    let html = '';
    let style = '';
    let text = '';
    const flush = () => {
      if (text !== '') html += style === '' ? escape(text) : `<span style="${style}">${escape(text)}</span>`;
      text = '';
    };
    for (let column = 0; column < terminal.cols; column++) {
      const cell = line?.getCell(column, reused);
      if (cell === undefined || cell.getWidth() === 0) continue;
      const next = cellStyle(cell, theme);
      if (next !== style) flush();
      style = next;
      text += cell.getChars() || ' ';
    }
    if (style === '') text = text.trimEnd();
    flush();
    rows.push(html);
  }
  return rows.join('\n');
}

function cellStyle(cell: IBufferCell, theme: ITheme): string {
  let foreground = cell.isFgDefault()
    ? null
    : color(cell.getFgColor(), cell.isFgRGB(), cell.isBold() !== 0, theme);
  let background = cell.isBgDefault() ? null : color(cell.getBgColor(), cell.isBgRGB(), false, theme);
  if (cell.isInverse() !== 0)
    [foreground, background] = [
      background ?? theme.background ?? null,
      foreground ?? theme.foreground ?? null,
    ];
  let style = '';
  if (foreground !== null) style += `color:${foreground};`;
  if (background !== null) style += `background:${background};`;
  if (cell.isBold() !== 0) style += 'font-weight:650;';
  if (cell.isItalic() !== 0) style += 'font-style:italic;';
  if (cell.isDim() !== 0) style += 'opacity:.5;';
  if (cell.isUnderline() !== 0) style += 'text-decoration:underline;';
  if (cell.isInvisible() !== 0) style += 'visibility:hidden;';
  return style;
}

function color(value: number, isRgb: boolean, isBold: boolean, theme: ITheme): string | null {
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  // As xterm draws it: bold text in the bright colours.
  const index = isBold && value < 8 ? value + 8 : value;
  const name = names[index];
  if (name !== undefined) return (theme[name] as string | undefined) ?? null;
  if (index >= 232)
    return `rgb(${Array(3)
      .fill(8 + (index - 232) * 10)
      .join()})`;
  const at = index - 16;
  const level = (part: number) => cube[part % 6] ?? 0;
  return `rgb(${level(Math.floor(at / 36))},${level(Math.floor(at / 6))},${level(at)})`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
