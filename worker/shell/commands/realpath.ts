// realpath -e -m -s -q.

import type { Applet } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { missingOperand, parseOptions } from './options.ts';
import { canonicalPath } from './canonical-path.ts';

export const realpath: Applet = async (context) => {
  const options = parseOptions('realpath', context.args, {
    short: 'emsqPLz',
    long: { 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', quiet: 'q', 'no-symlinks': 's' },
  });
  if (options.operands.length === 0) throw missingOperand('realpath');
  let status = 0;
  for (const operand of options.operands) {
    try {
      const required = options.has('e') ? 'all' : options.has('m') ? 'none' : 'parent';
      await context.stdout.write(`${canonicalPath(context.fs, context.resolve(operand), required)}\n`);
    } catch (error) {
      if (!isFileError(error)) throw error;
      if (!options.has('q')) await context.complain(`${operand}: ${errorText(error)}`);
      status = 1;
    }
  }
  return status;
};
