// split [-l lines | -b bytes] [-a length] [-d] [--additional-suffix=text] [file [prefix]]: a file in pieces.

import { openFlags, type OpenFile } from '../../vfs/filesystem.ts';
import { Failure, type Applet, type AppletContext, type Input } from './applet.ts';
import { countOf } from './count.ts';
import { errorText } from './error-text.ts';
import { isFileError } from './lines.ts';
import { parseOptions } from './options.ts';

const defaultLines = '1000';
const letters = 'abcdefghijklmnopqrstuvwxyz';

export const split: Applet = async (context) => {
  const args = context.args.map((arg) => arg.replace(/^-(\d+)$/, '-l$1'));
  const options = parseOptions('split', args, {
    short: 'l:b:a:d',
    long: {
      'lines=': 'l',
      'bytes=': 'b',
      'suffix-length=': 'a',
      'numeric-suffixes': 'd',
      'additional-suffix=': 'suffix',
    },
  });
  const [file = '-', prefix = 'x', extra] = options.operands;
  if (extra !== undefined)
    throw new Failure(`extra operand '${extra}'\nTry 'split --help' for more information.`);
  const byBytes = options.has('b');
  if (byBytes && options.has('l')) throw new Failure('cannot split in more than one way');
  const given = options.value(byBytes ? 'b' : 'l') ?? defaultLines;
  const size = countOf(given);
  if (size === undefined || size === 0) {
    const why = size === 0 ? ': Numerical result out of range' : '';
    throw new Failure(`invalid number of ${byBytes ? 'bytes' : 'lines'}: ‘${given}’${why}`);
  }
  const length = Number(options.value('a') ?? 2);
  const digits = options.has('d') ? '0123456789' : letters;
  let piece: OpenFile | null = null;
  let nth = 0;
  let left = 0;
  const next = (): OpenFile => {
    if (nth >= digits.length ** length) throw new Failure('output file suffixes exhausted');
    let suffix = '';
    for (let rest = nth; suffix.length < length; rest = Math.floor(rest / digits.length))
      suffix = digits.charAt(rest % digits.length) + suffix;
    nth += 1;
    left = size;
    const name = `${prefix}${suffix}${options.value('suffix') ?? ''}`;
    const flags = openFlags.O_WRONLY | openFlags.O_CREAT | openFlags.O_TRUNC;
    return context.fs.open(context.resolve(name), flags, 0o666 & ~context.umask);
  };
  /** Where the piece ends within the chunk. */
  const endOf = (chunk: Uint8Array, start: number): number => {
    let end = start;
    if (byBytes) {
      end = Math.min(chunk.length, start + left);
      left -= end - start;
      return end;
    }
    while (left > 0) {
      const newline = chunk.indexOf(10, end);
      if (newline === -1) return chunk.length;
      end = newline + 1;
      left -= 1;
    }
    return end;
  };
  const input = openInput(context, file);
  try {
    for (let chunk = await input.read(); chunk !== null; chunk = await input.read()) {
      for (let at = 0; at < chunk.length;) {
        if (piece === null || left === 0) {
          piece?.close();
          piece = next();
        }
        const end = endOf(chunk, at);
        piece.write(chunk.slice(at, end), null);
        at = end;
      }
    }
  } finally {
    piece?.close();
  }
  return 0;
};

function openInput(context: AppletContext, file: string): Input {
  try {
    return context.open(file);
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new Failure(`cannot open '${file}' for reading: ${errorText(error)}`);
  }
}
