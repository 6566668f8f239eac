// seq -s -w -f, and [FIRST [STEP]] LAST.

import { Failure, type Applet } from './applet.ts';
import { missingOperand } from './options.ts';
import { formatPrintf } from './printf.ts';

export const seq: Applet = async (context) => {
  const numbers: string[] = [];
  let separator = '\n';
  let equal = false;
  let format: string | undefined;
  const rest = [...context.args];
  // Negative numbers look like options.
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (/^-?[\d.]/.test(arg)) numbers.push(arg);
    else if (arg === '-w' || arg === '--equal-width') equal = true;
    else if (arg.startsWith('-s')) separator = arg.length > 2 ? arg.slice(2) : (rest.shift() ?? '');
    else if (arg.startsWith('-f')) format = arg.length > 2 ? arg.slice(2) : (rest.shift() ?? '');
    else if (arg.startsWith('-'))
      throw new Failure(`invalid option -- '${arg.slice(1, 2)}'\nTry 'seq --help' for more information.`);
    else numbers.push(arg);
  }
  if (numbers.length === 0) throw missingOperand('seq');
  const extra = numbers[3];
  if (extra !== undefined)
    throw new Failure(`extra operand '${extra}'\nTry 'seq --help' for more information.`);
  for (const text of numbers) {
    if (Number.isNaN(Number(text)))
      throw new Failure(`invalid floating point argument: '${text}'\nTry 'seq --help' for more information.`);
  }
  const last = Number(numbers.at(-1));
  const first = numbers.length > 1 ? Number(numbers[0]) : 1;
  const step = numbers.length > 2 ? Number(numbers[1]) : 1;
  if (step === 0)
    throw new Failure(
      `invalid Zero increment value: '${numbers[1] ?? ''}'\nTry 'seq --help' for more information.`,
    );
  const decimals = Math.max(...numbers.slice(0, -1).map((text) => text.split('.')[1]?.length ?? 0), 0);
  const text = (value: number): string => {
    if (format !== undefined) return formatPrintf(format, [String(value)]).text;
    const plain = value.toFixed(decimals);
    return equal ? plain.replace(/^-?/, '$&').padStart(width, '0') : plain;
  };
  const width = Math.max(first.toFixed(decimals).length, last.toFixed(decimals).length);
  const count = Math.floor((last - first) / step + 1e-10);
  for (let index = 0; index <= count; index += 1)
    await context.stdout.write((index === 0 ? '' : separator) + text(first + index * step));
  if (count >= 0) await context.stdout.write('\n');
  return 0;
};
