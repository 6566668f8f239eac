// basename -a -s.

import type { Applet } from './applet.ts';
import { missingOperand, parseOptions } from './options.ts';

export const basename: Applet = async ({ args, stdout }) => {
  const options = parseOptions('basename', args, {
    short: 'as:z',
    long: { multiple: 'a', 'suffix=': 's' },
    posix: true,
  });
  const [first, second, third] = options.operands;
  if (first === undefined) throw missingOperand('basename');
  const multiple = options.has('a') || options.has('s');
  if (!multiple && third !== undefined) throw missingOperand(`extra operand '${third}'`);
  const suffix = options.value('s') ?? (multiple ? '' : (second ?? ''));
  for (const path of multiple ? options.operands : [first])
    await stdout.write(`${lastComponent(path, suffix)}\n`);
  return 0;
};

function lastComponent(path: string, suffix: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '' : '/';
  const name = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}
