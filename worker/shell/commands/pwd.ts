// pwd -L -P.

import type { Applet } from './applet.ts';
import { parseOptions } from './options.ts';

export const pwd: Applet = async ({ args, cwd, fs, stdout }) => {
  const options = parseOptions('pwd', args, { short: 'LP' });
  await stdout.write(`${options.has('P') ? fs.realpath(cwd) : cwd}\n`);
  return 0;
};
