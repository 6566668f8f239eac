// id -u -g -n: there is one user.

import type { Applet } from './applet.ts';
import { userName } from './machine.ts';
import { parseOptions } from './options.ts';

export const id: Applet = async (context) => {
  const options = parseOptions('id', context.args, {
    short: 'ugGnr',
    long: { user: 'u', group: 'g', groups: 'G', name: 'n' },
  });
  const one = options.has('u') || options.has('g') || options.has('G');
  const name = options.has('n') ? userName : '0';
  await context.stdout.write(
    one ? `${name}\n` : `uid=0(${userName}) gid=0(${userName}) groups=0(${userName})\n`,
  );
  return 0;
};
