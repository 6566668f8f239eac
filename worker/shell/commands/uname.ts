// uname -a -s -n -r -v -m -p -o. The system interface is Linux's: that is what process.platform says too.

import type { Applet } from './applet.ts';
import { hostName } from './machine.ts';
import { parseOptions } from './options.ts';

export const uname: Applet = async (context) => {
  const options = parseOptions('uname', context.args, {
    short: 'asnrvmpio',
    long: {
      all: 'a',
      'kernel-name': 's',
      nodename: 'n',
      'kernel-release': 'r',
      'kernel-version': 'v',
      machine: 'm',
      'operating-system': 'o',
    },
  });
  const parts = [
    ['s', 'Linux'],
    ['n', hostName],
    ['r', '0.1.0-holdfast'],
    ['v', '#1 in a browser'],
    ['m', 'x86_64'],
    ['o', 'Holdfast'],
  ] as const;
  const asked = parts.filter(
    ([letter]) => options.has('a') || options.has(letter) || (letter === 'm' && options.has('p')),
  );
  await context.stdout.write(
    `${(asked.length > 0 ? asked : parts.slice(0, 1)).map(([, text]) => text).join(' ')}\n`,
  );
  return 0;
};
