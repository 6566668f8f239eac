// mkdir -p -m -v.

import type { Applet } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { changeMode } from './mode.ts';
import { missingOperand, parseOptions } from './options.ts';

export const mkdir: Applet = async (context) => {
  const options = parseOptions('mkdir', context.args, {
    short: 'pm:v',
    long: { parents: 'p', 'mode=': 'm', verbose: 'v' },
  });
  if (options.operands.length === 0) throw missingOperand('mkdir');
  const given = options.value('m');
  const mode = given === undefined ? 0o777 & ~context.umask : changeMode(given, 0o777, context.umask, true);
  let status = 0;
  for (const operand of options.operands) {
    const path = context.resolve(operand);
    try {
      if (options.has('p')) context.fs.makeDirectories(path, mode);
      else context.fs.mkdir(path, mode);
      if (options.has('v')) await context.stdout.write(`mkdir: created directory '${operand}'\n`);
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`cannot create directory ‘${operand}’: ${errorText(error)}`);
      status = 1;
    }
  }
  return status;
};
