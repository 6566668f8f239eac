// xterm's colours, from the design tokens.

import type { ITheme } from '@xterm/xterm';
import { readToken } from '../workbench/theme.ts';

export function terminalTheme(): ITheme {
  const color = (name: string) => readToken(`--${name}`);
  return {
    background: color('surface'),
    foreground: color('text'),
    cursor: color('accent'),
    cursorAccent: color('surface'),
    selectionBackground: color('selection'),
    black: color('ansi-black'),
    red: color('ansi-red'),
    green: color('ansi-green'),
    yellow: color('ansi-yellow'),
    blue: color('ansi-blue'),
    magenta: color('ansi-magenta'),
    cyan: color('ansi-cyan'),
    white: color('ansi-white'),
    brightBlack: color('ansi-bright-black'),
    brightRed: color('ansi-bright-red'),
    brightGreen: color('ansi-bright-green'),
    brightYellow: color('ansi-bright-yellow'),
    brightBlue: color('ansi-bright-blue'),
    brightMagenta: color('ansi-bright-magenta'),
    brightCyan: color('ansi-bright-cyan'),
    brightWhite: color('ansi-bright-white'),
    scrollbarSliderBackground: color('active'),
    scrollbarSliderHoverBackground: color('line-strong'),
    scrollbarSliderActiveBackground: color('line-strong'),
  };
}
