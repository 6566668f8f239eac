// cmp -s -l.

import { Failure, type Applet } from './applet.ts';
import { errorText } from './error-text.ts';
import { isFileError, readAllBytes } from './lines.ts';
import { missingOperand, parseOptions } from './options.ts';

export const cmp: Applet = async (context) => {
  const options = parseOptions('cmp', context.args, {
    short: 'slb',
    long: { quiet: 's', silent: 's', verbose: 'l' },
    code: 2,
  });
  const [left, right = '-'] = options.operands;
  if (left === undefined) throw missingOperand('cmp');
  const read = async (operand: string): Promise<Uint8Array> => {
    try {
      return await readAllBytes(context.open(operand));
    } catch (error) {
      if (isFileError(error)) throw new Failure(`${operand}: ${errorText(error)}`, 2);
      throw error;
    }
  };
  const [a, b] = [await read(left), await read(right)];
  const shared = Math.min(a.length, b.length);
  let lines = 1;
  let status = 0;
  for (let index = 0; index < shared; index += 1) {
    if (a[index] !== b[index]) {
      status = 1;
      if (options.has('s')) return 1;
      if (!options.has('l')) {
        await context.stdout.write(
          `${left} ${right} differ: byte ${String(index + 1)}, line ${String(lines)}\n`,
        );
        return 1;
      }
      const octal = (value: number | undefined): string => (value ?? 0).toString(8).padStart(3);
      await context.stdout.write(`${String(index + 1)} ${octal(a[index])} ${octal(b[index])}\n`);
    }
    if (a[index] === 10) lines += 1;
  }
  if (a.length === b.length) return status;
  const [short, length] = a.length < b.length ? [left, a.length] : [right, b.length];
  if (!options.has('s')) {
    // GNU's wording tells whether the last line was whole.
    const where =
      length === 0
        ? 'which is empty'
        : `after byte ${String(length)}, ${(a.length < b.length ? a : b)[length - 1] === 10 ? `line ${String(lines - 1)}` : `in line ${String(lines)}`}`;
    await context.complain(`EOF on ${short} ${where}`);
  }
  return 1;
};
