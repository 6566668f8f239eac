// git's default colours (git-config(1), color.*).

const codes = {
  bold: '1',
  red: '31',
  green: '32',
  yellow: '33',
  cyan: '36',
  boldRed: '1;31',
  boldGreen: '1;32',
  boldYellow: '1;33',
  boldCyan: '1;36',
} as const;

export type Paint = (color: keyof typeof codes, text: string) => string;

export const paintIf =
  (isColored: boolean): Paint =>
  (color, text) =>
    isColored && text !== '' ? `\x1b[${codes[color]}m${text}\x1b[m` : text;
