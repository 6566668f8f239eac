// which -a.

import { defaultPath } from '../../os/exec.ts';
import type { Applet } from './applet.ts';
import { parseOptions } from './options.ts';

export const which: Applet = async (context) => {
  const options = parseOptions('which', context.args, { short: 'a', code: 2 });
  let status = 0;
  for (const name of options.operands) {
    const candidates = name.includes('/')
      ? [name]
      : (context.env['PATH'] ?? defaultPath)
          .split(':')
          .map((directory) => `${directory === '' ? '.' : directory}/${name}`);
    const found = candidates.filter((path) => {
      const stats = context.fs.tryStat(context.resolve(path));
      return stats?.type === 'file' && (stats.mode & 0o111) !== 0;
    });
    if (found.length === 0) status = 1;
    for (const path of options.has('a') ? found : found.slice(0, 1)) await context.stdout.write(`${path}\n`);
  }
  return status;
};
