// sleep NUMBER[smhd]…

import { Failure, type Applet } from './applet.ts';
import { missingOperand } from './options.ts';
import { pause } from './pause.ts';

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
/** setTimeout's own limit. */
const longestTimer = 2 ** 31 - 1;

export const sleep: Applet = async ({ args, signal }) => {
  if (args.length === 0) throw missingOperand('sleep');
  let seconds = 0;
  for (const arg of args) {
    const match = /^(\d*\.?\d+|\d+\.)([smhd]?)$/.exec(arg);
    if (match === null && arg !== 'infinity')
      throw new Failure(`invalid time interval ‘${arg}’\nTry 'sleep --help' for more information.`);
    seconds += match === null ? Infinity : Number(match[1]) * (units[match[2] ?? ''] ?? 1);
  }
  let left = seconds * 1000;
  while (left > 0) {
    const step = Math.min(left, longestTimer);
    await pause(step, signal);
    left -= step;
  }
  return 0;
};
