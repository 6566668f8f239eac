// rmdir -p.

import type { Applet } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { missingOperand, parseOptions } from './options.ts';

export const rmdir: Applet = async (context) => {
  const options = parseOptions('rmdir', context.args, { short: 'p', long: { parents: 'p' } });
  if (options.operands.length === 0) throw missingOperand('rmdir');
  let status = 0;
  for (const operand of options.operands) {
    let path = operand.replace(/(?<=.)\/+$/, '');
    try {
      context.fs.rmdir(context.resolve(path));
      while (options.has('p') && path.includes('/')) {
        path = path.slice(0, path.lastIndexOf('/'));
        if (path !== '') context.fs.rmdir(context.resolve(path));
      }
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`failed to remove '${path}': ${errorText(error)}`);
      status = 1;
    }
  }
  return status;
};
