// history: the lines that were typed.

import { fail, print, type Builtin } from './builtin.ts';

export const history: Builtin = async (frame, [arg]) => {
  const { history: access } = frame.shell;
  if (access === undefined) return 0;
  if (arg === '-c') {
    access.clear();
    return 0;
  }
  if (arg !== undefined && !/^\d+$/.test(arg)) fail(`history: ${arg}: numeric argument required`, 2);
  const lines = access.list();
  const from = arg === undefined ? 0 : Math.max(0, lines.length - Number(arg));
  const numbered = lines
    .slice(from)
    .map((line, index) => `${String(from + index + 1).padStart(5)}  ${line}\n`);
  await print(frame, numbered.join(''));
  return 0;
};
