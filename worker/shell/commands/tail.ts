// tail -n -c -f -F -q -v, and -NUM. Following listens to the filesystem's watchers.

import { openFlags } from '../../vfs/filesystem.ts';
import { Interrupted } from '../stream/interrupted.ts';
import { joinBytes } from '../../os/concat-bytes.ts';
import { Failure, type Applet, type AppletContext, type Input } from './applet.ts';
import { countOf } from './count.ts';
import { errorText } from './error-text.ts';
import { forEachInput, isFileError } from './lines.ts';
import { parseOptions } from './options.ts';

export const tail: Applet = async (context) => {
  const args = context.args.map((arg, index) =>
    index === 0
      ? arg.replace(
          /^([-+])(\d+)$/,
          (_, sign: string, digits: string) => `-n${sign === '+' ? '+' : ''}${digits}`,
        )
      : arg,
  );
  const options = parseOptions('tail', args, {
    short: 'n:c:fFqv',
    long: { 'lines=': 'n', 'bytes=': 'c', 'follow=?': 'f', quiet: 'q', silent: 'q', verbose: 'v' },
  });
  const bytes = options.value('c');
  const given = bytes ?? options.value('n') ?? '10';
  const count = countOf(given);
  if (count === undefined)
    throw new Failure(`invalid number of ${bytes === undefined ? 'lines' : 'bytes'}: ‘${given}’`);
  const headings = options.has('v') || (options.operands.length > 1 && !options.has('q'));
  let shown: string | undefined;
  const heading = async (operand: string): Promise<void> => {
    if (headings && shown !== operand)
      await context.stdout.write(
        `${shown === undefined ? '' : '\n'}==> ${operand === '-' ? 'standard input' : operand} <==\n`,
      );
    shown = operand;
  };
  const ends = new Map<string, number>();
  const good = await forEachInput(context, options.operands, async (input, operand) => {
    await heading(operand);
    if (operand !== '-') ends.set(operand, context.fs.stat(context.resolve(operand)).size);
    if (given.startsWith('+')) await from(context, input, Math.max(1, count), bytes !== undefined);
    else await last(context, input, count, bytes !== undefined);
  });
  if ((options.has('f') || options.has('F')) && ends.size > 0) await follow(context, ends, heading);
  return good ? 0 : 1;
};

async function from(context: AppletContext, input: Input, start: number, bytes: boolean): Promise<void> {
  let skip = start - 1;
  for (let chunk = await input.read(); chunk !== null; chunk = await input.read()) {
    let at = 0;
    if (bytes) {
      at = Math.min(skip, chunk.length);
      skip -= at;
    } else {
      while (skip > 0) {
        const newline = chunk.indexOf(10, at);
        at = newline === -1 ? chunk.length : newline + 1;
        if (newline === -1) break;
        skip -= 1;
      }
    }
    await context.stdout.write(chunk.slice(at));
  }
}

/** Keeps only as many chunks as can hold the end. */
async function last(context: AppletContext, input: Input, count: number, bytes: boolean): Promise<void> {
  const kept: { chunk: Uint8Array; units: number }[] = [];
  let total = 0;
  for (let chunk = await input.read(); chunk !== null; chunk = await input.read()) {
    let units = chunk.length;
    if (!bytes) {
      units = 0;
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) units += 1;
    }
    kept.push({ chunk: chunk.slice(), units });
    total += units;
    while (kept.length > 1 && total - (kept[0]?.units ?? 0) > count) total -= kept.shift()?.units ?? 0;
  }
  const whole = joinBytes(kept.map(({ chunk }) => chunk));
  if (bytes) {
    await context.stdout.write(whole.slice(Math.max(0, whole.length - count)));
    return;
  }
  if (count === 0) return;
  let start = whole.length;
  // The newline at the very end ends the last line; it does not begin one more.
  if (whole[start - 1] === 10) start -= 1;
  for (let left = count; left > 0 && start > 0; left -= 1) {
    start = whole.lastIndexOf(10, start - 1);
    if (start === -1) break;
  }
  await context.stdout.write(whole.slice(start <= 0 && whole[0] !== 10 ? 0 : start === -1 ? 0 : start + 1));
}

async function follow(
  context: AppletContext,
  ends: Map<string, number>,
  heading: (operand: string) => Promise<void>,
): Promise<void> {
  const { fs, signal } = context;
  let changed = Promise.withResolvers<void>();
  const wake = (): void => changed.resolve();
  signal.addEventListener('abort', wake);
  const watches = [...ends.keys()].map((operand) =>
    fs.watch(context.resolve(operand), { recursive: false }, wake),
  );
  try {
    for (;;) {
      if (signal.aborted) throw new Interrupted();
      for (const [operand, end] of ends) {
        try {
          const size = fs.stat(context.resolve(operand)).size;
          if (size < end) await context.complain(`${operand}: file truncated`);
          if (size !== end) {
            await heading(operand);
            await copyRange(context, operand, size < end ? 0 : end, size);
            ends.set(operand, size);
          }
        } catch (error) {
          if (!isFileError(error)) throw error;
          await context.complain(`'${operand}' has become inaccessible: ${errorText(error)}`);
          ends.delete(operand);
          if (ends.size === 0) throw new Failure('no files remaining');
        }
      }
      await context.stdout.flush();
      await changed.promise;
      changed = Promise.withResolvers();
    }
  } finally {
    for (const watch of watches) watch[Symbol.dispose]();
    signal.removeEventListener('abort', wake);
  }
}

async function copyRange(context: AppletContext, operand: string, start: number, end: number): Promise<void> {
  const file = context.fs.open(context.resolve(operand), openFlags.O_RDONLY, 0);
  try {
    const bytes = new Uint8Array(end - start);
    const length = file.read(bytes, start);
    await context.stdout.write(bytes.subarray(0, length));
  } finally {
    file.close();
  }
}
