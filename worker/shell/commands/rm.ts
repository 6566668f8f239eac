// rm -r -f -d -v.

import { Failure, type Applet, type AppletContext } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { missingOperand, parseOptions, type ParsedOptions } from './options.ts';

export const rm: Applet = async (context) => {
  const options = parseOptions('rm', context.args, {
    short: 'rRfdvi',
    long: { recursive: 'r', force: 'f', dir: 'd', verbose: 'v', 'no-preserve-root': 'no-preserve-root' },
  });
  if (options.has('i')) throw new Failure('-i is not supported: nothing was removed');
  if (options.operands.length === 0) {
    if (options.has('f')) return 0;
    throw missingOperand('rm');
  }
  let status = 0;
  for (const operand of options.operands) {
    try {
      if (!(await remove(context, operand, options))) status = 1;
    } catch (error) {
      if (!isFileError(error)) throw error;
      if (options.has('f') && error instanceof Error && 'code' in error && error.code === 'ENOENT') continue;
      await context.complain(`cannot remove '${operand}': ${errorText(error)}`);
      status = 1;
    }
  }
  return status;
};

async function remove(context: AppletContext, operand: string, options: ParsedOptions): Promise<boolean> {
  const { fs } = context;
  const name = operand.replace(/\/+$/, '').replace(/^.*\//, '');
  if (name === '.' || name === '..') {
    await context.complain(`refusing to remove '.' or '..' directory: skipping '${operand}'`);
    return false;
  }
  const path = context.resolve(operand);
  if (path.replace(/\/+/g, '/') === '/' && !options.has('no-preserve-root')) {
    await context.complain("it is dangerous to operate recursively on '/'");
    return false;
  }
  // With a slash at the end a symlink is followed; the link itself goes without.
  const stats = fs.lstat(path);
  const recursive = options.has('r') || options.has('R');
  if (stats.type === 'directory' && !recursive) {
    if (options.has('d')) fs.rmdir(path);
    else {
      await context.complain(`cannot remove '${operand}': Is a directory`);
      return false;
    }
  } else if (stats.type === 'directory') fs.remove(path);
  else fs.unlink(path);
  if (options.has('v'))
    await context.stdout.write(
      stats.type === 'directory' ? `removed directory '${operand}'\n` : `removed '${operand}'\n`,
    );
  return true;
}
