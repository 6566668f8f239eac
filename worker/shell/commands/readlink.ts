// readlink -f -e -m -n.

import type { Applet } from './applet.ts';
import { canonicalPath } from './canonical-path.ts';
import { isFileError } from './lines.ts';
import { missingOperand, parseOptions } from './options.ts';

export const readlink: Applet = async (context) => {
  const options = parseOptions('readlink', context.args, {
    short: 'femnqsvz',
    long: { canonicalize: 'f', 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', 'no-newline': 'n' },
  });
  if (options.operands.length === 0) throw missingOperand('readlink');
  let status = 0;
  for (const operand of options.operands) {
    const path = context.resolve(operand);
    try {
      const text = options.has('e')
        ? canonicalPath(context.fs, path, 'all')
        : options.has('m')
          ? canonicalPath(context.fs, path, 'none')
          : options.has('f')
            ? canonicalPath(context.fs, path, 'parent')
            : context.fs.readlink(path);
      await context.stdout.write(text + (options.has('n') ? '' : '\n'));
    } catch (error) {
      // Silent, as GNU's is without -v.
      if (!isFileError(error)) throw error;
      status = 1;
    }
  }
  return status;
};
