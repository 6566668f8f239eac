import type { Applet } from './applet.ts';
import { parseOptions } from './options.ts';

export const printenv: Applet = async (context) => {
  const options = parseOptions('printenv', context.args, { short: '0', code: 2 });
  const end = options.has('0') ? '\0' : '\n';
  if (options.operands.length === 0) {
    for (const [name, value] of Object.entries(context.env))
      await context.stdout.write(`${name}=${value}${end}`);
    return 0;
  }
  let status = 0;
  for (const name of options.operands) {
    const value = context.env[name];
    if (value === undefined) status = 1;
    else await context.stdout.write(value + end);
  }
  return status;
};
