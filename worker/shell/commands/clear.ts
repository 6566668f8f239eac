import type { Applet } from './applet.ts';

/** Screen and scrollback, as clear(1) of ncurses does it. */
export const clear: Applet = async ({ stdout }) => {
  await stdout.write('\x1b[H\x1b[2J\x1b[3J');
  return 0;
};
