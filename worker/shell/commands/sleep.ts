// sleep NUMBER[smhd]…

import { Failure, type Applet } from './applet.ts';
import { secondsOf } from './duration.ts';
import { missingOperand } from './options.ts';
import { longestTimer, pause } from './pause.ts';

export const sleep: Applet = async ({ args, signal }) => {
  if (args.length === 0) throw missingOperand('sleep');
  let seconds = 0;
  for (const arg of args) {
    const duration = secondsOf(arg);
    if (duration === undefined)
      throw new Failure(`invalid time interval ‘${arg}’\nTry 'sleep --help' for more information.`);
    seconds += duration;
  }
  let left = seconds * 1000;
  while (left > 0) {
    const step = Math.min(left, longestTimer);
    await pause(step, signal);
    left -= step;
  }
  return 0;
};
