// ln -s -f -n -v -T.

import { Failure, type Applet } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { missingOperand, parseOptions } from './options.ts';

export const ln: Applet = async (context) => {
  const { fs } = context;
  const options = parseOptions('ln', context.args, {
    short: 'sfnvTr',
    long: { symbolic: 's', force: 'f', 'no-dereference': 'n', verbose: 'v', 'no-target-directory': 'T' },
  });
  const { operands } = options;
  if (options.has('r')) throw new Failure('--relative is not supported');
  if (operands.length === 0) throw missingOperand('ln');
  const last = operands.at(-1) ?? '';
  const sources = operands.length === 1 ? operands : operands.slice(0, -1);
  const destination = operands.length === 1 ? '.' : last;
  const stats = fs.tryStat(context.resolve(destination));
  const link = options.has('n') && isLink(destination);
  const into = !options.has('T') && stats?.type === 'directory' && !link;
  if (sources.length > 1 && !into) throw new Failure(`target '${destination}': Not a directory`);
  let status = 0;
  for (const source of sources) {
    const name = into
      ? `${destination.replace(/\/$/, '')}/${source.replace(/\/+$/, '').replace(/^.*\//, '')}`
      : destination;
    const path = context.resolve(name);
    try {
      if (options.has('f') && exists(path)) fs.unlink(path);
      if (options.has('s')) fs.symlink(source, path);
      else fs.link(context.resolve(source), path);
      if (options.has('v')) await context.stdout.write(`'${name}' -> '${source}'\n`);
    } catch (error) {
      if (!isFileError(error)) throw error;
      const kind = options.has('s') ? 'symbolic' : 'hard';
      const missing = !options.has('s') && !exists(context.resolve(source));
      await context.complain(
        missing
          ? `failed to access '${source}': ${errorText(error)}`
          : `failed to create ${kind} link '${name}': ${errorText(error)}`,
      );
      status = 1;
    }
  }
  return status;

  function exists(path: string): boolean {
    try {
      fs.lstat(path);
      return true;
    } catch {
      return false;
    }
  }

  function isLink(operand: string): boolean {
    const path = context.resolve(operand);
    return exists(path) && fs.lstat(path).type === 'symlink';
  }
};
