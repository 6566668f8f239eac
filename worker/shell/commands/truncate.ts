// truncate -s [+-<>/%]size [-c] | -r file, file…: sets how long files are.

import { openFlags } from '../../vfs/filesystem.ts';
import { Failure, type Applet } from './applet.ts';
import { countOf } from './count.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { parseOptions } from './options.ts';

export const truncate: Applet = async (context) => {
  const options = parseOptions('truncate', context.args, {
    short: 's:r:c',
    long: { 'size=': 's', 'reference=': 'r', 'no-create': 'c' },
  });
  const [size, reference] = [options.value('s'), options.value('r')];
  const hint = "Try 'truncate --help' for more information.";
  if (size === undefined && reference === undefined)
    throw new Failure(`you must specify either ‘--size’ or ‘--reference’\n${hint}`);
  if (options.operands.length === 0) throw new Failure(`missing file operand\n${hint}`);
  const base = reference === undefined ? undefined : context.fs.stat(context.resolve(reference)).size;
  const [, sign = '', count = ''] = /^([-+<>/%]?)(.*)$/.exec(size ?? '+0') ?? [];
  const given = countOf(count);
  if (given === undefined || /^[-+]/.test(count)) throw new Failure(`Invalid number: ‘${size ?? ''}’`);
  if (given === 0 && (sign === '/' || sign === '%')) throw new Failure('division by zero');
  const lengthOf = (old: number): number => {
    switch (sign) {
      case '+':
        return old + given;
      case '-':
        return Math.max(0, old - given);
      case '<':
        return Math.min(old, given);
      case '>':
        return Math.max(old, given);
      case '/':
        return Math.floor(old / given) * given;
      case '%':
        return Math.ceil(old / given) * given;
      default:
        return given;
    }
  };
  let status = 0;
  for (const operand of options.operands) {
    const path = context.resolve(operand);
    if (options.has('c') && context.fs.tryStat(path) === undefined) continue;
    try {
      const file = context.fs.open(path, openFlags.O_WRONLY | openFlags.O_CREAT, 0o666 & ~context.umask);
      try {
        file.truncate(lengthOf(base ?? file.stat().size));
      } finally {
        file.close();
      }
    } catch (error) {
      if (!isFileError(error)) throw error;
      await context.complain(`cannot open '${operand}' for writing: ${errorText(error)}`);
      status = 1;
    }
  }
  return status;
};
